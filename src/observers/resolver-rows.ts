// The resolvers: the browser's own, the one that Overheard asks, and the one that was asked for a second opinion. Whoever resolves a
// name knows it, and can look up everything that DNS tells of it.

import type { Facts, LookupFacts } from '../shared/facts.ts';
import type { LookupFailure } from '../shared/lookup.ts';
import type { Cell, ObserverRow } from '../shared/report.ts';
import type { MessageKey } from '../shared/sentence.ts';
import { sentence } from '../shared/sentence.ts';
import { all, sees, seesNot, UNKNOWN } from './cells.ts';
import { cameOverNetwork, toldConnection } from './reported-connection.ts';

export function browserResolverRow(facts: Facts): ObserverRow {
  const { page, browser } = facts;
  const told = toldConnection(facts);
  const row = (cells: ObserverRow['cells'], key: MessageKey): ObserverRow => ({
    id: 'browser-resolver',
    label: null,
    cells,
    note: sentence(key),
  });
  if (!cameOverNetwork(facts)) return row(all(UNKNOWN), 'note_browser_resolver_unseen');
  // A proxy that is told the name resolves it itself.
  if (told?.proxy?.toldName) return row(all(UNKNOWN), 'note_browser_resolver_proxy');
  const asked = (name: Cell, key: MessageKey) =>
    row(
      {
        name,
        provider: sees(null, 'inferred'),
        address: sees(null, 'inferred', 'seen_answers_it'),
        content: seesNot(null, 'inferred'),
        traffic: sees(null, 'inferred', 'seen_questions'),
      },
      key,
    );
  if (told?.usedPrivateDns === true) return asked(sees(page.host, 'measured'), 'note_browser_resolver_private');
  const name = sees(page.host, 'inferred');
  if (told?.usedPrivateDns === false) return asked(name, 'note_browser_resolver_clear');
  return asked(name, browser === 'chromium' ? 'note_browser_resolver_unknown' : 'note_browser_resolver_untold');
}

export function overheardResolverRow({ page, lookup }: Facts): ObserverRow {
  const row = (cells: ObserverRow['cells'], key: MessageKey): ObserverRow => ({
    id: 'overheard-resolver',
    label: lookup.resolver === null ? null : { label: lookup.resolver.name },
    cells,
    note: sentence(key),
  });
  const arrival = arrivalOf(lookup);
  switch (arrival === 'not-sent' && page.wasQueried ? 'no-answer' : arrival) {
    case 'not-sent':
      return row(all(seesNot(null, 'measured')), 'note_overheard_resolver_not_asked');
    case 'no-answer':
      return row(MAYBE_ASKED, 'note_overheard_resolver_maybe');
    case 'answered':
      return row(toldByQuery(page.host), 'note_overheard_resolver');
  }
}

/** The resolver that the user asked for a second opinion; null where none was asked. */
export function secondResolverRow({ page, second }: Facts): ObserverRow | null {
  if (second === null) return null;
  const hasAnswered = second.state !== 'pending' && second.state !== 'failed';
  return {
    id: 'second-resolver',
    label: { label: second.resolver.name },
    cells: hasAnswered ? toldByQuery(page.host) : MAYBE_ASKED,
    note: sentence(hasAnswered ? 'note_second_resolver' : 'note_second_resolver_maybe'),
  };
}

/** A query of ours holds a name and nothing of the page. */
const NO_CONTENT = seesNot(null, 'measured');

/** Nobody can say whether the query arrived. */
const MAYBE_ASKED: ObserverRow['cells'] = { ...all(UNKNOWN), content: NO_CONTENT };

const toldByQuery = (host: string): ObserverRow['cells'] => ({
  name: sees(host, 'measured'),
  // Nobody asked it, but the record that it gave may name the provider.
  provider: sees(null, 'inferred'),
  address: sees(null, 'inferred', 'seen_own_address'),
  content: NO_CONTENT,
  traffic: sees(null, 'measured', 'seen_our_question'),
});

/** Failures after which nobody can say whether the question arrived. */
const NO_ANSWER = new Set<LookupFailure['kind']>(['offline', 'unreachable', 'local-network', 'timeout']);

function arrivalOf(lookup: LookupFacts): 'not-sent' | 'no-answer' | 'answered' {
  const outcome = lookup.state === 'done' ? lookup.lookup.outcome : null;
  const failure = outcome?.kind === 'failed' ? outcome.failure : null;
  // A name behind the one asked for came in an answer.
  const notAskable = failure?.kind === 'not-askable' && failure.name === undefined;
  // While the settings are read, no resolver is chosen to ask.
  if (lookup.state === 'not-asked' || lookup.resolver === null || notAskable) return 'not-sent';
  const noAnswer = outcome === null || (failure !== null && NO_ANSWER.has(failure.kind));
  return noAnswer ? 'no-answer' : 'answered';
}
