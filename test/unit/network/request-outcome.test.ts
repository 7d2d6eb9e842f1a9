// The browsers' own words on a request, as Firefox 153 and Chromium 156 say them.

import { describe, expect, it } from 'vitest';
import { httpsRecordSupportOf, type PlainHttpAttempt, whyFailed } from '../../../src/network/request-outcome.ts';

describe('whyFailed', () => {
  it.each([
    ['net::ERR_NAME_NOT_RESOLVED', 'name-not-resolved'],
    ['NS_ERROR_UNKNOWN_HOST', 'name-not-resolved'],
    ['net::ERR_CERT_COMMON_NAME_INVALID', 'certificate'],
    ['net::ERR_CERT_AUTHORITY_INVALID', 'certificate'],
    ['net::ERR_SSL_PROTOCOL_ERROR', 'tls-handshake'],
    ['net::ERR_CERT_DATE_INVALID', 'certificate'],
    ['net::ERR_ECH_FALLBACK_CERTIFICATE_INVALID', 'certificate'],
    ['Peer’s Certificate issuer is not recognized.', 'certificate'],
    ['net::ERR_CONNECTION_RESET', 'cut-off'],
    ['PR_CONNECT_RESET_ERROR', 'cut-off'],
    ['PR_END_OF_FILE_ERROR', 'cut-off'],
    ['NS_ERROR_NET_RESET', 'cut-off'],
    ['NS_ERROR_NET_INTERRUPT', 'cut-off'],
    ['NS_ERROR_NET_TIMEOUT', 'timed-out'],
    ['NS_ERROR_CONNECTION_REFUSED', 'refused'],
    ['net::ERR_ADDRESS_UNREACHABLE', 'refused'],
    ['NS_ERROR_PROXY_BAD_GATEWAY', 'proxy'],
    ['net::ERR_BLOCKED_BY_CLIENT', 'blocked'],
    ['Cannot communicate securely with peer: no common encryption algorithm(s).', 'tls-handshake'],
    ['Das Zertifikat der Gegenstelle ist abgelaufen.', 'other'],
    ['net::ERR_ABORTED', 'other'],
    ['NS_BINDING_ABORTED', 'other'],
    [null, 'other'],
  ] as const)('%s is %s', (error, why) => {
    expect(whyFailed(error)).toBe(why);
  });
});

describe('httpsRecordSupportOf', () => {
  const attempt = (change: Partial<PlainHttpAttempt>): PlainHttpAttempt => ({
    isAnswered: false,
    error: null,
    redirectedBy: null,
    ...change,
  });
  const upgraded = attempt({ isAnswered: true, redirectedBy: 'DNS' });
  const answered = attempt({ isAnswered: true });
  const refused = attempt({ error: 'net::ERR_CONNECTION_REFUSED' });
  const known = attempt({ isAnswered: true, redirectedBy: 'HSTS' });
  const unresolved = attempt({ error: 'net::ERR_NAME_NOT_RESOLVED' });
  const proxied = attempt({ error: 'net::ERR_PROXY_CONNECTION_FAILED' });
  const timedOut = attempt({ error: 'net::ERR_ABORTED' });

  it.each([
    ['one upgrade proves it', [answered, upgraded, refused], 'yes'],
    ['two misses', [answered, refused], 'no'],
    ['one miss proves nothing', [refused, unresolved], 'unknown'],
    ['hosts that want https: by themselves', [known, known, known], 'unknown'],
    ['names that do not resolve', [unresolved, unresolved], 'unknown'],
    ['a proxy, which resolves names by itself', [proxied, proxied], 'unknown'],
    ['silence', [timedOut, timedOut, attempt({})], 'unknown'],
    ['nothing', [], 'unknown'],
  ] as const)('%s: %s', (_, attempts, reach) => {
    expect(httpsRecordSupportOf([...attempts])).toBe(reach);
  });
});
