// Bytes in lines of eight, each line cut into pieces that belong to one leaf of the field tree, for the hex dump. Pure.

import type { DecodeError } from '../shared/decode-error.ts';
import type { FieldNode } from './field-tree.ts';

/** What is to be seen of some bytes at a glance. */
export type MarkKind =
  /** A name that everyone on the path can read. */
  | 'readable-name'
  /** A name inside what is sealed. */
  | 'sealed-name'
  /** Bytes that only the holder of the key can open. */
  | 'sealed'
  /** Random bytes that look like sealed ones. */
  | 'random'
  /** Where a rule is broken. */
  | 'damaged'
  /** Others than were shown before. */
  | 'changed';

export interface ByteRange {
  offset: number;
  length: number;
}

export interface Mark extends ByteRange {
  kind: MarkKind;
}

export interface BytePiece {
  /** The leaf's place among the leaves; −1 for bytes that no leaf has. */
  leaf: number;
  offset: number;
  hex: string;
  text: string;
}

export interface ByteLine {
  offset: number;
  pieces: BytePiece[];
}

const LINE_LENGTH = 8;

export function leavesOf(fields: readonly FieldNode[]): FieldNode[] {
  const leaves: FieldNode[] = [];
  const visit = (nodes: readonly FieldNode[]) => {
    for (const node of nodes) {
      if (node.children) visit(node.children);
      else if (node.length > 0) leaves.push(node);
    }
  };
  visit(fields);
  return leaves;
}

const covers = (outer: ByteRange, inner: ByteRange) =>
  outer.offset <= inner.offset && inner.offset + inner.length <= outer.offset + outer.length;

export const marksOf = (range: ByteRange, marks: readonly Mark[]): MarkKind[] =>
  range.length === 0 ? [] : marks.filter((mark) => covers(mark, range)).map(({ kind }) => kind);

const markAt = (kind: MarkKind, { offset, length }: ByteRange): Mark => ({ kind, offset, length });

export const damageMarks = (leaves: readonly FieldNode[], issues: readonly DecodeError[]): Mark[] =>
  leaves
    .filter((leaf) => issues.some(({ offset }) => leaf.offset <= offset && offset < leaf.offset + leaf.length))
    .map((leaf) => markAt('damaged', leaf));

/** None where the lengths differ: what would stand beside what? */
export function changeMarks(leaves: readonly FieldNode[], before: Uint8Array, after: Uint8Array): Mark[] {
  if (before.length !== after.length) return [];
  return leaves
    .filter(({ offset, length }) => {
      const own = after.subarray(offset, offset + length);
      return own.some((byte, index) => byte !== before[offset + index]);
    })
    .map((leaf) => markAt('changed', leaf));
}

export const overlaps = (a: ByteRange, b: ByteRange): boolean =>
  a.offset < b.offset + b.length && b.offset < a.offset + a.length;

const hexByte = (byte: number) => (byte + 256).toString(16).slice(1);

/** As dumps have it: printable ASCII, and a dot for everything else. */
const asText = (byte: number) => (byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·');

/** The lines from byte `from`, a multiple of eight, to `to`. Leaves touch and stand in order. */
export function byteLines(bytes: Uint8Array, leaves: readonly FieldNode[], from = 0, to = bytes.length) {
  const lines: ByteLine[] = [];
  let leaf = 0;
  const endOf = (index: number) => (leaves[index]?.offset ?? 0) + (leaves[index]?.length ?? 0);
  for (let start = from; start < to; start += LINE_LENGTH) {
    const end = Math.min(start + LINE_LENGTH, to);
    const pieces: BytePiece[] = [];
    for (let at = start; at < end; ) {
      while (leaf < leaves.length && endOf(leaf) <= at) leaf++;
      const next = leaves[leaf];
      const inside = next !== undefined && next.offset <= at;
      const stop = Math.min(end, next === undefined ? end : inside ? endOf(leaf) : next.offset);
      const own = [...bytes.subarray(at, stop)];
      pieces.push({
        leaf: inside ? leaf : -1,
        offset: at,
        hex: own.map(hexByte).join(' '),
        text: own.map(asText).join(''),
      });
      at = stop;
    }
    lines.push({ offset: start, pieces });
  }
  return lines;
}
