// What a site with HTTP/3 is, and what the entries of the table are made of. The table itself is http3-sites.ts.

import type { Transport } from './echd-process.ts';
import type { ServiceBinding } from './service-binding.ts';
import type { BrowserName, QuicPart, ServedSite, TlsPart } from './site.ts';
import { COVER, list } from './site-parts.ts';

/** What the ClientHellos of several visits show, used or not. */
export interface Wire {
  /** Over these transports the name of the site at least once. */
  shows: readonly Transport[];
  /** And over these by luck. */
  mayShow?: readonly Transport[];
  /** Over these the public name at least once. */
  hides: readonly Transport[];
}

export interface Http3Site extends ServedSite {
  wire: Record<BrowserName, Wire>;
  /** Other names on its address and certificate. Those with what their visits show are visited after it. */
  siblings?: Readonly<Record<string, Record<BrowserName, Wire> | undefined>>;
  /** How the browser is launched, where that is special: it resolves over plain DNS; no switch lets it use QUIC with the lab's roots. */
  launch?: 'plain-dns' | 'as-shipped';
  /** No page arrives within half a minute in these browsers, and what the site is about has then been seen. */
  fails?: readonly BrowserName[];
}

export const hidesOver = (...hides: Transport[]): Wire => ({ shows: [], hides });
export const showsOver = (...shows: Transport[]): Wire => ({ shows, hides: [] });
export const inBoth = (wire: Wire): Record<BrowserName, Wire> => ({ firefox: wire, chromium: wire });

/** A record, with the site's ECH list where it is asked for. */
export interface Published extends Omit<ServiceBinding, 'ech'> {
  ech?: true;
}

interface Entry extends Omit<Http3Site, 'url' | 'tls' | 'records'> {
  /** The site's records. */
  https: readonly Published[];
  /** Records of the siblings; default: none. */
  siblingsHttps?: readonly Published[];
  served?: 'published' | 'another' | 'none';
  quic?: Partial<QuicPart>;
  tlsPart?: Partial<TlsPart>;
}

export const hostNamed = (id: string): string => `${id}.example`;

export function site({
  id,
  https,
  siblingsHttps = [],
  served = 'published',
  quic,
  tlsPart,
  ...others
}: Entry): Http3Site {
  const host = hostNamed(id);
  const siblings = Object.keys(others.siblings ?? {});
  return {
    ...others,
    id,
    url: `https://${host}/`,
    tls: { names: [host, ...siblings], ech: { outerSni: COVER, served }, quic: { served, ...quic }, ...tlsPart },
    records: (context) => {
      const encoded = (records: readonly Published[]): ServiceBinding[] =>
        records.map(({ ech, ...record }) => ({ ...record, ...(ech && { ech: list(context) }) }));
      const set = { a: [context.address], https: encoded(https) };
      const siblingsSet = { a: [context.address], https: encoded(siblingsHttps) };
      return { [host]: set, ...Object.fromEntries(siblings.map((name) => [name, siblingsSet])) };
    },
  };
}
