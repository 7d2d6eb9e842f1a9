// The hex dump of fields-and-bytes: lines of eight bytes beside their text, two lines in a row where there is room. One stop of
// the keyboard, a slider from leaf to leaf: screen readers are told the field under it and none of the bytes. Always left to right.

import { Component } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { FieldNode } from '../dissect/field-tree.ts';
import { type ByteLine, type ByteRange, byteLines, type Mark, marksOf, overlaps } from '../dissect/hex-lines.ts';
import { say } from '../ui/words.tsx';

/** How many bytes are shown at a time. */
const AT_ONCE = 4096;

interface ByteDumpProps {
  bytes: Uint8Array;
  leaves: readonly FieldNode[];
  marks: readonly Mark[];
  label: string;
  lit: ByteRange | null;
  /** The leaf under the keyboard, and its words. */
  cursor: number;
  cursorText: string;
  point: (leaf: number | null) => void;
  moveTo: (leaf: number) => void;
  /** To the field in the tree. */
  goTo: (leaf: number) => void;
}

export function ByteDump(props: ByteDumpProps) {
  const { bytes, leaves, marks, lit, cursor } = props;
  const [shown, setShown] = useState(AT_ONCE);
  const box = useRef<HTMLDivElement>(null);
  const end = Math.min(shown, bytes.length);
  const rows = useMemo(() => inPairs(byteLines(bytes, leaves, 0, end)), [bytes, leaves, end]);
  const litAt = lit === null ? null : lit.offset;
  useEffect(() => {
    if (litAt !== null) scrollTo(box.current);
  }, [litAt]);
  const leafUnder = ({ target }: Event) => {
    const piece = target instanceof Element ? target.closest('[data-leaf]') : null;
    const leaf = Number(piece?.getAttribute('data-leaf') ?? -1);
    return leaf >= 0 ? leaf : null;
  };
  const key = (event: KeyboardEvent) => {
    const next = nextLeaf(event.key, cursor, leaves.length);
    if (next === undefined && event.key !== 'Enter') return;
    event.preventDefault();
    if (next === undefined) props.goTo(cursor);
    else {
      const last = leaves[next];
      if (last && last.offset >= end) setShown(Math.ceil((last.offset + 1) / AT_ONCE) * AT_ONCE);
      props.moveTo(next);
    }
  };
  return (
    <div class="byte-dump" ref={box} dir="ltr">
      <div
        class="bytes"
        role="slider"
        tabIndex={0}
        aria-label={props.label}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, leaves.length - 1)}
        aria-valuenow={cursor}
        aria-valuetext={props.cursorText}
        onKeyDown={key}
        onFocus={() => props.moveTo(cursor)}
        onMouseOver={(event) => props.point(leafUnder(event))}
        onMouseLeave={() => props.point(null)}
        onClick={(event) => {
          const leaf = leafUnder(event);
          if (leaf !== null) props.goTo(leaf);
        }}
      >
        {rows.map((pair) => (
          <div class="row" key={pair[0]?.offset}>
            {pair.map((line) => (
              <Line key={line.offset} line={line} marks={marks} lit={litPart(line, lit)} />
            ))}
          </div>
        ))}
      </div>
      {end < bytes.length && (
        <button type="button" class="plain" onClick={() => setShown(shown + AT_ONCE)}>
          {say('bytes_more', { bytes: Math.min(AT_ONCE, bytes.length - end) })}
        </button>
      )}
    </div>
  );
}

function nextLeaf(key: string, cursor: number, count: number): number | undefined {
  if (count === 0) return undefined;
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return Math.min(count - 1, cursor + 1);
    case 'ArrowLeft':
    case 'ArrowUp':
      return Math.max(0, cursor - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

const inPairs = (lines: readonly ByteLine[]): ByteLine[][] =>
  lines.flatMap((line, index) => (index % 2 ? [] : [[line, lines[index + 1]].filter((each) => each !== undefined)]));

/** Brings the first lit bytes into the box, and leaves the page where it is. */
function scrollTo(box: HTMLElement | null): void {
  const piece = box?.querySelector<HTMLElement>('.lit');
  if (!box || !piece) return;
  const [outer, inner] = [box.getBoundingClientRect(), piece.getBoundingClientRect()];
  if (inner.top < outer.top) box.scrollTop -= outer.top - inner.top + inner.height;
  if (inner.bottom > outer.bottom) box.scrollTop += inner.bottom - outer.bottom + inner.height;
}

/** Of a line, in text, so that two can be compared. */
const litPart = (line: ByteLine, lit: ByteRange | null): string =>
  lit === null
    ? ''
    : line.pieces
        .map(({ offset, text }, index) => (overlaps({ offset, length: text.length }, lit) ? index : ''))
        .join();

interface LineProps {
  line: ByteLine;
  marks: readonly Mark[];
  lit: string;
}

/** Drawn anew only when something in it changes: a pointer lights many fields in a second. */
class Line extends Component<LineProps> {
  override shouldComponentUpdate(next: LineProps): boolean {
    const { line, marks, lit } = this.props;
    return next.line !== line || next.marks !== marks || next.lit !== lit;
  }

  override render({ line, marks, lit }: LineProps) {
    const indexes = lit.split(',');
    const pieces = line.pieces.map((piece, index) => {
      const classes = ['piece', ...marksOf({ offset: piece.offset, length: piece.text.length }, marks)];
      if (indexes.includes(String(index))) classes.push('lit');
      return { ...piece, classes: classes.join(' ') };
    });
    return (
      <>
        <span class="offset">{hexOffset(line.offset)}</span>
        <span class="hex">
          {pieces.map(({ leaf, offset, hex, classes }, index) => (
            <>
              {index > 0 && ' '}
              <span key={offset} class={classes} data-leaf={leaf}>
                {hex}
              </span>
            </>
          ))}
        </span>
        <span class="text">
          {pieces.map(({ leaf, offset, text, classes }) => (
            <span key={offset} class={classes} data-leaf={leaf}>
              {text}
            </span>
          ))}
        </span>
      </>
    );
  }
}

export const hexOffset = (offset: number): string => offset.toString(16).padStart(4, '0');
