// Bodies of extensions, which a server reads and our pages only show.

import { ByteReader, decode } from '../../src/bytes/byte-reader.ts';
import { type ClientHello, findExtension } from '../../src/hello/client-hello.ts';
import { type EchClientHello, readEchClientHello, readOuterExtensions } from '../../src/hello/ech-extension.ts';
import { readSupportedVersions } from '../../src/hello/extension-bodies.ts';
import { extensionType } from '../../src/hello/extension-types.ts';
import type { DecodeError } from '../../src/shared/decode-error.ts';
import type { Result } from '../../src/shared/result.ts';

export const decodeEchClientHello = (body: Uint8Array): Result<EchClientHello, DecodeError> =>
  decode(() => readEchClientHello(new ByteReader(body)));

export const decodeOuterExtensions = (body: Uint8Array): Result<number[], DecodeError> =>
  decode(() => readOuterExtensions(new ByteReader(body)));

/** Empty when there are none, or none that can be read. */
export function offeredVersions(hello: ClientHello): number[] {
  const extension = findExtension(hello, extensionType.supportedVersions);
  if (!extension) return [];
  const versions = decode(() => {
    const reader = new ByteReader(extension.data);
    const read = readSupportedVersions(reader);
    reader.finish('extension_data');
    return read;
  });
  return versions.ok ? versions.value : [];
}
