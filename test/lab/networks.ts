// Networks and resolvers that keep HTTPS records from browsers, and the lab's resolvers in the place of known ones.

import { RESOLVER_PRESETS } from '../../src/shared/resolvers.ts';
import type { Fault } from './dns/faults.ts';
import { OVERHEARDS_VIEWS } from './dns/query-rules.ts';
import type { RecordSet, ViewId } from './dns/zone.ts';
import type { Lab } from './lab.ts';

/** What Overheard asks, and what the browser asks by itself. */
export const ASKED: ViewId[] = [...OVERHEARDS_VIEWS];
export const BROWSERS_OWN: ViewId[] = ['browser', 'network'];
export const EVERYWHERE: ViewId[] = [...ASKED, ...BROWSERS_OWN];

let used = 0;
/** Three hosts with ECH that nobody was asked about: browsers keep DNS answers and connections. */
export const freshHosts = () => [0, 1, 2].map(() => `h${used++}.many.example`);

export type Withheld = 'strip' | 'drop' | 'name-error' | Fault;

/** What a network does to the record, at these resolvers. */
export function withholdIn(lab: Lab, how: Withheld, views: ViewId[], hosts: string[]): void {
  const { address } = lab.site('many');
  const records: Record<string, RecordSet | undefined> = {
    strip: { a: [address], https: [{ alpn: ['http/1.1'] }] },
    drop: { a: [address] },
    'name-error': undefined,
  };
  for (const view of views)
    for (const host of hosts) {
      if (typeof how === 'string') lab.dns.views[view].override(host, records[how]);
      else lab.dns.views[view].setFault(how, host);
    }
}

/** The hosts that Overheard asks known resolvers about. */
export const REFERENCES = ['crypto.cloudflare.com', 'cloudflare-ech.com', 'tls-ech.dev'];

/** Whom a comparison asks: the known resolvers that need no profile of the user's own. */
export const KNOWN_RESOLVERS = RESOLVER_PRESETS.filter(({ filtering }) => filtering !== 'profile').map(
  ({ template }) => new URL(template).host,
);

/**
 * Three known resolvers are stood for by the lab's: one that strips ECH and filters the canary, one that is slow and pads, one
 * that validates. The others cannot be reached.
 */
export function standForKnownResolvers(lab: Lab): void {
  for (const host of [...KNOWN_RESOLVERS, ...REFERENCES]) lab.dns.outside.add(host);
  const { browser, resolver, second } = lab.dns.views;
  for (const { standsFor, address } of Object.values(lab.dns.resolvers)) browser.override(standsFor, { a: [address] });
  const { https } = lab.site('hidden').records(lab.site('hidden'))['hidden.example'] ?? {};
  for (const host of REFERENCES) {
    for (const view of [browser, second]) view.override(host, { https: https ?? [] });
    resolver.override(host, { https: [{ alpn: ['h2'] }] });
    second.setFault({ kind: 'delay', delayMs: 150 }, host);
  }
  resolver.canary = 'nxdomain';
  second.padded = true;
  browser.authenticated = true;
}
