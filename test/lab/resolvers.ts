// The lab's resolvers. Each has a view of its own, so that what the browser is told and what Overheard is told can differ.

import { DOH_ADDRESSES } from './addresses.mjs';
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
  browser: resolver('browser', 'browser-doh.example', DOH_ADDRESSES.browser, 'wikimedia-dns.org'),
  /** The one that the user chose in Overheard. */
  resolver: resolver('resolver', 'resolver.example', DOH_ADDRESSES.resolver, 'dns.quad9.net'),
  /** Another, for comparing. */
  second: resolver('second', 'resolver-two.example', DOH_ADDRESSES.second, 'dns.mullvad.net'),
} as const satisfies Record<string, Resolver>;
