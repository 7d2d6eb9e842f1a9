// The ClientHello in TLSPlaintext records (RFC 8446 §5.1), as a server reads it.

import { ByteReader, decode } from '../../src/bytes/byte-reader.ts';
import { readRecords } from '../../src/hello/record.ts';
import type { DecodeError } from '../../src/shared/decode-error.ts';
import type { Result } from '../../src/shared/result.ts';

/** The message of one record or several. */
export const clientHelloOf = (records: Uint8Array): Result<Uint8Array<ArrayBuffer>, DecodeError> =>
  decode(() => readRecords(new ByteReader(records)));
