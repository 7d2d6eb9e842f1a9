// Who sees what: every party between the user and the site, with the very strings that it can read. A pure function of facts;
// a cell without evidence in the facts says unknown. Imports shared only.

import type { ConnectionFacts, Facts, LookupFacts } from '../shared/facts.ts';
import type { LookupFailure } from '../shared/lookup.ts';
import { keyOf } from '../shared/message-key.ts';
import type { Cell, Evidence, ObserverRow, Sentence } from '../shared/report.ts';
import { providerOf } from './crowd.ts';
import { cameOverNetwork, toldConnection } from './told-connection.ts';

/** A way by which the name may have leaked although this connection hid it. */
export type Leak = 'proxy' | 'named-before' | 'named-since' | 'dns' | 'hop' | 'hop-untold' | 'dns-untold';

/** What the network can read of the site's name, as the verdict concluded it. */
export type NetworkView =
  /** The page came in clear: all of it. */
  | { reads: 'page' }
  /** Someone on the way holds an authority that this device trusts. */
  | { reads: 'intercepted'; name: string }
  | { reads: 'site-name'; evidence: 'measured' | 'inferred' }
  /** The outer hello's name; `leak` is the first other way by which the name may have been read. */
  | { reads: 'cover'; publicName: string | null; evidence: 'measured' | 'inferred'; leak: Leak | null }
  | { reads: 'unknown' };

type Key = Sentence['key'];
const note = (key: Key, ...args: string[]): Sentence => ({ key, args });
const sees = (what: string | null, evidence: Evidence): Cell => ({ sees: 'yes', what, evidence });
const seesNot = (what: string | null, evidence: Evidence): Cell => ({ sees: 'no', what, evidence });
const UNKNOWN: Cell = { sees: 'unknown', what: null, evidence: 'unknown' };

/** `publicName` is that of the configuration which this connection used or should have used, else null. */
export function observersOf(facts: Facts, view: NetworkView, publicName: string | null): ObserverRow[] {
  const rows = [networkRow(facts, view), browserResolverRow(facts), overheardResolverRow(facts)];
  const proxy = proxyRow(facts, view);
  if (proxy !== null) rows.push(proxy);
  rows.push(vpnRow());
  if (view.reads === 'cover') rows.push(providerRow(facts, publicName));
  rows.push(websiteRow(facts));
  return rows;
}

function networkRow(facts: Facts, view: NetworkView): ObserverRow {
  const { page } = facts;
  const told = toldConnection(facts);
  const live = cameOverNetwork(facts);
  const seen = live ? sees(null, 'inferred') : UNKNOWN;
  const base = {
    provider: seen,
    address: told?.address ? sees(told.address, 'measured') : seen,
    content: contentCell(told),
    traffic: seen,
  };
  const plain = told?.root?.builtIn === false ? 'note_network_expected_root' : 'note_network_name';
  const row = (name: Cell, key: Key = live ? plain : 'note_network_unseen', more = {}): ObserverRow => ({
    id: 'network',
    label: null,
    cells: { name, ...base, ...more },
    note: note(key),
  });
  switch (view.reads) {
    case 'page':
      return row(sees(page.host, 'measured'), 'note_network_all', { content: sees(null, 'measured') });
    case 'intercepted':
      return row(sees(page.host, 'inferred'), 'note_intercepted', { content: sees(null, 'inferred') });
    case 'site-name':
      return row(sees(page.host, view.evidence));
    case 'cover': {
      const { publicName, leak } = view;
      const provider = sees(publicName, 'inferred');
      if (wasNamed(page))
        return row(
          sees(page.host, 'measured'),
          page.namedBefore ? 'note_network_named_before' : 'note_network_named_since',
          { provider },
        );
      return leak === null
        ? row(coverCell(view), undefined, { provider })
        : row(UNKNOWN, keyOf('note_network', leak), { provider });
    }
    case 'unknown':
      return row(UNKNOWN);
  }
}

/** By another connection of this very page to its host. */
const wasNamed = ({ namedBefore, namedSince }: Facts['page']): boolean => namedBefore || namedSince;

/** That ECH was used may be measured; a public name is read in DNS, so a cell that shows it is inferred. */
const coverCell = ({ publicName, evidence }: { publicName: string | null; evidence: Evidence }): Cell =>
  seesNot(publicName, publicName === null ? evidence : 'inferred');

/**
 * Whether the page's address and content can be read on the way. https: hides both (RFC 8446 §1) from all who hold no authority
 * for it: measured where the browser vouches for the connection and for the root, inferred where it tells neither.
 */
