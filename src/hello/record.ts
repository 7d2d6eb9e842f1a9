// TLSPlaintext records around one handshake message (RFC 8446 §5.1): what a capture of the first flight holds.

import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { clientHelloType } from './client-hello.ts';

/** RFC 8446 §5.1: ContentType handshake. */
export const handshake = 22;

/** RFC 8446 §5.1: no record holds more. */
const maxFragment = 1 << 14;

/**
 * RFC 8446 §5.1: handshake records only until the message is whole, none empty, none longer than 2^14 bytes. Bytes behind the
 * message are left alone: they are the next flight.
 */
export function readRecords(reader: ByteReader): Uint8Array<ArrayBuffer> {
  const joined = new ByteWriter();
  let wanted = 4;
  while (joined.length < wanted) {
    const at = reader.offset;
    if (reader.u8('TLSPlaintext.type', 'type') !== handshake) reader.fail('value', 'TLSPlaintext.type', at);
    reader.u16('TLSPlaintext.legacy_record_version', 'legacy_record_version');
    const length = reader.u16('TLSPlaintext.length', 'length');
    if (length === 0 || length > maxFragment) reader.fail('length', 'TLSPlaintext.length', at + 3);
    joined.bytes(reader.take(length, 'TLSPlaintext.fragment', 'fragment'));
    if (wanted > 4 || joined.length < 4) continue;
    const header = new ByteReader(joined.toBytes());
    if (header.u8('msg_type') !== clientHelloType) reader.fail('value', 'msg_type', at + 5);
    wanted = 4 + header.u24('length');
  }
  return joined.toBytes().slice(0, wanted);
}

/** RFC 8446 §5.1: the version of a first ClientHello's record is 0x0301. */
export function recordOf(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter();
  for (let at = 0; at < message.length; at += maxFragment)
    writer
      .u8(handshake)
      .u16(0x0301)
      .prefixed16((fragment) => fragment.bytes(message.subarray(at, at + maxFragment)));
  return writer.toBytes();
}
