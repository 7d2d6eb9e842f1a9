// What a browser's own words on a failed request amount to: one classifier, for everybody who has to know. They are a hint and no
// contract, so what is not known here is `other`, and never a certificate: that would call a broken line an impostor.

export type BrowserErrorKind =
  | 'name-not-resolved'
  | 'offline'
  | 'proxy'
  /** Nothing accepted the connection; Firefox says the same where there is no route. */
  | 'refused'
  /** No way to that address. */
  | 'unreachable'
  | 'timed-out'
  /** A reset or an early end: of the connection as it is made, of TLS, or later. */
  | 'cut-off'
  /** The connection stood, TLS included, and no whole answer came. */
  | 'incomplete'
  /** What answered did not prove to be the host: an impostor, or a certificate that has ended. */
  | 'certificate'
  /** Likewise for the public name, where the server refused ECH. */
  | 'ech-fallback-certificate'
  /** The server did not take ECH in the end. */
  | 'ech'
  /** TLS did not come about for another reason: version, cipher, alert, what is not TLS, a certificate wanted of the client. */
  | 'tls-handshake'
  /** HTTP/2, HTTP/3 or HTTP was not as it should be. */
  | 'protocol'
  /** The browser lets no request into the local network (Chrome's Local Network Access, Firefox's likewise). */
  | 'local-network-denied'
  /** By the browser, an extension, a list or a policy: nothing was sent. */
  | 'blocked'
  /** Chromium: most likely an answer that the page may not see (CORS, ORB, CORP); `net::ERR_FAILED` may also be a request that never left. */
  | 'answer-kept'
  /** By the user or a script, or it became a download. */
  | 'aborted'
  | 'other';

const NET = 'net::ERR_';

/** Names of Chromium's net_error_list.h (156), without `net::ERR_`. The first that matches counts. */
const CHROMIUM: [BrowserErrorKind, RegExp][] = [
  ['aborted', /^ABORTED$/],
  ['local-network-denied', /LOCAL_NETWORK_ACCESS_|^BLOCKED_BY_PRIVATE_NETWORK_|^LOCAL_NETWORK_PERMISSION_/],
  ['proxy', /PROX|^TUNNEL_|^SOCKS_|^PAC_/],
  ['name-not-resolved', /^NAME_|^DNS_|^HOST_RESOLVER_|^ICANN_/],
  ['offline', /^INTERNET_DISCONNECTED$/],
  ['ech-fallback-certificate', /^ECH_FALLBACK_CERTIFICATE/],
  ['ech', /^ECH_/],
  ['certificate', /^CERT_(?!DATABASE_|VERIFIER_|END$)|^CERTIFICATE_|^SSL_(?:PINNED_KEY|SERVER_CERT_BAD|KEY_USAGE)/],
  ['tls-handshake', /SSL_|^TLS13_|EARLY_DATA|^ALPN_|^CLIENT_AUTH_|^INVALID_ECH_/],
  ['timed-out', /^(?:CONNECTION_)?TIMED_OUT$/],
  ['refused', /^CONNECTION_REFUSED$/],
  ['unreachable', /^ADDRESS_|^CONNECTION_FAILED$/],
  ['cut-off', /^CONNECTION_(?:RESET|CLOSED|ABORTED)$/],
  ['incomplete', /^EMPTY_RESPONSE$|^INCOMPLETE_|^CONTENT_LENGTH_|^RESPONSE_HEADERS_TRUNC/],
  ['answer-kept', /^FAILED$|^BLOCKED_BY_(?:ORB|RESPONSE)/],
  ['blocked', /^BLOCKED_|^NETWORK_ACCESS_|^UNSAFE_PORT$|^CLEARTEXT_/],
  ['protocol', /^HTTP|^QUIC_|^INVALID_(?:HTTP_)?RESPONSE|^INVALID_CHUNKED_|^RESPONSE_HEADERS_|^CONTENT_DECODING_/],
];

