// The lab's resolvers. Each has a view of its own, so that what the browser is told and what Overheard is told can differ.

import type { ViewId } from './dns/zone.ts';

export interface Resolver {
  view: ViewId;
  host: string;
  address: string;
  /** The DoH address, to be given to a browser or to Overheard. */
  url: string;
  /** A known resolver's host, which its certificate has too: a test that points the name here lets it stand for that one. */
  standsFor: string;
}

function resolver(view: ViewId, host: string, address: string, standsFor: string): Resolver {
  return { view, host, address, url: `https://${host}/dns-query`, standsFor };
}

export const RESOLVERS = {
  /** The one that the browser itself is set to. */
  browser: resolver('browser', 'browser-doh.example', '127.0.2.1', 'wikimedia-dns.org'),
  /** The one that the user chose in Overheard. */
  resolver: resolver('resolver', 'resolver.example', '127.0.2.2', 'dns.quad9.net'),
  /** Another, for comparing. */
  second: resolver('second', 'resolver-two.example', '127.0.2.3', 'dns.mullvad.net'),
} as const satisfies Record<string, Resolver>;

/** Plain DNS, view `network`. */
export const PLAIN_DNS_ADDRESS = '127.0.0.1';
