// Who sees what: every party between the user and the site, with the very strings that it can read. A pure function of facts;
// a cell without evidence in the facts says unknown. Imports shared only.

import type { ConnectionFacts, Facts, LookupFacts } from '../shared/facts.ts';
import type { LookupFailure } from '../shared/lookup.ts';
import type { Cell, Evidence, ObserverRow, Sentence } from '../shared/report.ts';
import { providerOf } from './crowd.ts';

/** What the network can read of the site's name, as the verdict concluded it. */
export type NetworkView =
  /** The page came in clear: all of it. */
  | { reads: 'page' }
  /** Someone on the way holds an authority that this device trusts. */
  | { reads: 'intercepted'; name: string }
  | { reads: 'site-name'; evidence: 'measured' | 'inferred' }
  /** The outer hello's name; `leak` when the name may have been read by another way. */
  | { reads: 'cover'; publicName: string | null; evidence: 'measured' | 'inferred'; leak: boolean }
  | { reads: 'unknown' };

const note = (key: Sentence['key'], ...args: string[]): Sentence => ({ key, args });
const sees = (what: string | null, evidence: Evidence): Cell => ({ sees: 'yes', what, evidence });
const seesNot = (what: string | null, evidence: Evidence): Cell => ({ sees: 'no', what, evidence });
const UNKNOWN: Cell = { sees: 'unknown', what: null, evidence: 'unknown' };

/** `publicName` is that of the configuration which this connection used or should have used, else null. */
export function observersOf(facts: Facts, view: NetworkView, publicName: string | null): ObserverRow[] {
  const rows = [networkRow(facts, view), browserResolverRow(facts), overheardResolverRow(facts)];
  const proxy = proxyRow(facts);
  if (proxy !== null) rows.push(proxy);
  rows.push(vpnRow());
  if (view.reads === 'cover') rows.push(providerRow(facts, publicName));
  rows.push(websiteRow(facts));
  return rows;
}

function networkRow({ page, connection }: Facts, view: NetworkView): ObserverRow {
  const address = sees(connection?.address ?? null, connection?.address ? 'measured' : 'inferred');
  const base = { provider: sees(null, 'inferred'), address, traffic: sees(null, 'inferred') };
  // https: hides the page's address and content from everyone who holds no authority for it (RFC 8446 §1).
  const sealed = seesNot(null, 'measured');
  const row = (name: Cell, key: Sentence['key'], content: Cell = sealed): ObserverRow => ({
    id: 'network',
    label: null,
    cells: { name, ...base, content },
    note: note(key),
  });
  switch (view.reads) {
    case 'page':
      return row(sees(page.host, 'measured'), 'note_network_all', sees(null, 'measured'));
    case 'intercepted':
      return row(sees(page.host, 'inferred'), 'note_intercepted', sees(null, 'inferred'));
    case 'site-name':
      return row(sees(page.host, view.evidence), 'note_network_name');
    case 'cover': {
      const { publicName } = view;
      const cell = view.leak ? UNKNOWN : seesNot(publicName, view.evidence);
      const seen = row(cell, view.leak ? 'note_network_dns' : 'note_network_name');
      return { ...seen, cells: { ...seen.cells, provider: sees(publicName, 'inferred') } };
    }
    case 'unknown':
      return row(UNKNOWN, 'note_network_name');
  }
}

function browserResolverRow({ page, connection, browser }: Facts): ObserverRow {
  const row = (name: Cell, key: Sentence['key']): ObserverRow => ({
    id: 'browser-resolver',
    label: null,
    cells: { name, content: seesNot(null, 'inferred') },
    note: note(key),
  });
  // A proxy that is told the name resolves it itself.
  if (connection?.proxy?.toldName) return row(UNKNOWN, 'note_browser_resolver_proxy');
  if (connection?.usedPrivateDns === true) return row(sees(page.host, 'measured'), 'note_browser_resolver_private');
  const name = sees(page.host, 'inferred');
  if (connection?.usedPrivateDns === false) return row(name, 'note_browser_resolver_clear');
  return row(name, browser === 'chromium' ? 'note_browser_resolver_unknown' : 'note_browser_resolver_untold');
}

function overheardResolverRow({ page, lookup }: Facts): ObserverRow {
  const { name, key } = askedCell(page.host, lookup);
  return {
    id: 'overheard-resolver',
    label: lookup.resolver?.name ?? null,
    cells: { name, content: seesNot(null, 'measured') },
    note: note(key),
  };
}

/** Failures after which nobody can say whether the question arrived. */
const NO_ANSWER = new Set<LookupFailure['kind']>(['offline', 'unreachable', 'timeout']);

function askedCell(host: string, lookup: LookupFacts): { name: Cell; key: Sentence['key'] } {
  if (lookup.state === 'not-asked')
    return { name: seesNot(null, 'measured'), key: 'note_overheard_resolver_not_asked' };
  const outcome = lookup.state === 'done' ? lookup.lookup.outcome : null;
  const noAnswer = outcome === null || (outcome.kind === 'failed' && NO_ANSWER.has(outcome.failure.kind));
  if (noAnswer) return { name: UNKNOWN, key: 'note_overheard_resolver_maybe' };
  return { name: sees(host, 'measured'), key: 'note_overheard_resolver' };
}

/** Firefox tells of proxies and so of their absence; Chrome tells nothing. */
function proxyRow({ browser, page, connection }: Facts): ObserverRow | null {
  if (browser === 'chromium') {
    return { id: 'proxy', label: null, cells: { name: UNKNOWN }, note: note('note_proxy_unknown') };
  }
  const proxy = connection?.proxy ?? null;
  if (proxy === null) return null;
  const name = proxy.toldName ? sees(page.host, 'measured') : proxyWithoutName(connection);
  return {
    id: 'proxy',
    label: proxy.host,
    cells: { name, address: sees(null, 'inferred'), traffic: sees(null, 'inferred') },
    note: note(proxy.toldName ? 'note_proxy_named' : 'note_proxy_unnamed'),
  };
}

/** Given an address only, a proxy reads what the network reads: nothing of the name if ECH was used. */
const proxyWithoutName = (connection: ConnectionFacts | null): Cell =>
  connection?.usedEch === true ? seesNot(null, 'measured') : UNKNOWN;

const vpnRow = (): ObserverRow => ({ id: 'vpn', label: null, cells: { name: UNKNOWN }, note: note('note_vpn') });

/** The client-facing server (RFC 9849 §3.1): it opens the ECH. */
function providerRow({ page }: Facts, publicName: string | null): ObserverRow {
  const operator = publicName === null ? null : providerOf(publicName);
  const endsTls = operator !== null;
  return {
    id: 'provider',
    label: operator ?? publicName,
    cells: {
      name: sees(page.host, 'inferred'),
      address: sees(null, 'inferred'),
      content: endsTls ? sees(null, 'inferred') : UNKNOWN,
      traffic: sees(null, 'inferred'),
    },
    note: note(endsTls ? 'note_provider_ends_tls' : 'note_provider_unknown'),
  };
}

/** A page that did not load may have reached the site or not. */
function websiteRow({ page }: Facts): ObserverRow {
  const cell = (what: string | null): Cell => (page.failure === null ? sees(what, 'inferred') : UNKNOWN);
  return {
    id: 'website',
    label: page.host,
    cells: { name: cell(page.host), address: cell(null), content: cell(null), traffic: cell(null) },
    note: note(page.failure === null ? 'note_website' : 'note_website_maybe'),
  };
}
