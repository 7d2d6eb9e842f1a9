// What each can see besides the name: a part of the details.

import type { BrowserName } from '../shared/facts.ts';
import type { Aspect, Cell, ObserverRow } from '../shared/report.ts';
import { keyOf, type MessageKey } from '../shared/sentence.ts';
import { Name } from '../ui/name.tsx';
import { say } from '../ui/words.tsx';
import { Who } from './observers.tsx';

const ASPECTS: readonly Exclude<Aspect, 'name'>[] = ['provider', 'address', 'content', 'traffic'];

/** Of cells, what is said of several at once. */
const HOW: readonly [sees: Cell['sees'], evidence: Cell['evidence'] | null, key: MessageKey][] = [
  ['yes', 'measured', 'popup_also_sees_measured'],
  ['yes', 'inferred', 'popup_also_sees_inferred'],
  ['no', 'measured', 'popup_sees_not_measured'],
  ['no', 'inferred', 'popup_sees_not_inferred'],
  ['unknown', null, 'popup_perhaps_sees'],
];

/** One paragraph for each of whom more is known than the name says. */
export function WhatElse({ rows, browser }: { rows: ObserverRow[]; browser: BrowserName }) {
  return (
    <ul class="what-else">
      {rows.map((row) => {
        const cells = ASPECTS.flatMap((aspect) => {
          const cell = row.cells[aspect];
          return cell === undefined ? [] : [{ aspect, cell }];
        });
        if (cells.every(({ cell }) => cell.sees === 'unknown')) return null;
        return (
          <li key={row.id}>
            <Who row={row} browser={browser} />
            {HOW.map(([sees, evidence, key]) => {
              const found = cells.filter(
                ({ cell }) => cell.sees === sees && (evidence === null || cell.evidence === evidence),
              );
              return (
                found.length > 0 && (
                  <span key={key} class="seen">
                    {say(key)}{' '}
                    {found.map(({ aspect, cell }) => (
                      <span key={aspect} class="told">
                        <What aspect={aspect} cell={cell} />{' '}
                      </span>
                    ))}
                  </span>
                )
              );
            })}
          </li>
        );
      })}
    </ul>
  );
}

/** The aspect, and what of it is seen: a string, or what stands for one. */
function What({ aspect, cell: { what, as } }: { aspect: Exclude<Aspect, 'name'>; cell: Cell }) {
  return (
    <>
      {say(keyOf('aspect', aspect))}
      {what !== null && (
        <>
          {' '}
          <Name name={what} />
        </>
      )}
      {as !== undefined && ` (${say(keyOf('seen', as))})`}
    </>
  );
}
