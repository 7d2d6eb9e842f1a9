// Octets in lines of eight, each line cut into pieces that belong to one leaf of the field tree, for the hex dump. Pure.

import type { DecodeError } from '../shared/decode-error.ts';
import type { FieldNode } from './field-tree.ts';

/** What is to be seen of some octets at a glance. */
export type MarkKind =
  /** A name that everyone on the path can read. */
  | 'readable-name'
  /** A name inside what is sealed. */
  | 'sealed-name'
  /** Octets that only the holder of the key can open. */
  | 'sealed'
  /** Random octets that look like sealed ones. */
  | 'random'
  /** Where a rule is broken. */
  | 'damaged'
  /** Others than were shown before. */
  | 'changed';

export interface OctetRange {
  offset: number;
  length: number;
}

export interface Mark extends OctetRange {
  kind: MarkKind;
}

export interface OctetPiece {
  /** The leaf's place among the leaves; −1 for octets that no leaf has. */
  leaf: number;
  offset: number;
  hex: string;
  text: string;
}

export interface OctetLine {
  offset: number;
  pieces: OctetPiece[];
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

const covers = (outer: OctetRange, inner: OctetRange) =>
  outer.offset <= inner.offset && inner.offset + inner.length <= outer.offset + outer.length;

export const marksOf = (range: OctetRange, marks: readonly Mark[]): MarkKind[] =>
  range.length === 0 ? [] : marks.filter((mark) => covers(mark, range)).map(({ kind }) => kind);

const markAt = (kind: MarkKind, { offset, length }: OctetRange): Mark => ({ kind, offset, length });

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
      return own.some((octet, index) => octet !== before[offset + index]);
    })
    .map((leaf) => markAt('changed', leaf));
}

export const overlaps = (a: OctetRange, b: OctetRange): boolean =>
  a.offset < b.offset + b.length && b.offset < a.offset + a.length;

const hexOctet = (octet: number) => (octet + 256).toString(16).slice(1);

/** As dumps have it: printable ASCII, and a dot for everything else. */
const asText = (octet: number) => (octet > 0x20 && octet < 0x7f ? String.fromCharCode(octet) : '·');

/** The lines from octet `from`, a multiple of eight, to `to`. Leaves touch and stand in order. */
export function octetLines(octets: Uint8Array, leaves: readonly FieldNode[], from = 0, to = octets.length) {
  const lines: OctetLine[] = [];
  let leaf = 0;
  const endOf = (index: number) => (leaves[index]?.offset ?? 0) + (leaves[index]?.length ?? 0);
  for (let start = from; start < to; start += LINE_LENGTH) {
    const end = Math.min(start + LINE_LENGTH, to);
    const pieces: OctetPiece[] = [];
    for (let at = start; at < end; ) {
      while (leaf < leaves.length && endOf(leaf) <= at) leaf++;
      const next = leaves[leaf];
      const inside = next !== undefined && next.offset <= at;
      const stop = Math.min(end, next === undefined ? end : inside ? endOf(leaf) : next.offset);
      const own = [...octets.subarray(at, stop)];
      pieces.push({
        leaf: inside ? leaf : -1,
        offset: at,
        hex: own.map(hexOctet).join(' '),
        text: own.map(asText).join(''),
      });
      at = stop;
    }
    lines.push({ offset: start, pieces });
  }
  return lines;
}
