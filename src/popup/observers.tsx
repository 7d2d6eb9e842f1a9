// Who can read the site's name, one line each.

import { describeNote } from '../assess/words.ts';
import { formatArgument } from '../platform/words.ts';
import type { BrowserName } from '../shared/facts.ts';
import type { Cell, ObserverRow } from '../shared/report.ts';
import { type Argument, BROWSER_LABELS, keyOf, type MessageKey, sentence } from '../shared/sentence.ts';
import { Age } from '../ui/age.tsx';
import { visibleText } from '../ui/host-name.ts';
import { Name } from '../ui/name.tsx';
import { SIGHT } from '../ui/sight.tsx';
import { say, Words } from '../ui/words.tsx';

interface ObserversProps {
  rows: ObserverRow[];
  browser: BrowserName;
  /** Everything of the page, and not its name alone. */
  isReadable: boolean;
}

export function Observers({ rows, browser, isReadable }: ObserversProps) {
  if (rows.length === 0) return null;
  return (
    <section class="observers">
      <h2>{say(isReadable ? 'popup_who_page' : 'popup_who')}</h2>
      <ul>
        {rows.map((row) => (
          <Observer key={row.id} row={row} browser={browser} isReadable={isReadable} />
        ))}
      </ul>
    </section>
  );
}

const SIGHT_WORDS: Record<Cell['sees'], MessageKey> = {
  yes: 'popup_sees_yes',
  no: 'popup_sees_no',
  unknown: 'popup_not_known',
};

function Observer({ row, browser, isReadable }: Omit<ObserversProps, 'rows'> & { row: ObserverRow }) {
  const { sees, evidence } = row.cells.name;
  const isNameAlone = isReadable && sees === 'yes' && row.cells.content?.sees === 'no';
  const Mark = SIGHT[sees];
  return (
    <li class={`observer ${sees}`}>
      <Mark class="mark" />
      <span>
        <Who row={row} browser={browser} /> <span class="unseen">({say(SIGHT_WORDS[sees])})</span>
        <span class="note">
          · {isNameAlone && `${say('popup_name_only')}, `}
          <Words sentence={describeNote(row)} Ago={Age} />
          {/* That a site knows its own name needs no proof. */}
          {evidence === 'inferred' && row.id !== 'website' && ` ${say('popup_inferred')}`}
        </span>
      </span>
    </li>
  );
}

/** By its name, where it has one. */
export function Who({ row: { id, label, cells }, browser }: { row: ObserverRow; browser: BrowserName }) {
  // The front server's label is the public name, which is not its own.
  const name = id === 'provider' || label === null ? undefined : label;
  if (name !== undefined && id !== 'proxy')
    return (
      <strong>
        <Named argument={name} />
      </strong>
    );
  if (id === 'network' && cells.name.sees === 'no') return <strong>{say('observer_network_no')}</strong>;
  if (id === 'browser-resolver')
    return (
      <strong>
        <Words sentence={sentence('observer_browser_resolver', { label: BROWSER_LABELS[browser] })} />
      </strong>
    );
  return (
    <strong>
      {say(keyOf('observer', id))}
      {name !== undefined && (
        <>
          {' '}
          <Named argument={name} />
        </>
      )}
    </strong>
  );
}

const Named = ({ argument }: { argument: Argument }) =>
  'host' in argument ? <Name name={argument.host} /> : <bdi>{visibleText(formatArgument(argument))}</bdi>;
