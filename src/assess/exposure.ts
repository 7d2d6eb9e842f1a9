// How a name fared: a page's own, out of its report, and that of a host that it reached. The session page keeps both.

import type { Facts, HostFacts } from '../shared/facts.ts';
import type { HostState, NameExposure, SiteReport } from '../shared/report.ts';
import type { NoteKind } from '../shared/report-kinds.ts';
import type { NameFate } from '../shared/session-names.ts';
import { classifyHost, isCounted } from './others.ts';
import { describeExposure, describeHost } from './words.ts';

/** The connection hides the name, and nothing is known that did not. */
const NO_KNOWN_LEAK: NoteKind[] = ['network-name', 'network-dns-untold'];

type Concluded = Pick<SiteReport, 'verdict' | 'evidence' | 'seen' | 'anonymitySet' | 'observers' | 'published'>;

/** Null where there is no name to hide, and as long as it is being found out. */
export function exposureOf({
  verdict,
  evidence,
  seen,
  anonymitySet,
  observers,
  published,
}: Concluded): NameExposure | null {
  const publicName = seen.kind === 'public' ? seen.name : null;
  const exposure = (state: HostState, by: NameExposure['by'] = 'basis'): NameExposure => ({ state, by, publicName });
  const network = observers.find(({ id }) => id === 'network');
  switch (verdict) {
    case 'not-applicable':
      return null;
    case 'cleartext':
      return exposure('clear');
    case 'intercepted':
      return exposure('intercepted');
    case 'offered-not-used':
    case 'exposed':
      return exposure(evidence === 'measured' ? 'named' : 'likely-named');
    case 'unknown':
      return published.state === 'pending' ? null : exposure('unknown');
    case 'hidden':
    case 'partly-hidden':
    case 'likely-hidden': {
      const by = verdict === 'partly-hidden' ? 'headline' : 'network-note';
      // By another connection of the page.
      if (network?.cells.name.sees === 'yes') return { state: 'named', by, publicName: null };
      if (verdict === 'partly-hidden') return exposure(verdict, by);
      // Where hiding is only expected, a leak leaves nothing to say.
      const isLeaking = network !== undefined && !NO_KNOWN_LEAK.includes(network.note.kind);
      if (verdict === 'likely-hidden' && isLeaking) return exposure('unknown', 'network-note');
      return exposure(verdict, anonymitySet === 'same-owner' ? 'headline' : 'basis');
    }
  }
}

/** How the page's own name fared, in words. */
export function fateOfPage(report: SiteReport): NameFate | null {
  if (report.exposure === null) return null;
  const { state, by, publicName } = report.exposure;
  return { state, how: describeExposure(report, by), cover: publicName };
}

/** How one host's name fared by what is known of it alone; null where it has none to hide. */
export function fateOfHost(host: HostFacts, facts: Pick<Facts, 'browser' | 'expectedRoots'>): NameFate | null {
  if (!isCounted(host)) return null;
  const [state, how] = classifyHost(host, { ...facts, hosts: { lookUp: 'not-asked' } });
  const { prediction } = host;
  const cover = state === 'likely-hidden' && prediction?.outcome === 'hides' ? prediction.publicName : null;
  return { state, how: describeHost({ how }), cover };
}
