// The hellos of the inspect page: for one host, as a small TLS 1.3 client would send them; built here, not captured.

import { ByteWriter } from '../bytes/byte-writer.ts';
import type { CipherSuite } from '../ech/config-list.ts';
import { type ClientHello, type Extension, encodeClientHello, legacyVersion12 } from './client-hello.ts';
import { encodeEchClientHello } from './ech-extension.ts';
import { extensionType } from './extension-types.ts';
import { greaseHello, type Randomness, type ReadableConfig, type SealedHello, sealHello } from './seal.ts';

export interface HelloRequest {
  /** A-labels. An address has no server_name (RFC 6066 §3): leave it out. */
  host?: string;
  alpn?: readonly string[];
  /** The inner hello, or what GREASE is as long as, leaves to the outer one what both say (RFC 9849 §5.1). Default: false. */
  compress?: boolean;
  randomness: Randomness;
}

export interface EchHelloRequest extends HelloRequest {
  config: ReadableConfig;
  suite: CipherSuite;
}

/** Throws RangeError for a character that is no byte: names come as A-labels. */
const writeText = (writer: ByteWriter, text: string): void => {
  for (const character of text) writer.u8(character.codePointAt(0) ?? 0);
};

const extension = (type: number, write: (writer: ByteWriter) => void): Extension => {
  const writer = new ByteWriter();
  write(writer);
  return { type, data: writer.toBytes() };
};

/** RFC 6066 §3: no trailing dot. */
const serverName = (host: string) =>
  extension(extensionType.serverName, (body) =>
    body.prefixed16((list) => list.u8(0).prefixed16((name) => writeText(name, host.replace(/\.$/, '')))),
  );

/** RFC 7301 §3.1. */
const alpnOf = (protocols: readonly string[]) =>
  extension(extensionType.alpn, (body) =>
    body.prefixed16((list) => {
      for (const protocol of protocols) list.prefixed8((name) => writeText(name, protocol));
    }),
  );

const x25519 = 0x001d;
const ecdsaSecp256r1Sha256 = 0x0403;

/** What does not depend on the name: RFC 8446 §4.2.7, §4.2.3, §4.2.1, §4.2.8. */
const keyExtensions = (publicKey: Uint8Array): Extension[] => [
  extension(extensionType.supportedGroups, (body) => body.prefixed16((groups) => groups.u16(x25519))),
  extension(extensionType.signatureAlgorithms, (body) =>
    body.prefixed16((schemes) => schemes.u16(ecdsaSecp256r1Sha256)),
  ),
  extension(extensionType.supportedVersions, (body) => body.prefixed8((versions) => versions.u16(0x0304))),
  extension(extensionType.keyShare, (body) =>
    body.prefixed16((shares) => shares.u16(x25519).prefixed16((key) => key.bytes(publicKey))),
  ),
];

interface CommonParts {
  alpn: readonly string[];
  sessionId: Uint8Array;
  publicKey: Uint8Array;
}

async function commonParts({ alpn = ['h2', 'http/1.1'], randomness }: HelloRequest): Promise<CommonParts> {
  const { publicKey } = await randomness.keyPair('key_share');
  return { alpn, sessionId: randomness.bytes('legacy_session_id', 32), publicKey };
}

const helloOf = (
  random: Uint8Array,
  host: string | undefined,
  { alpn, sessionId, publicKey }: CommonParts,
): ClientHello => ({
  legacyVersion: legacyVersion12,
  random,
  legacySessionId: sessionId,
  cipherSuites: [0x1301, 0x1302, 0x1303],
  legacyCompressionMethods: Uint8Array.of(0),
  extensions: [
    ...(host === undefined ? [] : [serverName(host)]),
    ...(alpn.length > 0 ? [alpnOf(alpn)] : []),
    ...keyExtensions(publicKey),
  ],
});

/** What an outer hello and its inner one both say. */
const sharedTypes = ({ extensions }: ClientHello): number[] =>
  extensions.map(({ type }) => type).filter((type) => type !== extensionType.serverName);

export async function buildPlainHello(request: HelloRequest): Promise<Uint8Array> {
  const common = await commonParts(request);
  return encodeClientHello(helloOf(request.randomness.bytes('outer random', 32), request.host, common));
}

export async function buildGreaseHello(request: HelloRequest): Promise<Uint8Array> {
  const { host, randomness, compress = false } = request;
  const common = await commonParts(request);
  const hello = helloOf(randomness.bytes('outer random', 32), host, common);
  return greaseHello({ hello, randomness, compress: compress ? sharedTypes(hello) : [] });
}

/** RFC 9849 §6.1: two randoms, one session id, the public name outside, the type inner inside. */
export async function buildEchHello(request: EchHelloRequest): Promise<SealedHello> {
  const { host, randomness, config, suite, compress = false } = request;
  const common = await commonParts(request);
  const outer = helloOf(randomness.bytes('outer random', 32), config.contents.publicName, common);
  const named = helloOf(randomness.bytes('inner random', 32), host, common);
  const mark = { type: extensionType.encryptedClientHello, data: encodeEchClientHello({ type: 'inner' }) };
  const inner = { ...named, extensions: [...named.extensions, mark] };
  return sealHello({ inner, outer, config, suite, randomness, compress: compress ? sharedTypes(outer) : [] });
}
