// Why a client is expected to hide the name, to show it or not to connect, given a record set. Each has its words in _locales, as the
// kinds of a report have (report-kinds.ts).

export type PredictionReason =
  /** A configuration that this client can use. */
  | 'usable-config'
  /** No HTTPS record, or none after an alias. */
  | 'no-record'
  /** The HTTPS lookup failed. */
  | 'lookup-failed'
  /** More than 8 CNAMEs and aliases, or a loop of them: as if there were no record. */
  | 'chain-too-long'
  /** AliasMode to `.`: the site declares that it offers no service; clients connect all the same. */
  | 'no-service'
  /** AliasMode, which browsers do not follow. */
  | 'alias-not-followed'
  /** A malformed record spoils the set. */
  | 'set-malformed'
  /** Mandatory parameters that the client does not know: the record (Chromium, RFC) or the set (Firefox) is dropped. */
  | 'unknown-mandatory'
  /** Records at odds with themselves only. */
  | 'inconsistent'
  /** TargetName is another host, whose records browsers do not use. */
  | 'target-name-differs'
  /** A `port` parameter other than the origin's makes Chromium pass over the record. */
  | 'port-ignored'
  /** A port that browsers refuse. */
  | 'bad-port'
  /** No protocol in common. */
  | 'alpn-unusable'
  /** Each record has no-default-alpn: Chromium drops them all. */
  | 'no-default-alpn'
  /** Over TCP: HTTP/3 and nothing else has ECH, and the client tries that first. */
  | 'needs-http3'
  /** A configuration that this client can use, for HTTP/3 alone: over TCP, to which it turns when QUIC fails, the name is shown. */
  | 'usable-over-quic'
  /** Records, none of them with `ech`. */
  | 'no-ech'
  /** Records with `ech`, none of them for this transport. */
  | 'no-ech-tcp'
  | 'no-ech-quic'
  /** A record without `ech` stands first. */
  | 'ech-not-first'
  | 'list-malformed'
  /** A well-formed list without a configuration for this client. */
  | 'no-usable-config'
  /** The configuration's key is one that the client refuses, late. */
  | 'bad-key'
  /** The host has no address. */
  | 'no-address';
