// Who sees what: every party between the user and the site, with the very strings that it can read. A pure function of facts; a
// cell without evidence in the facts says unknown.

import type { Facts } from '../shared/facts.ts';
import type { Cell, ObserverRow } from '../shared/report.ts';
import type { Leak, NoteKind, UnreportedLeak } from '../shared/report-kinds.ts';
import { statement } from '../shared/sentence.ts';
import { addressKind } from '../shared/site-address.ts';
import { sees, seesNot, UNKNOWN } from './cells.ts';
import { certificateAuthorityRow, providerRow, websiteRow } from './far-end-rows.ts';
import { cameOverNetwork, documentTunnel, reportedConnection } from './reported-connection.ts';
import { browserResolverRow, overheardResolverRow, secondResolverRow } from './resolver-rows.ts';

/** What the network can read of the site's name, as the verdict concluded it. */
export type NetworkView =
  /** The page came in clear: all of it. */
  | { reads: 'page'; by: 'all' | 'local' }
  /** Someone on the way holds an authority that this device trusts. */
  | { reads: 'intercepted'; name: string }
  /** Of the site; `name` is null where it may be another one than the page's. */
  | { reads: 'site-name'; name: string | null; evidence: 'measured' | 'inferred' }
  /** The outer hello's name; `doubt` is another way by which the name was or may have been read, `name` what of the site was read so. */
  | {
      reads: 'cover';
      publicName: string | null;
      evidence: 'measured' | 'inferred';
      doubt: Leak | UnreportedLeak | null;
      name: { host: string; evidence: 'measured' | 'inferred' } | null;
    }
  | { reads: 'unknown' };

/** `publicName` is that of the configuration which this connection used or should have used, else null. */
export function observersOf(facts: Facts, view: NetworkView, publicName: string | null): ObserverRow[] {
  const rows = [networkRow(facts, view)];
  // Nobody resolves an address.
  if (addressKind(facts.page) !== 'ip') rows.push(browserResolverRow(facts));
  if (facts.lookup.resolver !== null) rows.push(overheardResolverRow(facts));
  const second = secondResolverRow(facts);
  if (second !== null) rows.push(second);
  const proxy = proxyRow(facts, view);
  if (proxy !== null) rows.push(proxy);
  const hasEch = documentTunnel(facts) === null || reportedConnection(facts)?.usedEch;
  if (view.reads === 'cover' && hasEch) rows.push(providerRow(facts, publicName));
  rows.push(websiteRow(facts));
  const authority = certificateAuthorityRow(facts);
  if (authority !== null) rows.push(authority);
  return rows;
}

function networkRow(facts: Facts, view: NetworkView): ObserverRow {
  const { page } = facts;
  const reported = reportedConnection(facts);
  const live = cameOverNetwork(facts);
  const tunnel = documentTunnel(facts);
  const seen = live && tunnel !== 'device-proxy' ? sees(null, 'inferred') : UNKNOWN;
  const proxied = tunnel === 'tls-proxy' ? seesNot(null, 'inferred') : seen;
  const base = {
    provider: seen,
    // Through a proxy the browser tells the proxy's.
    address: reported?.address && reported.proxy === null ? sees(reported.address, 'measured') : proxied,
    content: contentCell(facts),
    traffic: seen,
  };
  const plain = reported?.root?.builtIn === false ? 'network-expected-root' : 'network-name';
  const row = (name: Cell, note: NoteKind = live ? plain : 'network-unseen', more = {}): ObserverRow => ({
    id: 'network',
    label: null,
    cells: { name, ...base, ...more },
    note: statement(note),
  });
  switch (view.reads) {
    case 'page':
      return row(sees(page.host, 'measured'), `network-${view.by}`, {
        content: sees(null, 'measured'),
      });
    case 'intercepted':
      return row(sees(page.host, 'inferred'), 'intercepted', { content: sees(null, 'inferred') });
    case 'site-name':
      return row(sees(view.name, view.evidence));
    case 'cover': {
      const { publicName, doubt, name } = view;
      const leak = name?.evidence === 'inferred' ? 'network-name-shown' : doubt && (`network-${doubt}` as const);
      return row(coverCell(view), leak ?? undefined, {
        provider: tunnel === 'device-proxy' ? UNKNOWN : sees(publicName, 'inferred'),
      });
    }
    case 'unknown':
      return row(UNKNOWN, tunnel === 'device-proxy' ? 'network-device-proxy' : undefined);
  }
}

/** That ECH was used may be measured; a public name is read in DNS, so a cell that shows it is inferred. */
function coverCell({ publicName, evidence, doubt, name }: Extract<NetworkView, { reads: 'cover' }>): Cell {
  if (name !== null) return sees(name.host, name.evidence);
  // The way to a proxy over TLS shows the proxy's name.
  return doubt === null || doubt === 'tls-proxy'
    ? seesNot(publicName, publicName === null ? evidence : 'inferred')
    : UNKNOWN;
}

/**
 * Whether the page's address and content can be read on the way. https: hides both (RFC 8446 §1) from all who hold no authority
 * for it: measured where the browser vouches for the connection and for the root. Where it tells neither, as Chrome does, someone
 * on the way may hold an authority that was added to this device.
 */
function contentCell(facts: Facts): Cell {
  const reported = reportedConnection(facts);
  const isVouchedFor = reported?.security === 'secure' || reported?.security === 'weak';
  // The holder of an added root may read the page, also where the user expects it.
  if (isVouchedFor && reported.root?.builtIn === true) return seesNot(null, 'measured');
  return facts.browser === 'chromium' && cameOverNetwork(facts) ? UNREPORTED_AUTHORITY : UNKNOWN;
}

const UNREPORTED_AUTHORITY: Cell = { ...UNKNOWN, as: 'unreported-authority' };

/** Chrome reports no proxy, and neither browser a VPN: that is said beside the rows. */
function proxyRow(facts: Facts, view: NetworkView): ObserverRow | null {
  const { page } = facts;
  const reported = reportedConnection(facts);
  const proxy = reported?.proxy ?? null;
  if (proxy === null) return null;
  const isReadable = page.scheme === 'http' || reported?.usedEch === false;
  const name = proxy.knowsName || isReadable ? sees(page.host, 'measured') : proxyWithoutName(page.host, view);
  const seen = sees(null, 'inferred');
  const content = page.scheme === 'http' ? sees(null, 'measured') : contentCell(facts);
  return {
    id: 'proxy',
    label: { host: proxy.host },
    cells: { name, provider: seen, address: seen, content, traffic: seen },
    note: statement(`proxy-${documentTunnel(facts) ?? (proxy.knowsName ? 'named' : 'unnamed')}`),
  };
}

/** Given an address only, a proxy reads what stands on the connection: here neither in clear nor, as measured, without ECH. */
function proxyWithoutName(host: string, view: NetworkView): Cell {
  if (view.reads === 'site-name') return sees(view.name, view.evidence);
  // What leaked elsewhere, by a DNS question say, may have gone through it or not.
  const isElsewhere = view.reads !== 'cover' || (view.doubt !== null && view.name?.host !== host);
  return isElsewhere ? UNKNOWN : coverCell(view);
}
