// The names in their groups: what was read first, and what was hidden behind which cover name.

import { describeExposure } from '../assess/basis-words.ts';
import { evidenceOfState } from '../shared/host-states.ts';
import type { MessageKey } from '../shared/sentence.ts';
import { sentence } from '../shared/sentence.ts';
import { EvidencePill } from '../ui/evidence-pill.tsx';
import { Name } from '../ui/name.tsx';
import { markOf } from '../ui/sight.tsx';
import { say, Words } from '../ui/words.tsx';

import { useFirst } from './first-rows.tsx';
import type { NameRow, NamesSummary, PublicNameGroup } from './names-summary.ts';

/** Rows of a group at first. */
const FIRST_ROWS = 100;

export function Names({ read, likelyRead, perhaps, unknown, likelyHidden, hidden }: NamesSummary) {
  return (
    <>
      <Group id="read" title="session_group_read" how="session_seen_by" rows={read} />
      <Group id="likely-read" title="session_group_likely_read" how="session_seen_by" rows={likelyRead} />
      <Group id="perhaps" title="session_group_perhaps" how="session_perhaps_how" rows={perhaps} />
      <Group id="unknown" title="session_group_unknown" rows={unknown} />
      <HiddenGroup id="likely-hidden" title="session_group_likely_hidden" groups={likelyHidden} />
      <HiddenGroup id="hidden" title="session_group_hidden" groups={hidden} />
    </>
  );
}

function HiddenGroup({ id, title, groups }: { id: string; title: MessageKey; groups: PublicNameGroup[] }) {
  if (groups.length === 0) return null;
  return (
    <section aria-labelledby={id} class="group">
      <Title id={id} title={title} count={groups.flatMap(({ rows }) => rows).length} />
      {groups.map((group) => (
        <Behind key={group.publicName ?? ''} group={group} />
      ))}
    </section>
  );
}

function Title({ id, title, count }: { id: string; title: MessageKey; count: number }) {
  return (
    <h2 id={id}>
      {say(title)} <span class="count">{count}</span>
    </h2>
  );
}

interface GroupProps {
  id: string;
  title: MessageKey;
  how?: MessageKey;
  rows: NameRow[];
}

function Group({ id, title, how, rows }: GroupProps) {
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby={id} class="group">
      <Title id={id} title={title} count={rows.length} />
      {how !== undefined && <p class="hint">{say(how)}</p>}
      <Rows rows={rows} />
    </section>
  );
}

function Behind({ group: { publicName, rows } }: { group: PublicNameGroup }) {
  return (
    <>
      <h3>
        {publicName === null ? (
          say('session_behind_unknown')
        ) : (
          <Words sentence={sentence('session_behind', { host: publicName })} />
        )}{' '}
        <span class="count">{rows.length}</span>
      </h3>
      <Rows rows={rows} />
    </>
  );
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

/** That the connection hid a name may be measured; whether something else named it, as its group says, is not known. */
function Row({ row: { host, state, how, pages, atMs } }: { row: NameRow }) {
  const Mark = markOf(state);
  return (
    <li class={`row ${state}`} data-host={host} data-state={state}>
      <Mark class="mark" />
      <span class="whose">
        <Name name={host} />
      </span>
      <EvidencePill evidence={state === 'partly-hidden' ? 'unknown' : evidenceOfState(state)} />
      <small>
        <Words sentence={describeExposure({ how })} />
      </small>
      <small>{say('session_pages', { count: pages }, { timeMs: atMs })}</small>
    </li>
  );
}
