// Reads bytes into a tree of named fields. Leaves touch and never overlap; what was read before a failure stays in the tree. A
// tree has at most `maxNodes` nodes: a browser's hello has some 300, and a page must be able to show them.
//   new FieldReader(reader, nodes)     u8 u16 u24 octets group vector list; each adds to `nodes`
//   hexOf(octets) textOf(octets)       a value for people
// Imports wire.

import type { ByteReader } from '../bytes/byte-reader.ts';
import { encodeHex } from '../bytes/hex.ts';

/** Plain JSON. A node without children is a leaf. */
export interface FieldNode {
  /** The field's name in its RFC. */
  name: string;
  /** From the start of the whole input. */
  offset: number;
  length: number;
  /** What it says: a name, a number, text, or a few octets in hexadecimal. */
  value?: string;
  /** A value that means nothing and keeps servers tolerant (RFC 8701). */
  grease?: true;
  children?: FieldNode[];
}

/** In hexadecimal, as far as 32 octets. No word of any language is in a value: the page has its own. */
export const hexOf = (octets: Uint8Array): string =>
  octets.length <= 32 ? encodeHex(octets) : `${encodeHex(octets.subarray(0, 32))}…`;

/** Printable ASCII as it is, every other octet escaped, so that no text of a stranger's turns into marks or direction changes. */
export function textOf(octets: Uint8Array): string {
  let text = '';
  for (const octet of octets) {
    const plain = octet > 0x20 && octet < 0x7f && octet !== 0x5c;
    text += plain ? String.fromCharCode(octet) : `\\x${(octet + 256).toString(16).slice(1)}`;
  }
  return text;
}

export interface NumberMeaning {
  nameOf?: (value: number) => string | undefined;
  isGrease?: (value: number) => boolean;
}

const hexNumber = (value: number, width: number) => `0x${(value + 256 ** width).toString(16).slice(1)}`;

function meaningOf(value: number, width: number, { nameOf, isGrease }: NumberMeaning): string {
  const name = isGrease?.(value) ? 'GREASE' : nameOf?.(value);
  if (name !== undefined) return `${name} (${hexNumber(value, width)})`;
  return nameOf ? hexNumber(value, width) : String(value);
}

/** More would take longer to build than the 20 ms that hostile input may cost. */
const maxNodes = 8192;

/** How many items a list's summary names. */
const summaryItems = 8;

export class FieldReader {
  readonly reader: ByteReader;
  readonly nodes: FieldNode[];
  /** Shared by all readers of one tree. */
  readonly #budget: { nodes: number };

  constructor(reader: ByteReader, nodes: FieldNode[], budget = { nodes: maxNodes }) {
    this.reader = reader;
    this.nodes = nodes;
    this.#budget = budget;
  }

  /** For the octets of `reader`, in the same tree. */
  within(reader: ByteReader, nodes: FieldNode[]): FieldReader {
    return new FieldReader(reader, nodes, this.#budget);
  }

  #add(node: FieldNode): void {
    if (this.#budget.nodes === 0) this.reader.fail('limit', node.name, node.offset);
    this.#budget.nodes--;
    this.nodes.push(node);
  }

  get remaining(): number {
    return this.reader.remaining;
  }

  #number(name: string, width: 1 | 2 | 3, meaning: NumberMeaning): number {
    const offset = this.reader.skip(width, name);
    let value = 0;
    for (let i = 0; i < width; i++) value = (value << 8) | (this.reader.bytes[offset + i] as number);
    const node: FieldNode = { name, offset, length: width, value: meaningOf(value, width, meaning) };
    if (meaning.isGrease?.(value)) node.grease = true;
    this.#add(node);
    return value;
  }

  u8(name: string, meaning: NumberMeaning = {}): number {
    return this.#number(name, 1, meaning);
  }

  u16(name: string, meaning: NumberMeaning = {}): number {
    return this.#number(name, 2, meaning);
  }

  u24(name: string): number {
    return this.#number(name, 3, {});
  }

  /** No leaf for no octets. */
  octets(name: string, length: number, show: (octets: Uint8Array) => string = hexOf): Uint8Array {
    const offset = this.reader.offset;
    const octets = this.reader.take(length, name);
    if (length > 0) this.#add({ name, offset, length, value: show(octets) });
    return octets;
  }

  /** Fields that belong together; `read` may return what they say in short. */
  group(name: string, read: (fields: FieldReader) => string | undefined): void {
    const node: FieldNode & { children: FieldNode[] } = { name, offset: this.reader.offset, length: 0, children: [] };
    this.#add(node);
    try {
      const value = read(this.within(this.reader, node.children));
      if (value) node.value = value;
    } finally {
      const last = node.children.at(-1);
      node.length = last ? last.offset + last.length - node.offset : 0;
    }
  }

  /** A length and what it bounds, which `read` must read to its end. */
  vector(name: string, width: 1 | 2, read: (fields: FieldReader) => string | undefined): void {
    this.group(name, (fields) => {
      const length = width === 1 ? fields.u8('length') : fields.u16('length');
      const bounded = this.reader.sub(length, name);
      const value = read(this.within(bounded, fields.nodes));
      bounded.finish(name);
      return value;
    });
  }

  /** A vector of one field again and again; it says what the first ones say. */
  list(name: string, width: 1 | 2, readItem: (fields: FieldReader) => void): void {
    this.vector(name, width, (fields) => {
      while (fields.remaining > 0) readItem(fields);
      const said = fields.nodes.slice(1, 1 + summaryItems).map(({ value }) => value ?? '');
      const more = fields.nodes.length - 1 - said.length;
      return said.join(', ') + (more > 0 ? ', …' : '');
    });
  }
}
