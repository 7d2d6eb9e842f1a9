// A server's side of ECH (RFC 9849 §7.1): finds the key, unseals, puts the inner hello together again and checks it.

import type { CipherSuite } from '../../src/ech/config-list.ts';
import { type DecodedClientHello, decodeClientHello, findExtension } from '../../src/hello/client-hello.ts';
import type { OuterEchClientHello } from '../../src/hello/ech-extension.ts';
import { extensionType } from '../../src/hello/extension-types.ts';
import { echInfo, HpkeError, isSupported, suiteOf } from '../../src/hello/hpke.ts';
import type { ReadableConfig } from '../../src/hello/seal.ts';
import type { DecodeError } from '../../src/shared/decode-error.ts';
import { err, ok, type Result } from '../../src/shared/result.ts';
import { type DecodedInner, decodeInner } from './decode-inner.ts';
import { decodeEchClientHello } from './ech-decoders.ts';

export interface ServerKey {
  config: ReadableConfig;
  /** X25519, 32 bytes. */
  privateKey: Uint8Array;
}

export interface OpenedHello extends DecodedInner {
  outer: DecodedClientHello;
  ech: OuterEchClientHello;
  /** What was sealed, padding included. */
  encodedInner: Uint8Array;
  key: ServerKey;
}

export type OpenFailure =
  /** The hello, or its encrypted_client_hello, breaks a rule; offsets are the message's. */
  | { kind: 'malformed'; error: DecodeError }
  /** No encrypted_client_hello. */
  | { kind: 'no-ech' }
  /** An inner hello, which is never sent as such. */
  | { kind: 'inner' }
  /** GREASE, or a key that is not among ours: the two look the same. */
  | { kind: 'not-decryptable' }
  /** It opens, and a server must refuse what is inside; offsets are those of `encodedInner`. */
  | { kind: 'illegal-inner'; error: DecodeError; encodedInner: Uint8Array };

/** Of the handshake message: type and length stand before the body. */
const headerLength = 4;

/** RFC 9849 §5.2: the body of the outer hello with zeros where the payload is. */
function additionalData(message: Uint8Array, payloadOffset: number, payloadLength: number): Uint8Array {
  const aad = message.slice(headerLength);
  aad.fill(0, payloadOffset - headerLength, payloadOffset - headerLength + payloadLength);
  return aad;
}

/** RFC 9849 §7.1: a config with that id and that suite. */
const fits = ({ config: { contents } }: ServerKey, { configId, suite }: OuterEchClientHello): boolean =>
  contents.configId === configId &&
  contents.cipherSuites.some(({ kdfId, aeadId }) => kdfId === suite.kdfId && aeadId === suite.aeadId) &&
  isSupported(suite);

const shifted = (error: DecodeError, field: string, offset: number): DecodeError => ({
  kind: error.kind,
  field: `${field}.${error.field}`,
  offset: error.offset + offset,
});

/** RFC 9849 §5.1: ech_outer_extensions is for the sealed hello alone. */
function misplaced(outer: DecodedClientHello): DecodeError | undefined {
  const found = findExtension(outer, extensionType.echOuterExtensions);
  return found && { kind: 'value', field: 'ech_outer_extensions', offset: found.offset };
}

interface SealedParts {
  suite: CipherSuite;
  privateKey: Uint8Array;
  enc: Uint8Array;
  info: Uint8Array;
  aad: Uint8Array;
  ciphertext: Uint8Array;
}

/** Undefined when it does not open: another key, GREASE, or bytes that were changed. */
export async function openSealed(parts: SealedParts): Promise<Uint8Array | undefined> {
  const cipher = suiteOf(parts.suite);
  const recipientKey = await cipher.kem.deserializePrivateKey(parts.privateKey);
  try {
    const context = await cipher.createRecipientContext({ recipientKey, enc: parts.enc, info: parts.info });
    return new Uint8Array(await context.open(parts.ciphertext, parts.aad));
  } catch (failure) {
    if (failure instanceof HpkeError) return undefined;
    throw failure;
  }
}

export async function openClientHello(
  message: Uint8Array,
  keys: readonly ServerKey[],
): Promise<Result<OpenedHello, OpenFailure>> {
  const outer = decodeClientHello(message);
  if (!outer.ok) return err({ kind: 'malformed', error: outer.error });
  const extension = findExtension(outer.value, extensionType.encryptedClientHello);
  const error = misplaced(outer.value);
  if (error) return err({ kind: 'malformed', error });
  if (!extension) return err({ kind: 'no-ech' });
  const ech = decodeEchClientHello(extension.data);
  if (!ech.ok) return err({ kind: 'malformed', error: shifted(ech.error, 'encrypted_client_hello', extension.offset) });
  if (ech.value.type === 'inner') return err({ kind: 'inner' });
  const { suite, enc, payload, payloadOffset } = ech.value;
  const aad = additionalData(message, extension.offset + payloadOffset, payload.length);
  for (const key of keys) {
    if (!fits(key, ech.value)) continue;
    const info = echInfo(key.config.raw);
    const encodedInner = await openSealed({ suite, privateKey: key.privateKey, enc, info, aad, ciphertext: payload });
    if (!encodedInner) continue;
    const inner = decodeInner(encodedInner, outer.value);
    if (!inner.ok) return err({ kind: 'illegal-inner', error: inner.error, encodedInner });
    return ok({ ...inner.value, outer: outer.value, ech: ech.value, encodedInner, key });
  }
  return err({ kind: 'not-decryptable' });
}
