// What a resolver answered about the HTTPS records of one origin: plain JSON with the RDATA as it came, so that it can be
// stored, sent to a page and decoded again there. "No record" is an answer, not a failure (RFC 2308).

import type { DecodeError } from './decode-error.ts';

/** All HTTPS records of one owner name, as answered. */
export interface RecordSet {
  /** Owner name after CNAMEs: lower case, no trailing dot, escapes as in a zone file (`\.`, `\032`). */
  owner: string;
  /** CNAME targets from the name asked to `owner`, in order; empty when the name asked is the owner. */
  cnames: string[];
  /** Smallest TTL of the set, in seconds. */
  ttlSeconds: number;
  /** RDATA of each record in base64, in the order of the answer. */
  rdatas: string[];
}

/** RFC 8914: why a resolver answered as it did. It explains; nothing is decided by it. */
export interface ExtendedError {
  /** INFO-CODE, 0 to 65535. */
  code: number;
  /** EXTRA-TEXT, control characters removed, at most 200 characters; the resolver's words, untrusted. */
  text: string;
}

export type LookupFailure =
  /**
   * A name that DNS has no room for (over 255 bytes with its prefix, a label over 63, an empty one) or that is an IP address: it was
   * not sent. `name` is where a chain led; absent where it is the name that was asked for.
   */
  | { kind: 'not-askable'; name?: string }
  /** A chain led to `name`, which is for the local network or no name of DNS's: it was not sent. */
  | { kind: 'local-name'; name: string }
  /** Policy keeps `name`, where a chain led, from every resolver: it was not asked about. */
  | { kind: 'excluded-by-policy'; name: string }
  | { kind: 'offline' }
  /** No HTTP answer: connection refused or reset, TLS or name failure. */
  | { kind: 'unreachable' }
  /**
   * Likewise, from a resolver in the local network or on this device. `isDenied`: the browser says that it lets no request there (Local
   * Network Access, Chrome 142); false where only the resolver's host is a local name or address.
   */
  | { kind: 'local-network'; isDenied: boolean }
  | { kind: 'timeout'; timeoutMs: number }
  /** `retryAfterSeconds`: the resolver asks not to be asked again before (RFC 9110 §10.2.3); absent where it does not. */
  | { kind: 'http-status'; status: number; retryAfterSeconds?: number }
  /** Not `application/dns-message`; `contentType` is at most 100 characters. */
  | { kind: 'content-type'; contentType: string }
  /** A body over 65,535 bytes (RFC 8484 §6), or records over 65,535 bytes along a chain of aliases. */
  | { kind: 'too-large' }
  | { kind: 'malformed'; error: DecodeError }
  /** The question of the answer is not that of the query. */
  | { kind: 'wrong-question' }
  /** TC set: the records are not all here. */
  | { kind: 'truncated' }
  /** RCODE other than NOERROR and NXDOMAIN, extended RCODE included (RFC 6891 §6.1.3). */
  | { kind: 'dns-rcode'; rcode: number }
  | { kind: 'alias-loop' }
  /** More than 8 CNAME and AliasMode steps (RFC 9460 §10.2). */
  | { kind: 'chain-too-long' };

/** How far a lookup goes: browsers follow CNAMEs alone (measured); the RFC says AliasMode too (RFC 9460 §3). */
export type Follow = 'cnames' | 'aliases';

/**
 * `sets[0]` is what the name asked led to by CNAMEs alone; each later set is what an AliasMode record of the one before led
 * to (RFC 9460 §3). Browsers look at `sets[0]` only (browser rows), the RFC at the last.
 */
export type LookupOutcome =
  | { kind: 'records'; sets: RecordSet[] }
  /** The name exists and has no HTTPS record. `sets` holds the AliasMode sets that led there, if any. */
  | { kind: 'no-data'; sets: RecordSet[] }
  /** The name does not exist. */
  | { kind: 'name-error'; sets: RecordSet[] }
  /** The last set is in AliasMode and points to `target`, which was not looked up: only CNAMEs were followed. */
  | { kind: 'alias'; target: string; sets: RecordSet[] }
  /** An alias target of `.`: the service is declared not to exist (RFC 9460 §2.5.1). */
  | { kind: 'no-service'; sets: RecordSet[] }
  /** `sets` holds what was answered before it failed (all but the last hop of a chain; what a truncated answer held), if anything. */
  | { kind: 'failed'; failure: LookupFailure; sets?: RecordSet[] };

/** What an answer about an HTTPS record amounts to: whether it carries ECH, or what came instead. */
export type AnswerClass =
  /** A record with an `ech` parameter that can be decoded, whether or not a client here can use its configurations. */
  | 'ech'
  /** A record without `ech`. */
  | 'no-ech'
  /** The name exists, and no record was found at the end of its aliases. */
  | 'no-record'
  | 'name-error'
  /** A record or an `ech` that cannot be decoded, an answer that cannot be read, or one that leads to a local name. */
  | 'malformed'
  /** The resolver says that it withholds the answer (RFC 8914). */
  | 'withheld'
  | 'refused'
  /** SERVFAIL and other RCODEs, and HTTP errors. */
  | 'server-failure'
  | 'timed-out'
  | 'unreachable'
  /** The resolver is in the local network, or on this device, and was not reached; by the browser's own word where it says so. */
  | 'local-network'
  | 'local-network-denied'
  /** Policy keeps the name, or one that it leads to, from every resolver. */
  | 'excluded-by-policy';

export interface HttpsLookup {
  /** RFC 9460 §9.1: the host for port 443, `_8443._https.host` otherwise. */
  queryName: string;
  outcome: LookupOutcome;
  /** AD on every answer of the chain: the resolver says that it validated. */
  authenticated: boolean;
  extendedErrors: ExtendedError[];
  /** Unix time in milliseconds at which the answer came. */
  answeredAtMs: number;
  durationMs: number;
  /**
   * From when on the answer may not be used for a new page: smallest TTL of the chain, a day at most, less the HTTP Age
   * (RFC 8484 §5.1); RFC 2308 for negative answers, three hours at most; RFC 9520 for failures.
   */
  expiresAtMs: number;
  /** DNS queries sent for it: 0 when it came from the cache. */
  questions: number;
  /**
   * Whether the resolver took the request to keep the user's network out (RFC 7871 §7.1.2): `refused` where it answered FORMERR
   * to a query with it, and answered one without.
   */
  subnetOptOut: 'sent' | 'refused';
}
