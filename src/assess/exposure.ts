// How a name fared: a page's own, out of what is concluded of it, and that of a host that it reached. The session page keeps both.

import type { Facts } from '../shared/facts.ts';
import type { HostNote } from '../shared/host-kinds.ts';
import type { HostState, NameExposure, SiteReport } from '../shared/report.ts';
import type { ExposureReason, NoteKind, Subject } from '../shared/report-kinds.ts';
import { statement } from '../shared/sentence.ts';
import { classifyHost, isCounted, type JudgedHost } from './others.ts';

/** The connection hides the name, and nothing is known that did not. */
const NO_KNOWN_LEAK: NoteKind[] = ['network-name', 'network-dns-unreported'];

type Concluded = Pick<
  SiteReport,
  'verdict' | 'evidence' | 'headline' | 'basis' | 'seen' | 'anonymitySet' | 'observers' | 'published'
>;

/** Null where there is no name to hide, and as long as it is being found out. */
export function exposureOfPage(concluded: Concluded, subject: Subject): NameExposure | null {
  const { verdict, evidence, seen, anonymitySet, observers, published } = concluded;
  const headline: ExposureReason = { of: 'headline', statement: concluded.headline };
  const basis: ExposureReason = { of: 'basis', basis: concluded.basis, subject };
  const publicName = seen.kind === 'public' ? seen.name : null;
  const exposure = (state: HostState, how: ExposureReason = basis): NameExposure => ({ state, how, publicName });
  const network = observers.find(({ id }) => id === 'network');
  switch (verdict) {
    case 'not-applicable':
      return null;
    case 'cleartext':
    case 'intercepted':
      return exposure(verdict);
    case 'offered-not-used':
    case 'exposed':
      return exposure(evidence === 'measured' ? 'exposed' : 'likely-exposed');
    case 'unknown':
      return published.state === 'pending' ? null : exposure('unknown');
    case 'hidden':
    case 'partly-hidden':
    case 'likely-hidden': {
      // By another connection of the page.
      const { sees, what, evidence: seenBy } = network?.cells.name ?? {};
      if (sees === 'yes' && what === subject.host)
        return { state: seenBy === 'measured' ? 'exposed' : 'likely-exposed', how: headline, publicName: null };
      if (concluded.headline.kind === 'likely-hidden-doubted') return exposure('unknown', headline);
      // Its public name says whose site it is.
      if (verdict === 'partly-hidden' || anonymitySet === 'same-owner') return exposure('partly-hidden', headline);
      // Where hiding is only expected, a leak leaves nothing to say.
      const isLeaking = network !== undefined && !NO_KNOWN_LEAK.includes(network.note.kind);
      if (verdict === 'likely-hidden' && isLeaking) return exposure('unknown', headline);
      return exposure(verdict, isLeaking ? headline : basis);
    }
  }
}

const hiddenWhereChecked: HostNote = statement('hidden-where-checked');

/** By what is known of the host alone; null where it has no name to hide. */
export function exposureOfHost(
  host: JudgedHost,
  facts: Pick<Facts, 'browser' | 'echHere' | 'expectedRoots'>,
): NameExposure | null {
  if (!isCounted(host)) return null;
  const [state, note] = classifyHost(host, { ...facts, visit: { lookUp: 'not-asked' } });
  const { prediction } = host;
  // Pages are counted there, and not their requests.
  const how = note.kind.startsWith('hidden') ? hiddenWhereChecked : note;
  const publicName = state === 'likely-hidden' && prediction?.outcome === 'hides' ? prediction.publicName : null;
  return { state, how: { of: 'host', statement: how }, publicName };
}
