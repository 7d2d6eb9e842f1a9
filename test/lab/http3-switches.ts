// What lets browsers use QUIC although the lab's authorities are not built in: else they break off when they see the certificate,
// whose ClientHello has then been on the wire.

import type { LaunchOptions } from './browsers/lab-browser.ts';
import { HTTP3_SITES } from './http3-sites.ts';
import { COVER, PROVIDERS_COVER } from './site-parts.ts';

/**
 * Chromium makes the exception for hosts that are forced to use QUIC. The exception goes by host, the force by host and port: with a
 * port that nobody visits Chromium still decides by itself when to use QUIC. Of several such switches it takes the last alone.
 */
const UNVISITED_PORT = 9;

/** Public names need the exception too: their certificates count where the server refuses ECH. */
const HOSTS = [
  COVER,
  PROVIDERS_COVER,
  ...HTTP3_SITES.flatMap(({ url, siblings = {} }) => [new URL(url).hostname, ...Object.keys(siblings)]),
];

/** For launches of either browser. */
export const HTTP3_SWITCHES: LaunchOptions = {
  switches: [`--origin-to-force-quic-on=${HOSTS.map((host) => `${host}:${UNVISITED_PORT}`).join()}`],
  prefs: { 'network.http.http3.disable_when_third_party_roots_found': false },
};
