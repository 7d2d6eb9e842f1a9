// A hello as a tree of fields whose leaves are every octet once, in order: what the inspect page shows beside the bytes.
//   readFieldTree(message): Result<FieldNode[], FieldTreeError>            a ClientHello, a handshake message
//   readInnerFieldTree(encoded): Result<FieldNode[], FieldTreeError>       an EncodedClientHelloInner (RFC 9849 §5.1)
// Imports shared, wire and the rest of this folder.

import { ByteReader, decode } from '../bytes/byte-reader.ts';
import { clientHelloType, decodeClientHello, readClientHello } from '../hello/client-hello.ts';
import { extensionName, isGrease } from '../hello/extension-types.ts';
import type { DecodeError } from '../shared/decode-error.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { cipherSuiteName, versionName } from './code-points.ts';
import { readExtensionFields } from './extension-fields.ts';
import { type FieldNode, FieldReader, hexOf } from './field-reader.ts';

/** The first rule that is broken, and the tree all the same: octets that could not be read are in leaves named `unread`. */
export interface FieldTreeError extends DecodeError {
  fields: FieldNode[];
}

/** A body that cannot be read is shown as one leaf, and the next extension is read all the same. */
function readExtension(fields: FieldReader, index: number, issues: DecodeError[]): void {
  const type = fields.u16('extension_type', { nameOf: extensionName, isGrease });
  const name = extensionName(type) ?? 'extension';
  fields.vector('extension_data', 2, (body) => {
    const attempt: FieldNode[] = [];
    const copy = new ByteReader(body.reader.bytes, body.reader.offset, body.reader.end);
    const read = decode(() => {
      const value = readExtensionFields(type, body.within(copy, attempt));
      copy.finish(name);
      return value;
    });
    if (!read.ok) {
      const { kind, field, offset } = read.error;
      issues.push({ kind, field: `extensions[${index}].${field === name ? name : `${name}.${field}`}`, offset });
      body.octets('unread', body.remaining);
      return undefined;
    }
    for (const node of attempt) body.nodes.push(node);
    body.reader.skip(body.remaining, name);
    return read.value;
  });
}

/** RFC 8446 §4.1.2. */
function readBody(fields: FieldReader, issues: DecodeError[]): void {
  fields.u16('legacy_version', { nameOf: versionName });
  fields.octets('random', 32);
  fields.vector('legacy_session_id', 1, (session) => hexOf(session.octets('opaque', session.remaining)));
  fields.list('cipher_suites', 2, (suites) => suites.u16('CipherSuite', { nameOf: cipherSuiteName, isGrease }));
  fields.list('legacy_compression_methods', 1, (methods) =>
    methods.u8('CompressionMethod', { nameOf: (method) => (method === 0 ? 'null' : undefined) }),
  );
  if (fields.remaining === 0) return;
  fields.vector('extensions', 2, (extensions) => {
    for (let index = 0; extensions.remaining > 0; index++)
      extensions.group('Extension', (extension) => {
        readExtension(extension, index, issues);
        const [type, data] = extension.nodes;
        if (type?.grease) return type.value;
        const name = type?.value?.replace(/ \(.*/, '') ?? '';
        return data?.value ? `${name}: ${data.value}` : name;
      });
  });
}

/** What has no leaf yet becomes one. */
function coverRest(nodes: FieldNode[], bytes: Uint8Array): void {
  const last = nodes.at(-1);
  const offset = last ? last.offset + last.length : 0;
  if (offset < bytes.length)
    nodes.push({ name: 'unread', offset, length: bytes.length - offset, value: hexOf(bytes.subarray(offset)) });
}

type TreeResult = Result<FieldNode[], FieldTreeError>;

function readTree(
  bytes: Uint8Array,
  structure: Result<unknown, DecodeError>,
  read: (fields: FieldReader, issues: DecodeError[]) => void,
): TreeResult {
  const fields: FieldNode[] = [];
  const issues: DecodeError[] = [];
  const outcome = decode(() => read(new FieldReader(new ByteReader(bytes), fields), issues));
  coverRest(fields, bytes);
  // The structure's own decoder has the first word, so that two answers about one hello never differ.
  const error = structure.ok ? (outcome.ok ? issues[0] : outcome.error) : structure.error;
  return error ? err({ ...error, fields }) : ok(fields);
}

export function readFieldTree(message: Uint8Array): TreeResult {
  return readTree(message, decodeClientHello(message), (fields, issues) => {
    const nameOf = (type: number) => (type === clientHelloType ? 'client_hello' : undefined);
    if (fields.u8('msg_type', { nameOf }) !== clientHelloType) return;
    const length = fields.u24('length');
    // A length that is wrong is an error already; what is there can be read all the same.
    const end = Math.min(message.length, fields.reader.offset + length);
    const body = new ByteReader(message, fields.reader.offset, end);
    fields.within(body, fields.nodes).group('ClientHello', (hello) => {
      readBody(hello, issues);
      return undefined;
    });
  });
}

/** RFC 9849 §5.1: a body without header, then zeros to its end. */
export function readInnerFieldTree(encoded: Uint8Array): TreeResult {
  const structure = decode(() => {
    const reader = new ByteReader(encoded);
    readClientHello(reader);
    const nonZero = encoded.subarray(reader.offset).findIndex((octet) => octet !== 0);
    if (nonZero >= 0) reader.fail('value', 'zeros', reader.offset + nonZero);
  });
  return readTree(encoded, structure, (fields, issues) => {
    fields.group('client_hello', (hello) => {
      readBody(hello, issues);
      return undefined;
    });
    fields.octets('zeros', fields.remaining);
  });
}
