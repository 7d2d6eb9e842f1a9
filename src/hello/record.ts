// TLSPlaintext records around one handshake message (RFC 8446 §5.1): what a capture of the first flight holds.

import { ByteWriter } from '../bytes/byte-writer.ts';

/** RFC 8446 §5.1: ContentType handshake. */
const handshake = 22;

/** RFC 8446 §5.1: no record holds more. */
const maxFragment = 1 << 14;

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
