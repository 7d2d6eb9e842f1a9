// What the entries of the table of sites are made of: expectations, records, servers.

import { type EchConfigFields, echConfigList } from './ech-config.ts';
import type { BrowserName, Expectation, Leak, RecordContext, Records, TlsPart } from './site.ts';

export const COVER = 'public.example';
/** The public name that most sites with ECH share in the world outside; its owner's servers tell how a connection was opened. */
export const PROVIDERS_COVER = 'cloudflare-ech.com';
export const ALPN = ['h2'];

export const hides = (outerName = COVER, ...leaks: Leak[]): Expectation => ({
  outcome: 'hides',
  outerName,
  ...(leaks.length > 0 && { leaks }),
});
export const shows = (outerName: string): Expectation => ({ outcome: 'shows', outerName });
export const fails: Expectation = { outcome: 'fails' };
export const both = (expectation: Expectation): Record<BrowserName, Expectation> => ({
  firefox: expectation,
  chromium: expectation,
});

export const list = ({ published }: RecordContext, ...before: EchConfigFields[]) =>
  echConfigList({ configs: [...before, published.fields] });

/** The usual records: one address and one HTTPS record with the published key. */
export const withEch =
  (name: string) =>
  (context: RecordContext): Records => ({
    [name]: { a: [context.address], https: [{ alpn: ALPN, ech: list(context) }] },
  });

export const withoutRecord =
  (name: string) =>
  ({ address }: RecordContext): Records => ({ [name]: { a: [address] } });

export const echServer = (
  name: string,
  served: 'published' | 'another' | 'none' = 'published',
  outerSni = COVER,
): TlsPart => ({
  names: [name],
  ech: { outerSni, served },
});
