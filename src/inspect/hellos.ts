// The wire: what a small TLS 1.3 client would send first to a host, without ECH, with GREASE and with ECH sealed to the site's
// own key. Built here, not captured. Pulls in HPKE: pages load it by import() and take nothing but types from it otherwise.
// RFC 9849 §6.1, §6.1.3, §6.2; RFC 8446 §5.1.

import type { FieldNode, FieldTree } from '../dissect/field-tree.ts';
import { readInnerFieldTree, readTlsRecordTree } from '../dissect/hello-fields.ts';
import type { Mark, MarkKind } from '../dissect/hex-lines.ts';
import type { SelectedConfig } from '../ech/select.ts';
import { decodeClientHello, serverNameOf } from '../hello/client-hello.ts';
import { buildEchHello, buildGreaseHello, buildPlainHello } from '../hello/compose.ts';
import { HpkeError } from '../hello/hpke.ts';
import { paddingLengthOf } from '../hello/inner.ts';
import { recordOf } from '../hello/record.ts';
import { type Randomness, type SealedHello, webRandomness } from '../hello/seal.ts';

/** `outer` and `inner` are the two halves of the hello with ECH. */
export type HelloKind = 'plain' | 'outer' | 'inner' | 'grease';

export interface WireHello {
  kind: HelloKind;
  /** A TLS record; of `inner`, what is sealed: an EncodedClientHelloInner with its padding. */
  bytes: Uint8Array;
  fields: FieldNode[];
  marks: Mark[];
  /** The name in it, as bytes of any value, one character each. */
  name: string;
}

export interface Padding {
  /** Of the inner hello, in bytes. */
  innerLength: number;
  nameLength: number;
  maximumNameLength: number;
  /** Zeros as if the name had the maximum length. */
  forName: number;
  /** Zeros to the next multiple of 32. */
  toBlock: number;
  /** Of the sealed bytes, tag included. */
  payloadLength: number;
  /** Names of these lengths give the same payload length. */
  alike: { from: number; to: number };
}

export interface Wire {
  /** `plain` and `grease` always; `outer` and `inner` where it could be sealed. */
  hellos: WireHello[];
  padding: Padding | null;
  /** Why nothing was sealed. */
  unsealed: 'no-config' | 'bad-key' | null;
}

export interface WireRequest {
  /** A-labels. */
  host: string;
  config: SelectedConfig | undefined;
  randomness?: Randomness;
}

/** RFC 1035 §2.3.4, in text without the last dot. */
const longestName = 253;

function wholeTree({ fields, issues: [issue] }: FieldTree): FieldNode[] {
  if (issue) throw new Error(`a ClientHello of our own cannot be read: ${issue.field}`);
  return fields;
}

/** The first field of that name. */
function fieldOf(nodes: readonly FieldNode[], name: string): FieldNode | undefined {
  for (const node of nodes) {
    const found = node.name === name ? node : node.children && fieldOf(node.children, name);
    if (found) return found;
  }
  return undefined;
}

function marked(fields: readonly FieldNode[], kind: MarkKind, name: string, part?: string): Mark[] {
  const field = fieldOf(fields, name);
  const range = field && part ? fieldOf(field.children ?? [], part) : field;
  return range ? [{ kind, offset: range.offset, length: range.length }] : [];
}

function onTheWire(kind: 'plain' | 'outer' | 'grease', message: Uint8Array): WireHello {
  const bytes = recordOf(message);
  const fields = wholeTree(readTlsRecordTree(bytes));
  const marks = [
    ...marked(fields, 'readable-name', 'HostName'),
    ...marked(fields, kind === 'grease' ? 'random' : 'sealed', 'payload', 'opaque'),
  ];
  return { kind, bytes, fields, marks, name: nameIn(message) };
}

function nameIn(message: Uint8Array): string {
  const hello = decodeClientHello(message);
  return (hello.ok && serverNameOf(hello.value)) || '';
}

function sealedInside({ encodedInner, inner }: SealedHello): WireHello {
  const fields = wholeTree(readInnerFieldTree(encodedInner));
  return {
    kind: 'inner',
    bytes: encodedInner,
    fields,
    marks: marked(fields, 'sealed-name', 'HostName'),
    name: nameIn(inner),
  };
}

function paddingOf(sealed: SealedHello, maximumNameLength: number): Padding {
  const { encodedInner, paddingLength, payload } = sealed;
  const innerLength = encodedInner.length - paddingLength;
  const nameLength = nameIn(sealed.inner).length;
  const forName = Math.max(0, maximumNameLength - nameLength);
  const lengthWith = (name: number) => {
    const length = innerLength - nameLength + name;
    return length + paddingLengthOf(length, 'a'.repeat(name), maximumNameLength);
  };
  const isAlike = (name: number) => lengthWith(name) === encodedInner.length;
  let [from, to] = [nameLength, nameLength];
  while (from > 1 && isAlike(from - 1)) from--;
  while (to < longestName && isAlike(to + 1)) to++;
  return {
    innerLength,
    nameLength,
    maximumNameLength,
    forName,
    toBlock: paddingLength - forName,
    payloadLength: payload.length,
    alike: { from, to },
  };
}

/** Throws RangeError for a host that cannot be written. */
export async function buildWire({ host, config, randomness = webRandomness }: WireRequest): Promise<Wire> {
  const request = { host, randomness, compress: true };
  const plain = onTheWire('plain', await buildPlainHello(request));
  const grease = onTheWire('grease', await buildGreaseHello(request));
  if (!config) return { hellos: [plain, grease], padding: null, unsealed: 'no-config' };
  try {
    const { contents, suite } = config;
    const sealed = await buildEchHello({ ...request, config: { raw: config.config.raw, contents }, suite });
    const hellos = [plain, onTheWire('outer', sealed.outer), sealedInside(sealed), grease];
    return { hellos, padding: paddingOf(sealed, contents.maximumNameLength), unsealed: null };
  } catch (failure) {
    // The site's key is no key.
    if (failure instanceof HpkeError) return { hellos: [plain, grease], padding: null, unsealed: 'bad-key' };
    throw failure;
  }
}
