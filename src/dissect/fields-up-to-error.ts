// Reading fields as far as they go: what lies behind damage becomes a leaf named `unread`, and what stands beside it is read
// all the same. Imports shared, wire and hello's field reader.
//   FieldTree                                                  what the readers of this folder return
//   readToEnd(fields, read)                                    inside a structure whose end is known
//   treeOf(bytes, read, issues): FieldTree

import { ByteReader, decode } from '../bytes/byte-reader.ts';
import type { DecodeError } from '../shared/decode-error.ts';
import { type FieldNode, FieldReader } from './field-reader.ts';

export interface FieldTree {
  /** Their leaves are every octet once, in order, whatever is wrong. */
  fields: FieldNode[];
  /** What is wrong, in the order of the octets; of a damage inside a damage only the inner one. */
  issues: DecodeError[];
}

/** A hostile list has thousands of faults. */
const mostIssues = 64;

function cover(nodes: FieldNode[], reader: ByteReader, start: number): void {
  const last = nodes.at(-1);
  const offset = last ? last.offset + last.length : start;
  if (offset < reader.end) nodes.push({ name: 'unread', offset, length: reader.end - offset });
  reader.offset = reader.end;
}

/** `read` gets the fields up to the end of `fields`' reader; where it fails, the rest is one leaf. A tree that is full stays so. */
export function readToEnd(fields: FieldReader, read: (fields: FieldReader) => string | undefined): string | undefined {
  const { reader, nodes } = fields;
  const start = reader.offset;
  const outcome = decode(() => {
    const said = read(fields);
    reader.finish('');
    return said;
  });
  if (outcome.ok) return outcome.value;
  if (outcome.error.kind === 'limit') reader.fail('limit', outcome.error.field, outcome.error.offset);
  cover(nodes, reader, start);
  return undefined;
}

/** `issues` are the decoder's, which has the first word on what is wrong. */
export function treeOf(bytes: Uint8Array, read: (fields: FieldReader) => void, issues: DecodeError[]): FieldTree {
  const fields: FieldNode[] = [];
  const reader = new ByteReader(bytes);
  const outcome = decode(() => read(new FieldReader(reader, fields)));
  cover(fields, reader, 0);
  const all = outcome.ok || issues.length > 0 ? issues : [outcome.error];
  return { fields, issues: all.slice(0, mostIssues).sort((a, b) => a.offset - b.offset) };
}