/** Names of Firefox (153): nsresult, and those of NSPR, NSS and mozilla::pkix, which it tells where it has no sentence for them. */
const FIREFOX: [BrowserErrorKind, RegExp][] = [
  ['aborted', /^NS_(?:BINDING_ABORTED|ERROR_ABORT|ERROR_DOM_ABORT_ERR)$/],
  ['local-network-denied', /^NS_ERROR_LOCAL_NETWORK_/],
  ['proxy', /^NS_ERROR_(?:UNKNOWN_)?PROXY_/],
  ['name-not-resolved', /^NS_ERROR_(?:DEFINITIVE_)?UNKNOWN_HOST$|^NS_ERROR_DNS_|^PR_DIRECTORY_LOOKUP_/],
  ['offline', /^NS_ERROR_OFFLINE$/],
  ['timed-out', /^NS_ERROR_NET_TIMEOUT|^PR_(?:CONNECT|IO)_TIMEOUT_/],
  ['refused', /^NS_ERROR_CONNECTION_REFUSED$|^PR_CONNECT_REFUSED_/],
  ['unreachable', /^PR_(?:HOST_UNREACHABLE|NETWORK_UNREACHABLE|NETWORK_DOWN|ADDRESS_NOT_AVAILABLE)_/],
  ['incomplete', /^NS_ERROR_NET_(?:EMPTY_|PARTIAL_)/],
  ['cut-off', /^NS_ERROR_NET_(?:RESET|INTERRUPT)$|^PR_(?:CONNECT_RESET|CONNECT_ABORTED|END_OF_FILE)_/],
  ['cut-off', /^SSL_ERROR_(?:CLOSE_NOTIFY|SOCKET_WRITE)/],
  ['ech', /^SSL_ERROR_ECH_/],
  ['certificate', /^MOZILLA_PKIX_ERROR_|^NS_ERROR_BAD_HSTS_CERT$|^SSL_ERROR_(?:BAD_CERT_DOMAIN|WEAK_SERVER_CERT_KEY)$/],
  [
    'certificate',
    /^SEC_ERROR_(?:CA_CERT_INVALID|BAD_SIGNATURE|INVALID_TIME|EXTENSION_VALUE_INVALID|CERT_(?:NOT_|SIGNATURE|USAGES)\w+|POLICY_VALIDATION_FAILED)$/,
  ],
  [
    'certificate',
    /^SEC_ERROR_(?:EXPIRED_(?:ISSUER_)?CERT|REVOKED_|UNTRUSTED_|INADEQUATE_|PATH_LEN_|OCSP_|UNKNOWN_(?:ISSUER|CRITICAL))/,
  ],
  ['tls-handshake', /^SSL_ERROR_/],
  ['protocol', /^NS_ERROR_(?:NET_)?(?:HTTP\d|INADEQUATE_|CORRUPTED_CONTENT|INVALID_CONTENT_)/],
  [
    'blocked',
    /^NS_ERROR_(?:BLOCKED_|HTTPS_ONLY$|CONTENT_BLOCKED|PORT_ACCESS_|\w*(?:TRACKING|MINING|PRINTING|HARMFUL\w*|WARE|PHISHING|UNWANTED)_URI$)/,
  ],
];

/** Firefox's sentences for certificates, in English: its nsserrors.properties (153). In its other languages they are `other`. */
const CERTIFICATE_SENTENCES = [
  /^Peer’s [Cc]ertificate |^Issuer(?:’s OCSP| certificate) |^(?:Issuer|Configured )?OCSP |^Invalid OCSP /,
  /the server’s certificate\.$|^This certificate is not valid\.|^Cert chain |^An? (?:X\.509|certificate that is not|required TLS|additional)/,
  /^Improperly formatted time|^Certificate (?:path|usages|contains|key|type|extension value|is) |^The (?:server|certificate) (?:certificate|presented|uses|i|w|authority)/,
  /^The (?:OCSP|response from|signer of|signature|Certifying|key for this site’s certificate) /,
];
const HANDSHAKE_SENTENCE = /^(?:SSL|Peer|Cannot communicate securely|Unable to communicate securely|Server requires) /;

/** What has no sentence, such as what newer parts of TLS end in. */
const WRAPPED = /^NS_ERROR_GENERATE_FAILURE\(NS_ERROR_MODULE_SECURITY, (\w+)\)$/;

/**
 * Of what `webRequest` or Chromium's `webNavigation` tell of a request that failed; null for what was not told. Measured in Firefox 153 and
 * Chromium 156:
 * - A reset or an end before, in and after the TLS handshake: NS_ERROR_NET_RESET; net::ERR_CONNECTION_RESET or net::ERR_CONNECTION_CLOSED,
 *   and after it net::ERR_EMPTY_RESPONSE.
 * - An alert, an old version, what is not TLS: a sentence, or the name of NSS in NS_ERROR_GENERATE_FAILURE(…); net::ERR_SSL_….
 * - A bad certificate: a sentence; net::ERR_CERT_…. Firefox says the same of the certificate for the public name where a server refuses ECH.
 * - No route: NS_ERROR_CONNECTION_REFUSED, as for a refusal; net::ERR_ADDRESS_UNREACHABLE.
 */
export function browserErrorKind(error: string | null): BrowserErrorKind {
  if (error === null) return 'other';
  const kindIn = (table: [BrowserErrorKind, RegExp][], name: string) =>
    table.find(([, names]) => names.test(name))?.[0] ?? 'other';
  if (error.startsWith(NET)) return kindIn(CHROMIUM, error.slice(NET.length));
  const [, name = error] = WRAPPED.exec(error) ?? [];
  if (!name.includes(' ')) return kindIn(FIREFOX, name);
  if (CERTIFICATE_SENTENCES.some((sentence) => sentence.test(name))) return 'certificate';
  if (name === 'SSL peer has closed this connection.') return 'cut-off';
  return HANDSHAKE_SENTENCE.test(name) ? 'tls-handshake' : 'other';
}

/** With those a server was reached, and a ClientHello was on its way: a connection that was reset before it is told like one that was reset after it. */
const AFTER_HELLO: BrowserErrorKind[] = [
  'cut-off',
  'incomplete',
  'certificate',
  'ech-fallback-certificate',
  'ech',
  'tls-handshake',
  'protocol',
];

/**
 * Whether a request over TLS that failed so may have shown its name. Chromium 156 gives up on a server that keeps silent after the
 * ClientHello with this error, and on one that accepts no connection with another; Firefox 153 says the same of both.
 */
export const mayHaveSentHello = (error: string): boolean =>
  error === `${NET}TIMED_OUT` || AFTER_HELLO.includes(browserErrorKind(error));