function contentCell(told: ConnectionFacts | null): Cell {
  if (told === null || told.security === 'broken' || told.security === 'insecure') return UNKNOWN;
  // An added root that the user expects: its holder may read the page.
  if (told.root?.builtIn === false) return UNKNOWN;
  return seesNot(null, told.security !== null && told.root !== null ? 'measured' : 'inferred');
}

function browserResolverRow(facts: Facts): ObserverRow {
  const { page, browser } = facts;
  const told = toldConnection(facts);
  const row = (name: Cell, key: Key): ObserverRow => ({
    id: 'browser-resolver',
    label: null,
    cells: { name, content: seesNot(null, 'inferred') },
    note: note(key),
  });
  if (!cameOverNetwork(facts)) return row(UNKNOWN, 'note_browser_resolver_unseen');
  // A proxy that is told the name resolves it itself.
  if (told?.proxy?.toldName) return row(UNKNOWN, 'note_browser_resolver_proxy');
  if (told?.usedPrivateDns === true) return row(sees(page.host, 'measured'), 'note_browser_resolver_private');
  const name = sees(page.host, 'inferred');
  if (told?.usedPrivateDns === false) return row(name, 'note_browser_resolver_clear');
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
  const outcome = lookup.state === 'done' ? lookup.lookup.outcome : null;
  const notAskable = outcome?.kind === 'failed' && outcome.failure.kind === 'not-askable' && outcome.sets === undefined;
  // While the settings are read, no resolver is chosen to ask.
  if (lookup.state === 'not-asked' || lookup.resolver === null || notAskable)
    return { name: seesNot(null, 'measured'), key: 'note_overheard_resolver_not_asked' };
  const noAnswer = outcome === null || (outcome.kind === 'failed' && NO_ANSWER.has(outcome.failure.kind));
  if (noAnswer) return { name: UNKNOWN, key: 'note_overheard_resolver_maybe' };
  return { name: sees(host, 'measured'), key: 'note_overheard_resolver' };
}

/** Firefox tells of proxies and so of their absence; Chrome tells nothing. */
function proxyRow(facts: Facts, view: NetworkView): ObserverRow | null {
  const { browser, page } = facts;
  if (browser === 'chromium') {
    return { id: 'proxy', label: null, cells: { name: UNKNOWN }, note: note('note_proxy_unknown') };
  }
  const told = toldConnection(facts);
  const proxy = told?.proxy ?? null;
  if (proxy === null) return null;
  const name = proxy.toldName ? sees(page.host, 'measured') : proxyWithoutName(page.host, wasNamed(page), view);
  const content = view.reads === 'page' ? sees(null, 'measured') : contentCell(told);
  return {
    id: 'proxy',
    label: proxy.host,
    cells: { name, address: sees(null, 'inferred'), content, traffic: sees(null, 'inferred') },
    note: note(proxy.toldName ? 'note_proxy_named' : 'note_proxy_unnamed'),
  };
}

/** Given an address only, a proxy reads what stands on the connection. */
function proxyWithoutName(host: string, named: boolean, view: NetworkView): Cell {
  if (view.reads === 'page' || named) return sees(host, 'measured');
  if (view.reads === 'site-name') return sees(host, view.evidence);
  return view.reads === 'cover' ? coverCell(view) : UNKNOWN;
}

const vpnRow = (): ObserverRow => ({ id: 'vpn', label: null, cells: { name: UNKNOWN }, note: note('note_vpn') });

/**
 * The client-facing server (RFC 9849 §3.1): it opens the ECH. Whose it is, only the public name tells, which any site can publish:
 * the operator stands in the note, as what the name says.
 */
function providerRow({ page }: Facts, publicName: string | null): ObserverRow {
  const operator = publicName === null ? null : providerOf(publicName);
  return {
    id: 'provider',
    label: publicName,
    cells: {
      name: sees(page.host, 'inferred'),
      address: sees(null, 'inferred'),
      content: operator === null ? UNKNOWN : sees(null, 'inferred'),
      traffic: sees(null, 'inferred'),
    },
    note: operator === null ? note('note_provider_unknown') : note('note_provider_ends_tls', operator),
  };
}

/** A page that did not load, or came over no connection that we know of, may have reached the site or not. */
function websiteRow(facts: Facts): ObserverRow {
  const { host } = facts.page;
  // Behind a certificate error somebody else may have answered.
  const reached = cameOverNetwork(facts) && facts.connection?.security !== 'broken';
  const cell = (what: string | null): Cell => (reached ? sees(what, 'inferred') : UNKNOWN);
  return {
    id: 'website',
    label: host,
    cells: { name: cell(host), address: cell(null), content: cell(null), traffic: cell(null) },
    note: note(reached ? 'note_website' : 'note_website_maybe'),
  };
}
