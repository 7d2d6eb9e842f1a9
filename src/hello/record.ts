// TLSPlaintext records around one handshake message (RFC 8446 §5.1): what a capture of the first flight holds.
//   clientHelloOf(records): Result<Uint8Array, DecodeError>      the ClientHello message, from one record or several
//   recordOf(message): Uint8Array                                a message in as many records as it needs
// Imports shared, wire and client-hello.

import { ByteReader, decode } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import type { DecodeError } from '../shared/decode-error.ts';
import type { Result } from '../shared/result.ts';
import { clientHelloType } from './client-hello.ts';

/** RFC 8446 §5.1: ContentType handshake. */
const handshake = 22;

/** RFC 8446 §5.1: no record holds more. */
const maxFragment = 1 << 14;

/**
 * RFC 8446 §5.1: handshake records only until the message is whole, none empty, none longer than 2^14 octets. Octets behind the
 * message are left alone: they are the next flight.
 */
export function clientHelloOf(records: Uint8Array): Result<Uint8Array<ArrayBuffer>, DecodeError> {
  return decode(() => {
    const reader = new ByteReader(records);
    const joined = new ByteWriter();
    let wanted = 4;
    while (joined.length < wanted) {
      const at = reader.offset;
      if (reader.u8('TLSPlaintext.type') !== handshake) reader.fail('value', 'TLSPlaintext.type', at);
      reader.u16('TLSPlaintext.legacy_record_version');
      const length = reader.u16('TLSPlaintext.length');
      if (length === 0 || length > maxFragment) reader.fail('length', 'TLSPlaintext.length', at + 3);
      joined.bytes(reader.take(length, 'TLSPlaintext.fragment'));
      if (wanted > 4 || joined.length < 4) continue;
      const header = new ByteReader(joined.toBytes());
      if (header.u8('msg_type') !== clientHelloType) reader.fail('value', 'msg_type', at + 5);
      wanted = 4 + ((header.u8('length') << 16) | header.u16('length'));
    }
    return joined.toBytes().slice(0, wanted);
  });
}

/** RFC 8446 §5.1: the version of a first hello's record is 0x0301. */
export function recordOf(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter();
  for (let at = 0; at < message.length; at += maxFragment)
    writer
      .u8(handshake)
      .u16(0x0301)
      .prefixed16((fragment) => fragment.bytes(message.subarray(at, at + maxFragment)));
  return writer.toBytes();
}
