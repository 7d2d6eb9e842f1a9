// A tree of named fields for people, from the spans that a decoder recorded: what each number is called, and what a group says in
// short. No word of any language is in a value: the page has its own.

import { encodeHex } from '../bytes/hex.ts';
import { type Span, unread } from '../bytes/span-recorder.ts';
import type { DecodeError } from '../shared/decode-error.ts';

/** Plain JSON. A node without children is a leaf. */
export interface FieldNode {
  /** The field's name in its RFC. */
  name: string;
  /** From the start of the whole input. */
  offset: number;
  length: number;
  /** What it says: a name, a number, text, or a few bytes in hexadecimal. */
  value?: string;
  /** A value that means nothing and keeps servers tolerant (RFC 8701). */
  grease?: true;
  children?: FieldNode[];
}

export interface FieldTree {
  /** Their leaves are every byte once, in order, whatever is wrong. */
  fields: FieldNode[];
  /** What is wrong. */
  issues: DecodeError[];
}

/** How a field is shown. Without any of these a number is decimal, bytes are hexadecimal, and a vector of bytes says the same. */
export interface Meaning {
  /** Of a number, which is then shown in hexadecimal. */
  nameOf?: (value: number) => string | undefined;
  isGrease?: (value: number) => boolean;
  /** Of what was read, where it is neither. */
  say?: (value: number | string) => string;
  /** Of bytes. */
  show?: (bytes: Uint8Array) => string | undefined;
  /** What a group says, if it could be read to its end. */
  summarize?: (children: readonly FieldNode[], spans: readonly Span[]) => string | undefined;
}

/** By a field's name, or `group/name` where the name alone could be another's. */
export type Meanings = Readonly<Record<string, Meaning>>;

/** In hexadecimal, as far as 32 bytes. */
const hexOf = (bytes: Uint8Array): string =>
  bytes.length <= 32 ? encodeHex(bytes) : `${encodeHex(bytes.subarray(0, 32))}…`;

/** Printable ASCII as it is, every other byte escaped, so that no text of a stranger's turns into marks or direction changes. */
export function textOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    const plain = byte > 0x20 && byte < 0x7f && byte !== 0x5c;
    text += plain ? String.fromCharCode(byte) : `\\x${(byte + 256).toString(16).slice(1)}`;
  }
  return text;
}

const hexNumber = (value: number, width: number) => `0x${(value + 256 ** width).toString(16).slice(1)}`;

function shownNumber(value: number, width: number, { nameOf, isGrease }: Meaning): string {
  const name = isGrease?.(value) ? 'GREASE' : nameOf?.(value);
  if (name !== undefined) return `${name} (${hexNumber(value, width)})`;
  return nameOf ? hexNumber(value, width) : String(value);
}

/** How many items of a list its summary names. */
const summaryItems = 8;

/** What the first items behind a vector's length say. */
export function saidByItems(children: readonly FieldNode[]): string {
  const said = children.slice(1, 1 + summaryItems).map(({ value }) => value ?? '');
  return [...said, ...(children.length > 1 + summaryItems ? ['…'] : [])].join(', ');
}

const noMeaning: Meaning = {};

/** The nodes of spans whose offsets count in `bytes`. */
export function fieldNodes(spans: readonly Span[], bytes: Uint8Array, meanings: Meanings, group = ''): FieldNode[] {
  return spans.map((span) => {
    const meaning = meanings[`${group}/${span.name}`] ?? meanings[span.name] ?? noMeaning;
    return span.children ? groupNode(span, span.children, bytes, meanings, meaning) : leafNode(span, bytes, meaning);
  });
}

function leafNode({ name, offset, length, value }: Span, bytes: Uint8Array, meaning: Meaning): FieldNode {
  const node: FieldNode = { name, offset, length };
  const shown = shownLeaf(value ?? bytes.subarray(offset, offset + length), length, meaning);
  if (shown !== undefined) node.value = shown;
  if (typeof value === 'number' && meaning.isGrease?.(value)) node.grease = true;
  return node;
}

function shownLeaf(read: number | string | Uint8Array, length: number, meaning: Meaning): string | undefined {
  if (read instanceof Uint8Array) return meaning.show ? meaning.show(read) : hexOf(read);
  if (meaning.say) return meaning.say(read);
  return typeof read === 'number' ? shownNumber(read, length, meaning) : read;
}

function groupNode(span: Span, spans: Span[], bytes: Uint8Array, meanings: Meanings, meaning: Meaning): FieldNode {
  const { name, offset, length, isBroken } = span;
  const children = fieldNodes(spans, bytes, meanings, name);
  const said = isBroken
    ? undefined
    : meaning.summarize
      ? meaning.summarize(children, spans)
      : saidByBytes(spans, children);
  return { name, offset, length, ...(said && { value: said }), children };
}

/** A vector of bytes says what its bytes say. */
function saidByBytes([length, content, ...more]: readonly Span[], [, shown]: readonly FieldNode[]): string | undefined {
  const isVector = length?.name === 'length' && more.length === 0;
  const isBytes = content !== undefined && content.value === undefined && content.children === undefined;
  return isVector && isBytes && content.name !== unread ? shown?.value : undefined;
}
