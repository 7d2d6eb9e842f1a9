// The resolvers: the browser's own, the one that Overheard asks, and the one that was asked for a second opinion. Whoever resolves a
// name knows it, and can look up everything that DNS tells of it.

import type { Facts, LookupFacts } from '../shared/facts.ts';
import type { LookupFailure } from '../shared/lookup.ts';
import type { Cell, ObserverRow } from '../shared/report.ts';
import type { NoteKind } from '../shared/report-kinds.ts';
import { type Argument, statement } from '../shared/sentence.ts';
import { all, sees, seesNot, UNKNOWN } from './cells.ts';
import { cameOverNetwork, reportedConnection } from './reported-connection.ts';

export function browserResolverRow(facts: Facts): ObserverRow {
  const { page, browser } = facts;
  const reported = reportedConnection(facts);
  const row = (cells: ObserverRow['cells'], note: NoteKind): ObserverRow => ({
    id: 'browser-resolver',
    label: null,
    cells,
    note: statement(note),
  });
  if (!cameOverNetwork(facts)) return row(all(UNKNOWN), 'browser-resolver-unseen');
  // A proxy that is told the name resolves it itself.
  if (reported?.proxy?.knowsName) return row(all(UNKNOWN), 'browser-resolver-proxy');
  const asked = (name: Cell, note: NoteKind) =>
    row(
      {
        name,
        provider: sees(null, 'inferred'),
        address: sees(null, 'inferred', 'answers-it'),
        content: seesNot(null, 'inferred'),
        traffic: sees(null, 'inferred', 'questions'),
      },
      note,
    );
  if (reported?.usedPrivateDns === true) return asked(sees(page.host, 'measured'), 'browser-resolver-private');
  const name = sees(page.host, 'inferred');
  if (reported?.usedPrivateDns === false) return asked(name, 'browser-resolver-clear');
  return asked(name, browser === 'chromium' ? 'browser-resolver-unknown' : 'browser-resolver-unreported');
}

export function overheardResolverRow({ page, lookup }: Facts): ObserverRow {
  const row = (cells: ObserverRow['cells'], note: NoteKind, ...args: Argument[]): ObserverRow => ({
    id: 'overheard-resolver',
    label: lookup.resolver === null ? null : { label: lookup.resolver.name },
    cells,
    note: statement(note, ...args),
  });
  const arrival = arrivalOf(lookup);
  switch (arrival === 'not-sent' && page.wasQueried ? 'no-answer' : arrival) {
    case 'not-sent':
      return row(all(seesNot(null, 'measured')), 'overheard-resolver-not-asked');
    case 'no-answer':
      return row(MAYBE_ASKED, 'overheard-resolver-maybe');
    case 'answered':
      return row(toldByQuery(page.host), 'overheard-resolver', {
        agoMs: lookup.state === 'done' ? lookup.lookup.answeredAtMs : 0,
      });
  }
}

/** The resolver that the user asked for a second opinion; null where none was asked. */
export function secondResolverRow({ page, secondOpinion }: Facts): ObserverRow | null {
  if (secondOpinion === null) return null;
  const hasAnswered = secondOpinion.state !== 'pending' && secondOpinion.state !== 'failed';
  return {
    id: 'second-resolver',
    label: { label: secondOpinion.resolver.name },
    cells: hasAnswered ? toldByQuery(page.host) : MAYBE_ASKED,
    note: statement(hasAnswered ? 'second-resolver' : 'second-resolver-maybe'),
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
  address: sees(null, 'inferred', 'own-address'),
  content: NO_CONTENT,
  traffic: sees(null, 'measured', 'our-question'),
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
