// Domain names (RFC 1035 §3.1, §4.1.4): wire to zone-file text and back. Text has no trailing dot, the root is `.`; bytes
// that would be misread are escaped (`\.` `\\` `\032`), so two different names never share a text.

import { ByteReader, decode } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import type { DecodeError } from '../shared/decode-error.ts';
import type { Result } from '../shared/result.ts';

/** RFC 1035 §2.3.4, length bytes and the root included. */
const maxNameBytes = 255;

/** A name has at most 127 labels, so an honest one jumps no more often than this. */
const maxJumps = 127;

/** Characters that mean something in a zone file (RFC 1035 §5.1), as bytes: `"` `$` `(` `)` `.` `;` `@` `\`. */
const special = [0x22, 0x24, 0x28, 0x29, 0x2e, 0x3b, 0x40, 0x5c];

function labelText(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte < 0x21 || byte > 0x7e) text += `\\${String(byte).padStart(3, '0')}`;
    else text += special.includes(byte) ? `\\${String.fromCharCode(byte)}` : String.fromCharCode(byte);
  }
  return text;
}

/**
 * RFC 1035 §4.1.4: a pointer leads to a prior name, so it must point before the run of labels that it ends; then no chain can
 * loop. `compression: false` is for RDATA where names are never compressed (RFC 9460 §2.2, RFC 3597 §4).
 */
export function readName(
  reader: ByteReader,
  field: string,
  { compression = true, maxBytes = maxNameBytes } = {},
): string {
  const bytes = reader.bytes;
  const begin = reader.offset;
  let text = '';
  let total = 1;
  let jumps = 0;
  let run = reader.offset;
  let at = reader;
  for (;;) {
    const start = at.offset;
    const length = bytes[at.skip(1, field)] as number;
    if (length === 0) {
      const name = text.slice(1) || '.';
      reader.leaf(field, begin, name);
      return name;
    }
    if (length >= 0xc0 && compression) {
      const target = ((length & 0x3f) << 8) | (bytes[at.skip(1, field)] as number);
      if (target >= run) at.fail('value', field, start);
      if (++jumps > maxJumps) at.fail('limit', field, start);
      run = target;
      at = new ByteReader(bytes, target);
      continue;
    }
    if (length > 63) at.fail('value', field, start);
    total += length + 1;
    const label = at.skip(length, field);
    if (total > maxBytes) at.fail('length', field, start);
    text += `.${labelText(bytes, label, label + length)}`;
  }
}

/** RFC 1035 §5.1 escapes; labels of 1 to 63 bytes, 255 in all. Offsets count characters of the text. */
export function encodeName(text: string): Result<Uint8Array<ArrayBuffer>, DecodeError> {
  return decode(() => {
    const fail = (kind: DecodeError['kind'], offset: number) =>
      new ByteReader(new Uint8Array()).fail(kind, 'name', offset);
    const writer = new ByteWriter();
    let label: number[] = [];
    const endLabel = (offset: number) => {
      if (label.length < 1 || label.length > 63) fail('length', offset);
      writer.u8(label.length).bytes(label);
      if (writer.length >= maxNameBytes) fail('length', offset);
      label = [];
    };
    for (let i = text === '.' ? 1 : 0; i < text.length; i++) {
      if (text[i] === '.') {
        endLabel(i);
        continue;
      }
      let byte = text.charCodeAt(i);
      if (text[i] === '\\') {
        const [whole, decimal] = /^\\(?:(\d{3})|[^\d])/s.exec(text.slice(i, i + 4)) ?? fail('value', i);
        byte = decimal ? Number(decimal) : (whole as string).charCodeAt(1);
        if (byte > 255) fail('value', i);
        i += (whole as string).length - 1;
      } else if (byte < 0x21 || byte > 0x7e) fail('value', i);
      label.push(byte);
    }
    if (label.length || !text) endLabel(text.length);
    return writer.u8(0).toBytes();
  });
}

/** RFC 4343 §3: upper and lower case ASCII letters are the same, all other bytes stand for themselves. */
export const lowerName = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/**
 * Lower case, no trailing dot, and escaped as readName does it: the host of a URL may hold `$`, `(`, `)`, `;` and `"` as they
 * are. What is no name stays as it is, but for case.
 */
export function canonicalName(text: string): string {
  const encoded = encodeName(text);
  return lowerName(encoded.ok ? readName(new ByteReader(encoded.value), 'name') : text);
}

export const sameName = (a: string, b: string): boolean => canonicalName(a) === canonicalName(b);
