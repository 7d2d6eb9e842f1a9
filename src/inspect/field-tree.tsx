// The tree of fields-and-bytes, by the pattern of the ARIA Authoring Practices: one stop of the keyboard, arrow keys from row to
// row, left and right (by the direction of the page) to close and open, letters to search. Long values in hexadecimal are for the
// eye: screen readers get the field's name, what it says in words, and its size.

import { useEffect, useRef } from 'preact/hooks';
import type { FieldNode } from '../dissect/field-tree.ts';
import { type ByteRange, type Mark, marksOf, overlaps } from '../dissect/hex-lines.ts';
import { formatArgument } from '../platform/words.ts';
import { keyOf } from '../shared/sentence.ts';
import { Chevron } from '../ui/glyphs.tsx';
import { visibleText } from '../ui/host-name.ts';
import { say } from '../ui/words.tsx';
import { type FieldRow, parentOf } from './field-rows.ts';

interface FieldTreeProps {
  id: string;
  rows: readonly FieldRow[];
  marks: readonly Mark[];
  label: string;
  lit: ByteRange | null;
  /** The row that the keyboard stands on, or comes back to. */
  current: string;
  /** A number that changes when the current row is to have the focus. */
  focusNow: number;
  select: (path: string) => void;
  point: (node: FieldNode | null) => void;
  toggle: (paths: readonly string[], open: boolean) => void;
  showMore: (parent: string) => void;
}

export function FieldTree(props: FieldTreeProps) {
  const { id, rows, marks, lit, current, focusNow } = props;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focusNow > 0) list.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, [focusNow]);
  const focus = (row: FieldRow | undefined) => {
    if (row) document.getElementById(`${id}-${row.path}`)?.focus();
  };
  const key = (event: KeyboardEvent) => {
    const index = rows.findIndex(({ path }) => path === current);
    const row = rows[index];
    if (!row || event.ctrlKey || event.altKey || event.metaKey) return;
    const act = actionOf(event, rows, index, isRightToLeft(list.current));
    if (!act) return;
    event.preventDefault();
    if (act.to) focus(act.to);
    if (act.toggle) props.toggle(act.toggle, act.open);
    if (act.showMore) props.showMore(parentOf(row.path));
  };
  const litRow = lit === null ? undefined : rowOf(rows, lit);
  return (
    <div ref={list} class="field-tree" role="tree" aria-label={props.label} onKeyDown={key}>
      {rows.map((row) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the keys
        <div
          key={row.path}
          id={`${id}-${row.path}`}
          role="treeitem"
          class={['field', row === litRow && 'lit'].filter(Boolean).join(' ')}
          style={{ '--level': row.level }}
          tabIndex={row.path === current ? 0 : -1}
          aria-level={row.level}
          aria-posinset={row.position}
          aria-setsize={row.siblings}
          aria-expanded={row.isOpen ?? undefined}
          aria-selected={row.path === current}
          onFocus={() => props.select(row.path)}
          onMouseEnter={() => props.point(row.hidden === undefined ? row.node : null)}
          onMouseLeave={() => props.point(null)}
          onClick={() => {
            focus(row);
            if (row.hidden !== undefined) props.showMore(parentOf(row.path));
            else if (row.isOpen !== null) props.toggle([row.path], !row.isOpen);
          }}
        >
          {row.hidden === undefined ? (
            <Field row={row} marks={marks} />
          ) : (
            say('bytes_more_fields', { count: row.hidden })
          )}
        </div>
      ))}
    </div>
  );
}

/** The smallest row that shows all that is lit. */
const rowOf = (rows: readonly FieldRow[], { offset, length }: ByteRange): FieldRow | undefined =>
  rows.findLast(
    ({ node, hidden }) =>
      hidden === undefined &&
      overlaps(node, { offset, length }) &&
      node.offset <= offset &&
      node.offset + node.length >= offset + length,
  );

const isRightToLeft = (element: HTMLElement | null) =>
  element !== null && getComputedStyle(element).direction === 'rtl';

interface Action {
  to?: FieldRow | undefined;
  toggle?: string[];
  open: boolean;
  showMore?: boolean;
}

function actionOf({ key }: KeyboardEvent, rows: readonly FieldRow[], index: number, mirrored: boolean): Action | null {
  const row = rows[index] as FieldRow;
  const inward = mirrored ? 'ArrowLeft' : 'ArrowRight';
  const outward = mirrored ? 'ArrowRight' : 'ArrowLeft';
  const go = (to: FieldRow | undefined): Action => ({ to, open: false });
  switch (key) {
    case 'ArrowDown':
      return go(rows[index + 1]);
    case 'ArrowUp':
      return go(rows[index - 1]);
    case 'Home':
      return go(rows[0]);
    case 'End':
      return go(rows.at(-1));
    case inward:
      return row.isOpen ? go(rows[index + 1]) : { toggle: row.isOpen === null ? [] : [row.path], open: true };
    case outward:
      if (row.isOpen) return { toggle: [row.path], open: false };
      return go(rows.find(({ path }) => path === parentOf(row.path)));
    case 'Enter':
    case ' ':
      if (row.hidden !== undefined) return { showMore: true, open: false };
      return row.isOpen === null ? null : { toggle: [row.path], open: !row.isOpen };
    case '*':
      return { toggle: siblingsOf(rows, row), open: true };
    default:
      return key.length === 1 ? go(nextNamed(rows, index, key)) : null;
  }
}

const siblingsOf = (rows: readonly FieldRow[], { path }: FieldRow): string[] =>
  rows.filter((row) => row.isOpen !== null && parentOf(row.path) === parentOf(path)).map((row) => row.path);

const nextNamed = (rows: readonly FieldRow[], index: number, letter: string): FieldRow | undefined =>
  [...rows.slice(index + 1), ...rows.slice(0, index)].find(
    ({ node, hidden }) => hidden === undefined && node.name.toLowerCase().startsWith(letter.toLowerCase()),
  );

/** Digits of more than four bytes say nothing aloud. */
export const isForTheEye = (value: string) => /^[0-9a-f]{9,}…?$/.test(value);

/** As much of a value as a row shows. */
const LONGEST = 300;

export const shownValue = (value: string): string =>
  visibleText(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value);

function Field({ row: { node, isOpen }, marks }: { row: FieldRow; marks: readonly Mark[] }) {
  // A mark of several fields is told where they are together.
  const kinds = marksOf(node, marks).filter((kind) =>
    marks.some((mark) => mark.kind === kind && mark.offset === node.offset && mark.length === node.length),
  );
  const isRepeated = isOpen && node.children?.some(({ value }) => value === node.value);
  return (
    <>
      {isOpen === null ? <span class="twist" /> : <Chevron class="twist" size={12} />}
      <span class="said">
        <bdi dir="ltr" class="field-name">
          {node.name}
        </bdi>{' '}
        {node.value !== undefined && node.value !== '' && !isRepeated && (
          <bdi dir="ltr" class="value" aria-hidden={isForTheEye(node.value) || undefined}>
            {shownValue(node.value)}
          </bdi>
        )}{' '}
        {kinds.map((kind) => (
          <span key={kind} class={`marked ${kind}`}>
            {say(keyOf('bytes_mark', kind))}{' '}
          </span>
        ))}
      </span>
      <span class="size">{formatArgument({ bytes: node.length })}</span>
    </>
  );
}
