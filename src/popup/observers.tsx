// Who sees the site's name, one line each; everything else that they see on demand.

import { useState } from 'preact/hooks';
import { describeNote } from '../assess/words.ts';
import { formatArgument } from '../platform/words.ts';
import type { Aspect, Cell, ObserverRow } from '../shared/report.ts';
import { keyOf, type MessageKey } from '../shared/sentence.ts';
import { Chevron } from '../ui/glyphs.tsx';
import { visibleText } from '../ui/host-name.ts';
import { Name } from '../ui/name.tsx';
import { SIGHT } from '../ui/sight.tsx';
import { say, Words } from '../ui/words.tsx';

const ASPECTS: readonly Exclude<Aspect, 'name'>[] = ['provider', 'address', 'content', 'traffic'];

/** Characters of a name as long as not everything is shown. */
const SHORT = 40;

export function Observers({ rows }: { rows: ObserverRow[] }) {
  const [all, setAll] = useState(false);
  if (rows.length === 0) return null;
  return (
    <section class="observers">
      <div class="heading">
        <h2>{say('popup_who')}</h2>
        <button type="button" class="plain more" aria-expanded={all} onClick={() => setAll(!all)}>
          {say('popup_everything')} <Chevron class="chevron" size={14} />
        </button>
      </div>
      <dl>
        {rows.map((row) => (
          <Observer key={row.id} row={row} all={all} />
        ))}
      </dl>
    </section>
  );
}

function Observer({ row, all }: { row: ObserverRow; all: boolean }) {
  // The website's label is the name beside it.
  const label = row.id === 'website' ? null : row.label;
  return (
    <div class="observer">
      <dt>
        {say(keyOf('observer', row.id))}
        {label !== null && (
          <>
            {' · '}
            {'host' in label ? (
              <Name name={label.host} atMost={all ? undefined : SHORT} />
            ) : (
              <bdi>{visibleText(formatArgument(label))}</bdi>
            )}
          </>
        )}
      </dt>
      <dd class={`cell ${row.cells.name.sees}`}>
        <What cell={row.cells.name} atMost={all ? undefined : SHORT} />
      </dd>
      <dd class="note">
        <Words sentence={describeNote(row)} />
      </dd>
      {all && <Aspects cells={row.cells} />}
    </div>
  );
}

function Aspects({ cells }: { cells: ObserverRow['cells'] }) {
  // A row of nothing but question marks says no more than its name.
  if (Object.values(cells).every(({ sees }) => sees === 'unknown')) return null;
  return (
    <dd class="aspects">
      <ul>
        {ASPECTS.map((aspect) => {
          const cell = cells[aspect];
          return (
            cell !== undefined && (
              <li key={aspect} class={`cell ${cell.sees}`}>
                <span class="aspect">{say(keyOf('aspect', aspect))}</span> <What cell={cell} />
              </li>
            )
          );
        })}
      </ul>
    </dd>
  );
}

function seenKey({ sees, as }: Cell): MessageKey {
  if (as !== undefined) return keyOf('seen', as);
  return sees === 'unknown' ? 'popup_not_known' : keyOf('popup_sees', sees);
}

/** What is seen and how that is known: underlined dashed where inferred, dotted where unknown, and said aloud. */
function What({ cell, atMost }: { cell: Cell; atMost?: number | undefined }) {
  const Mark = SIGHT[cell.sees];
  return (
    <>
      <span class={`what ${cell.evidence}`} title={say(keyOf('evidence', cell.evidence))}>
        {cell.what === null ? say(seenKey(cell)) : <Name name={cell.what} atMost={atMost} />}
        {cell.evidence !== 'unknown' && <span class="unseen"> ({say(keyOf('evidence', cell.evidence))})</span>}
      </span>
      <Mark class="mark" />
    </>
  );
}
