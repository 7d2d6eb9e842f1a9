// Whether a field tree's leaves are every byte of the input once, in order, and its groups exactly their children.

import type { FieldNode } from '../../../src/dissect/field-tree.ts';
import { readFieldTree, readInnerFieldTree } from '../../../src/dissect/hello-fields.ts';

/** The first byte behind the nodes. Throws where they overlap or leave a gap. */
function endOf(nodes: readonly FieldNode[], start: number): number {
  let at = start;
  for (const { name, offset, length, children } of nodes) {
    if (offset !== at) throw new Error(`${name} is at ${offset}, not at ${at}`);
    if (length < 0) throw new Error(`${name} has a length of ${length}`);
    at += length;
    if (children && endOf(children, offset) !== at) throw new Error(`${name} is not what is in it`);
  }
  return at;
}

export function expectCovered(nodes: readonly FieldNode[], length: number): void {
  const end = endOf(nodes, 0);
  if (end !== length) throw new Error(`the tree ends at ${end} of ${length}`);
}

/** No byte unread. */
export function expectWholeTree(
  bytes: Uint8Array,
  structure: 'ClientHello' | 'EncodedClientHelloInner' = 'ClientHello',
): FieldNode[] {
  const { fields, issues } = structure === 'ClientHello' ? readFieldTree(bytes) : readInnerFieldTree(bytes);
  if (issues[0]) throw new Error(`${issues[0].kind} ${issues[0].field} at ${issues[0].offset}`);
  expectCovered(fields, bytes.length);
  return fields;
}
