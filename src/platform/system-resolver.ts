// The network's own resolver, through Firefox's dns.resolve: `disable_trr` keeps the browser's DoH out of it, and without
// `bypass_cache` a stale answer comes back (Firefox 153). All kinds of negative answers look the same.

import browser from 'webextension-polyfill';
import type { ResolveBySystem, SystemAnswer } from '../shared/ports.ts';
import { asksSystemResolver } from './features.ts';

const FLAGS = {
  ipv4: ['disable_trr', 'bypass_cache', 'disable_ipv6'],
  ipv6: ['disable_trr', 'bypass_cache', 'disable_ipv4'],
} as const;

/** Null where the browser has no way to ask it (Chrome). */
export function systemResolver(): ResolveBySystem | null {
  if (!asksSystemResolver()) return null;
  return (name, family) =>
    browser.dns.resolve(name, [...FLAGS[family]]).then(
      ({ addresses }): SystemAnswer => ({ kind: 'addresses', addresses }),
      (): SystemAnswer => ({ kind: 'failed' }),
    );
}
