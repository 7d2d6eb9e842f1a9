// How a page's own name fared, in the words for other hosts, out of its report: nothing is concluded a second time. Pure; imports
// shared only.

import type { SiteReport } from '../shared/report.ts';
import type { MessageKey } from '../shared/sentence.ts';
import type { NameFate } from '../shared/session-names.ts';

/** The connection hides the name, and nothing is known that did not. */
const NO_KNOWN_LEAK: MessageKey[] = ['note_network_name', 'note_network_dns_untold'];

/** Null where there is no name to hide, and as long as it is being found out. */
export function fateOfPage(report: SiteReport): NameFate | null {
  const { verdict, evidence, headline, basis, seen, crowd, observers, published } = report;
  const fate = (state: NameFate['state'], how = basis): NameFate => ({
    state,
    how,
    cover: seen.kind === 'public' ? seen.name : null,
  });
  const network = observers.find(({ id }) => id === 'network');
  const note = network?.note ?? basis;
  switch (verdict) {
    case 'not-applicable':
      return null;
    case 'cleartext':
      return fate('clear');
    case 'intercepted':
      return fate('intercepted');
    case 'offered-not-used':
    case 'exposed':
      return fate(evidence === 'measured' ? 'named' : 'likely-named');
    case 'unknown':
      return published.state === 'pending' ? null : fate('unknown');
    case 'hidden':
    case 'partly-hidden':
    case 'likely-hidden': {
      const how = verdict === 'partly-hidden' ? headline : note;
      // By another connection of the page.
      if (network?.cells.name.sees === 'yes') return { ...fate('named', how), cover: null };
      if (verdict === 'partly-hidden') return fate(verdict, how);
      // Where hiding is only expected, a leak leaves nothing to say.
      if (verdict === 'likely-hidden' && !NO_KNOWN_LEAK.includes(note.key)) return fate('unknown', note);
      return fate(verdict, crowd === 'same-owner' ? headline : basis);
    }
  }
}
