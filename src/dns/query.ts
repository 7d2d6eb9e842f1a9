// The name to ask for an origin's HTTPS records (RFC 9460 §9.1).

import { canonicalName } from './names.ts';

/** RFC 9460 §9.5: an `http:` origin is looked up as its `https:` twin, whose port differs only when it is 80. */
export const httpsPort = (scheme: 'http' | 'https', port: number): number =>
  scheme === 'http' && port === 80 ? 443 : port;

/** RFC 9460 §9.1: the host itself for 443, `_PORT._https.host` for any other port; canonical. */
export function httpsQueryName(host: string, port: number): string {
  const name = canonicalName(host);
  return port === 443 ? name : `_${port}._https.${name}`;
}
