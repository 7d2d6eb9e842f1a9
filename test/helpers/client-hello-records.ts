// The ClientHello in TLSPlaintext records (RFC 8446 §5.1), as a server reads it.

import { ByteReader, decode } from '../../src/bytes/byte-reader.ts';
import { ByteWriter } from '../../src/bytes/byte-writer.ts';
import { clientHelloType } from '../../src/hello/client-hello.ts';
import type { DecodeError } from '../../src/shared/decode-error.ts';
import type { Result } from '../../src/shared/result.ts';

/** ContentType handshake. */
const handshake = 22;

/** No record holds more. */
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
