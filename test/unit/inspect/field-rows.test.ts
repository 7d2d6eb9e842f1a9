// Rows of a tree, lines of a dump: what is open, what is cut, and which bytes belong to which field.

import { describe, expect, it } from 'vitest';
import type { FieldNode } from '../../../src/dissect/field-tree.ts';
import { readFieldTree } from '../../../src/dissect/hello-fields.ts';
import { byteLines, changeMarks, damageMarks, leavesOf, marksOf } from '../../../src/dissect/hex-lines.ts';
import { encodeClientHello } from '../../../src/hello/client-hello.ts';
import {
  fieldRows,
  nodeAt,
  openTo,
  pathOfLeaf,
  pathsToLevel,
  type TreeView,
  visiblePath,
} from '../../../src/inspect/field-rows.ts';
import { helloOf } from '../hello/hellos.ts';

const message = encodeClientHello(helloOf());
const { fields } = readFieldTree(message);
const closed: TreeView = { open: new Set(), limits: new Map() };

const listOf = (count: number): FieldNode[] => [
  {
    name: 'list',
    offset: 0,
    length: count,
    children: Array.from({ length: count }, (_, offset) => ({ name: `item${offset}`, offset, length: 1 })),
  },
];

describe('rows', () => {
  it('are the roots of a closed tree, and of an open one the children behind their parent', () => {
    expect(fieldRows(fields, closed).map(({ node, level, isOpen }) => [node.name, level, isOpen])).toEqual([
      ['msg_type', 1, null],
      ['length', 1, null],
      ['ClientHello', 1, false],
    ]);
    const rows = fieldRows(fields, { ...closed, open: new Set(pathsToLevel(fields, 1)) });
    expect(rows.map(({ path }) => path)).toEqual(['0', '1', '2', '2.0', '2.1', '2.2', '2.3', '2.4', '2.5']);
    expect(rows[3]).toMatchObject({ level: 2, position: 1, siblings: 6 });
  });

  it('of a long list are a hundred, and one that tells how many follow', () => {
    const open = { ...closed, open: new Set(['0']) };
    const rows = fieldRows(listOf(250), open);
    expect(rows).toHaveLength(1 + 100 + 1);
    expect(rows.at(-1)).toMatchObject({ path: '0.100', hidden: 150, position: 101, siblings: 101 });
    expect(fieldRows(listOf(100), open).at(-1)?.hidden).toBeUndefined();
  });

  it('are opened as far as a field that is wanted, in a long list too', () => {
    const list = listOf(250);
    const path = pathOfLeaf(list, 203) ?? '';
    expect(path).toBe('0.203');
    expect(visiblePath(fieldRows(list, closed), path)).toBe('0');
    const rows = fieldRows(list, openTo(closed, path));
    expect(visiblePath(rows, path)).toBe(path);
    expect(rows.filter(({ hidden }) => hidden === undefined)).toHaveLength(1 + 250);
  });

  it('find each byte’s leaf, and nothing behind the end', () => {
    for (let offset = 0; offset < message.length; offset++) {
      const node = nodeAt(fields, pathOfLeaf(fields, offset) ?? '');
      expect(node?.children).toBeUndefined();
      expect(offset - (node?.offset ?? 0)).toBeLessThan(node?.length ?? 0);
    }
    expect(pathOfLeaf(fields, message.length)).toBeUndefined();
    expect(nodeAt(fields, '9.9')).toBeUndefined();
  });
});

describe('lines', () => {
  const leaves = leavesOf(fields);
  const lines = byteLines(message, leaves);

  it('are every byte once, in order, eight at a time', () => {
    expect(lines.map(({ offset }) => offset)).toEqual(lines.map((_, index) => index * 8));
    const hex = lines.flatMap(({ pieces }) => pieces.map((piece) => piece.hex.replaceAll(' ', ''))).join('');
    expect(hex).toBe(Buffer.from(message).toString('hex'));
  });

  it('are cut where a leaf ends', () => {
    for (const { pieces } of lines)
      for (const { leaf, offset, text } of pieces) {
        const { offset: start = 0, length = 0 } = leaves[leaf] ?? {};
        expect(start <= offset && offset + text.length <= start + length).toBe(true);
      }
  });

  it('show printable bytes as text and no other', () => {
    const [line] = byteLines(Uint8Array.of(0x61, 0x20, 0x7f, 0xe2, 0x80, 0xae, 0x3c), []);
    expect(line?.pieces).toEqual([{ leaf: -1, offset: 0, hex: '61 20 7f e2 80 ae 3c', text: 'a·····<' }]);
  });

  it('have pieces without a field where the tree has a gap', () => {
    const [line] = byteLines(new Uint8Array(6), [{ name: 'a', offset: 2, length: 2 }]);
    expect(line?.pieces.map(({ leaf, offset, text }) => [leaf, offset, text.length])).toEqual([
      [-1, 0, 2],
      [0, 2, 2],
      [-1, 4, 2],
    ]);
  });
});

describe('marks', () => {
  it('are those that a range lies in, whole', () => {
    const marks = [
      { kind: 'sealed' as const, offset: 10, length: 10 },
      { kind: 'changed' as const, offset: 12, length: 2 },
    ];
    expect(marksOf({ offset: 12, length: 2 }, marks)).toEqual(['sealed', 'changed']);
    expect(marksOf({ offset: 12, length: 3 }, marks)).toEqual(['sealed']);
    expect(marksOf({ offset: 9, length: 2 }, marks)).toEqual([]);
    expect(marksOf({ offset: 12, length: 0 }, marks)).toEqual([]);
  });

  it('of change are the leaves with other bytes, if the lengths agree', () => {
    const leaves = leavesOf(fields);
    const other = encodeClientHello(helloOf({ random: new Uint8Array(32).fill(8) }));
    expect(changeMarks(leaves, message, other)).toEqual([{ kind: 'changed', offset: 6, length: 32 }]);
    expect(changeMarks(leaves, message, message)).toEqual([]);
    expect(changeMarks(leaves, message.slice(1), message)).toEqual([]);
  });

  it('of damage are the leaves in which an issue begins', () => {
    const leaves = leavesOf(listOf(5));
    const issue = (offset: number) => ({ kind: 'value' as const, field: 'x', offset });
    expect(damageMarks(leaves, [issue(3), issue(3), issue(99)])).toEqual([{ kind: 'damaged', offset: 3, length: 1 }]);
  });
});
