// The names in their groups, worst first, and what was hidden behind which cover name.

import { describeExposure } from '../assess/basis-words.ts';
import { evidenceOfState, WORST_FIRST } from '../shared/host-states.ts';
import type { Evidence, HostState } from '../shared/report.ts';
import type { MessageKey } from '../shared/sentence.ts';
import { sentence } from '../shared/sentence.ts';
import { EvidencePill } from '../ui/evidence-pill.tsx';
import { Name } from '../ui/name.tsx';
import { markOf } from '../ui/sight.tsx';
import { say, Words } from '../ui/words.tsx';
import { useFirst } from './first-rows.tsx';
import { byPublicName, type FaredAs, type NameRow, type NamesSummary } from './names-summary.ts';

/** Rows of a group at first. */
const FIRST_ROWS = 100;

/** The words of the popup and the toolbar. */
const STATUS: Record<HostState, MessageKey> = {
  cleartext: 'status_cleartext',
  intercepted: 'status_intercepted',
  exposed: 'status_exposed',
  'likely-exposed': 'status_probably_exposed',
  'partly-hidden': 'status_partly_hidden',
  unknown: 'status_unknown',
  'likely-hidden': 'status_likely_hidden',
  hidden: 'status_hidden',
};

const HINTS: Partial<Record<HostState, MessageKey>> = {
  cleartext: 'session_cleartext_how',
  intercepted: 'session_intercepted_how',
  exposed: 'session_exposed_how',
  'likely-exposed': 'session_exposed_how',
  'partly-hidden': 'session_partly_how',
};

export function Names({ rows }: Pick<NamesSummary, 'rows'>) {
  return WORST_FIRST.map((state) => rows[state].length > 0 && <Group key={state} state={state} rows={rows[state]} />);
}

function Group({ state, rows }: { state: HostState; rows: NameRow[] }) {
  const hint = HINTS[state];
  const isBehind = state === 'likely-hidden' || state === 'hidden';
  return (
    <section aria-labelledby={state} class="group">
      <h2 id={state}>
        {say(STATUS[state])} <span class="count">{rows.length}</span>
      </h2>
      {hint !== undefined && <p class="hint">{say(hint)}</p>}
      {isBehind ? <Behind rows={rows} /> : <Rows rows={rows} />}
    </section>
  );
}

function Behind({ rows }: { rows: NameRow[] }) {
  return byPublicName(rows).map(({ publicName, rows }) => (
    <div key={publicName ?? ''}>
      <h3>
        {publicName === null ? (
          say('session_behind_unknown')
        ) : (
          <Words sentence={sentence('session_behind', { host: publicName })} />
        )}{' '}
        <span class="count">{rows.length}</span>
      </h3>
      <Rows rows={rows} />
    </div>
  ));
}

function Rows({ rows }: { rows: NameRow[] }) {
  const [shown, showAll] = useFirst(rows, FIRST_ROWS);
  return (
    <>
      <ul>
        {shown.map((row) => (
          <Row key={row.host} row={row} />
        ))}
      </ul>
      {showAll}
    </>
  );
}

function Row({ row: { host, fared, atMs } }: { row: NameRow }) {
  const [worst] = fared;
  const Mark = markOf(worst.state);
  return (
    <li class={`row ${worst.state}`} data-host={host} data-state={worst.state}>
      <Mark class="mark" />
      <span class="whose">
        <Name name={host} />
      </span>
      <EvidencePill evidence={evidenceOf(worst)} />
      {fared.map((one, index) => (
        <small key={one.state}>
          {fared.length > 1 && <strong>{say(STATUS[one.state])}</strong>} <Words sentence={describeExposure(one)} />{' '}
          {one.opened > 0 && say('session_opened_other', { count: one.opened })}{' '}
          {one.partOf > 0 && say('session_part_of_other', { count: one.partOf })}{' '}
          {index === fared.length - 1 && say('session_last', { timeMs: atMs })}
        </small>
      ))}
    </li>
  );
}

/**
 * That the connection hid a name may be measured; whether something else revealed it is not known, and whose public name it was follows
 * from the record.
 */
function evidenceOf({ state, how }: FaredAs): Evidence {
  if (state !== 'partly-hidden') return evidenceOfState(state);
  return how.of === 'headline' && how.statement.kind.endsWith('hidden-same-owner') ? 'inferred' : 'unknown';
}
