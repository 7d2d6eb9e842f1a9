// Every case of ech-hello.json: whole hellos opened or refused, extension bodies, EncodedClientHelloInner, HPKE, and hellos
// that must come out byte for byte.

import { describe, expect, it } from 'vitest';
import { encodeHex } from '../../src/bytes/hex.ts';
import { decodeEchConfigList } from '../../src/ech/config-list.ts';
import { type ClientHello, decodeClientHello, encodeClientHello, serverNameOf } from '../../src/hello/client-hello.ts';
import { buildEchHello } from '../../src/hello/compose.ts';
import { extensionName, extensionType, isGrease } from '../../src/hello/extension-types.ts';
import { echInfo, startSealing } from '../../src/hello/hpke.ts';
import type { Randomness, ReadableConfig } from '../../src/hello/seal.ts';
import type { DecodeError } from '../../src/shared/decode-error.ts';
import { clientHelloOf } from '../helpers/client-hello-records.ts';
import { decodeInner } from '../helpers/decode-inner.ts';
import { decodeEchClientHello, offeredVersions } from '../helpers/ech-decoders.ts';
import { type OpenFailure, openClientHello } from '../helpers/ech-server.ts';
import { encodeEchConfigList } from '../helpers/encode-ech-config.ts';
import { expectWholeTree } from '../unit/hello/coverage.ts';
import { keyPairOf, okValue } from '../unit/hello/hellos.ts';
import { bytesOf, countVectors, readVectors, type Vectors } from './vectors.ts';

const vectors = readVectors('ech-hello.json');

const hex4 = (value: number) => `0x${value.toString(16).padStart(4, '0')}`;

/** Where the file's names for extensions are not the registry's. */
const otherNames: Record<string, string> = {
  alpn: 'application_layer_protocol_negotiation',
  extended_master_secret: 'extended_main_secret',
};

/** What each of the file's reasons means here: a kind and the field where it is found. */
const reasons: [RegExp, DecodeError['kind'], RegExp][] = [
  [/^reference missing in outer/, 'value', /OuterExtensions\[/],
  [/^(ech_outer_extensions|encrypted_client_hello) referenced$/, 'value', /OuterExtensions\[/],
  [/^duplicate reference$/, 'duplicate', /OuterExtensions\[/],
  [/^wrong order$/, 'order', /OuterExtensions\[/],
  [/^no supported_versions/, 'value', /^supported_versions$/],
  [/^inner does not offer TLS 1.3$/, 'value', /^supported_versions$/],
  [/^inner encrypted_client_hello missing$/, 'value', /^encrypted_client_hello$/],
  [/^inner encrypted_client_hello malformed/, 'trailing', /^encrypted_client_hello/],
  [/^more than one encrypted_client_hello$/, 'duplicate', /^extension_type$/],
  [/^nonzero padding$/, 'value', /^zeros$/],
  [/^truncated$/, 'truncated', /./],
  [/^trailing$/, 'trailing', /^encrypted_client_hello$/],
  [/^inner with payload$/, 'trailing', /^encrypted_client_hello$/],
  [/^unknown type$/, 'value', /^type$/],
  [/^empty payload$/, 'length', /^payload$/],
];

function expectReason(error: DecodeError, reason: string): void {
  const known = reasons.find(([pattern]) => pattern.test(reason));
  // A new reason is one to look at, though what counts is that both refuse.
  expect(known, `no words for: ${reason}`).toBeDefined();
  // Exception: a hello without cipher suites (RFC 8446 §4.1.2 wants two bytes at least) is refused there, before the search
  // for what else it lacks.
  if (error.kind === 'length' && error.field === 'cipher_suites') return;
  // Exception: a list with an odd byte left over is of a wrong length here, not truncated.
  if (reason === 'truncated' && error.kind === 'length' && /OuterExtensions$/.test(error.field)) return;
  expect([error.kind, reason]).toEqual([known?.[1], reason]);
  expect(error.field).toMatch(known?.[2] ?? /^$/);
}

function readConfig(raw: Uint8Array): ReadableConfig {
  const { configs } = okValue(decodeEchConfigList(encodeEchConfigList([raw])));
  const config = configs[0];
  if (!config?.contents) throw new Error('no contents');
  return { raw: config.raw, contents: config.contents };
}

const keyOf = ({ ech_config_hex, ech_private_key_hex }: Vectors) => ({
  config: readConfig(bytesOf(ech_config_hex)),
  privateKey: bytesOf(ech_private_key_hex),
});

/** What a case may expect or leave out: at the end of the file each was expected by some case. */
const expected = new Set<string>();
function where<T>(what: string, wanted: T | undefined, check: (wanted: T) => void): void {
  if (!wanted) return;
  expected.add(what);
  check(wanted);
}

/** The fields as the file has them. */
function expectFields(hello: ClientHello, wanted: Vectors): void {
  expect({
    legacy_version: hex4(hello.legacyVersion),
    random: encodeHex(hello.random),
    session_id: encodeHex(hello.legacySessionId),
    cipher_suites: hello.cipherSuites.map(hex4),
  }).toEqual({
    legacy_version: wanted.legacy_version,
    random: wanted.random,
    session_id: wanted.session_id,
    cipher_suites: wanted.cipher_suites,
  });
  expect(hello.extensions.map(({ type, data }) => [hex4(type), data.length])).toEqual(
    wanted.extensions.map(({ type, len }: Vectors) => [type, len]),
  );
  for (const { type, name, host, versions } of wanted.extensions) {
    const number = Number(type);
    expect(isGrease(number)).toBe(name === 'GREASE');
    // What no registry knows may still have a name here.
    if (!['GREASE', 'unknown'].includes(name)) expect(extensionName(number)).toBe(otherNames[name] ?? name);
    where('a server name', host, () => expect(serverNameOf(hello)).toBe(host));
    where('versions', versions, () => expect(offeredVersions(hello).map(hex4)).toEqual(versions));
  }
}

/** Why a hello does not open, by what the file says of its encrypted_client_hello. */
function closedKind(ech: Vectors): OpenFailure['kind'] {
  if (!ech) return 'no-ech';
  if (ech.type === 'inner') return 'inner';
  return ech.type === 'outer' ? 'not-decryptable' : 'malformed';
}

/** Those of the case, where its fields say what was drawn. */
const drawnBy = (one: Vectors, keyShare: Uint8Array): Randomness => ({
  bytes: (use) => {
    if (use === 'inner random') return bytesOf(one.inner_random_hex);
    if (use === 'outer random') return bytesOf(one.outer_random_hex);
    if (use === 'legacy_session_id') return bytesOf(one.session_id_hex);
    throw new Error(`${use} is not drawn here`);
  },
  keyPair: async (use) =>
    use === 'key_share' ? { privateKey: new Uint8Array(32), publicKey: keyShare } : keyPairOf(bytesOf(one.skE_hex)),
});

const bodyMessage = (body: Uint8Array) =>
  Uint8Array.of(1, body.length >> 16, (body.length >> 8) & 255, body.length & 255, ...body);

describe('ech-hello.json', () => {
  const hellos: Vectors[] = vectors.hello_cases;
  const bodies: Vectors[] = vectors.extension_cases ?? [];
  const inners: Vectors[] = vectors.inner_decode_cases?.cases ?? [];
  const seals: Vectors[] = vectors.hpke_seal_cases;
  const builds: Vectors[] = vectors.build_cases;
  countVectors('ech-hello.json', {
    hellos: hellos.length,
    'extension bodies': bodies.length,
    inners: inners.length,
    'HPKE seals': seals.length,
    builds: builds.length,
  });

  it.each(hellos)('hello: $name', async (one) => {
    const { client_hello_hex, tls_record_hex, expect: wanted } = one;
    const message = bytesOf(client_hello_hex);
    where('a TLS record', tls_record_hex, () =>
      expect(okValue(clientHelloOf(bytesOf(tls_record_hex)))).toEqual(message),
    );
    const outer = okValue(decodeClientHello(message));
    where('outer fields', wanted.outer, () => expectFields(outer, wanted.outer));
    where('an outer name', wanted.outer_sni, () => expect(serverNameOf(outer)).toBe(wanted.outer_sni));
    expect(encodeClientHello(outer)).toEqual(message);
    const said = JSON.stringify(expectWholeTree(message));
    for (const { name, protocols } of wanted.outer?.extensions ?? [])
      where('protocols', protocols, () =>
        expect(said).toContain(`"${otherNames[name] ?? name}: ${protocols.join(', ')}"`),
      );

    const keys = one.ech_config_hex ? [keyOf(one)] : [];
    const opened = await openClientHello(message, keys);
    where('an HPKE info', wanted.hpke_info_hex && keys[0], ({ config }) =>
      expect(encodeHex(echInfo(config.raw))).toBe(wanted.hpke_info_hex),
    );
    expect(opened.ok).toBe(wanted.decrypts && wanted.result !== 'reject');
    if (!wanted.decrypts) return expect(opened).toMatchObject({ ok: false, error: { kind: closedKind(wanted.ech) } });
    if (wanted.result === 'reject') {
      if (opened.ok || opened.error.kind !== 'illegal-inner') throw new Error(JSON.stringify(opened));
      expect(encodeHex(opened.error.encodedInner)).toBe(wanted.encoded_inner_hex);
      return expectReason(opened.error.error, wanted.reason);
    }
    const { ech, hello, encodedInner, paddingLength, outerExtensions } = okValue(opened);
    expect({
      type: ech.type,
      kdf_id: ech.suite.kdfId,
      aead_id: ech.suite.aeadId,
      config_id: ech.configId,
      enc_hex: encodeHex(ech.enc),
      payload_len: ech.payload.length,
    }).toEqual(wanted.ech);
    expect(encodeHex(encodedInner)).toBe(wanted.encoded_inner_hex);
    const inner = encodeClientHello(hello);
    expect(encodeHex(inner)).toBe(wanted.inner_client_hello_hex);
    where('inner fields', wanted.inner, () => expectFields(hello, wanted.inner));
    expect(serverNameOf(hello)).toBe(wanted.inner_sni);
    expect(paddingLength).toBe(wanted.padding_len);
    expect((outerExtensions ?? []).map(hex4)).toEqual(wanted.outer_extensions ?? []);
    expectWholeTree(inner);
    expectWholeTree(encodedInner, 'EncodedClientHelloInner');
  });

  it('each thing that a case can leave out is expected by some case', () => {
    expect([...expected].sort()).toEqual([
      'a TLS record',
      'a server name',
      'an HPKE info',
      'an outer name',
      'inner fields',
      'outer fields',
      'protocols',
      'versions',
    ]);
  });

  it.each(bodies)('extension: $name', ({ ext_body_hex, ext_with_header_hex, expect: wanted }) => {
    const whole = bytesOf(ext_with_header_hex ?? '');
    const declared = ext_with_header_hex ? ((whole[2] ?? 0) << 8) | (whole[3] ?? 0) : 0;
    const body = ext_with_header_hex ? whole.subarray(4, 4 + declared) : bytesOf(ext_body_hex);
    const decoded = decodeEchClientHello(body);
    if (wanted.outcome === 'reject') {
      if (decoded.ok) throw new Error('accepted');
      return expectReason(decoded.error, wanted.reason);
    }
    expect(body.length).toBe(ext_with_header_hex ? declared : body.length);
    const ech = okValue(decoded);
    expect(ech.type).toBe(wanted.outcome);
    if (ech.type === 'outer')
      expect([ech.suite.kdfId, ech.suite.aeadId, ech.configId, ech.enc.length, ech.payload.length]).toEqual([
        wanted.kdf_id,
        wanted.aead_id,
        wanted.config_id,
        wanted.enc_len,
        wanted.payload_len,
      ]);
  });

  it.each(inners)('inner: $name', ({ encoded_inner_hex, expect: wanted }) => {
    const outer = okValue(
      decodeClientHello(bodyMessage(bytesOf(vectors.inner_decode_cases.outer_client_hello_body_hex))),
    );
    const decoded = decodeInner(bytesOf(encoded_inner_hex), outer);
    if (wanted.outcome === 'reject') {
      if (decoded.ok) throw new Error('accepted');
      return expectReason(decoded.error, wanted.reason);
    }
    const { hello, outerExtensions, paddingLength } = okValue(decoded);
    expect(serverNameOf(hello)).toBe(wanted.inner_sni);
    expect((outerExtensions ?? []).map(hex4)).toEqual(wanted.outer_extensions);
    expect(paddingLength).toBe(wanted.padding_len);
    expect(hello.legacySessionId).toEqual(outer.legacySessionId);
  });

  it.each(seals)('HPKE: $name', async (one) => {
    const { enc, seal } = await startSealing({
      suite: { kdfId: one.kdf_id, aeadId: one.aead_id },
      publicKey: bytesOf(one.pkR_hex),
      info: bytesOf(one.info_hex),
      ephemeral: keyPairOf(bytesOf(one.skE_hex)),
    });
    expect(encodeHex(enc)).toBe(one.enc_hex);
    expect(encodeHex(await seal(bytesOf(one.aad_hex), bytesOf(one.pt_hex)))).toBe(one.ct_hex);
  });

  it.each(builds)('build: $name', async (one) => {
    const wantedInner = okValue(decodeClientHello(bodyMessage(bytesOf(one.inner_client_hello_body_hex))));
    const keyShare = wantedInner.extensions.find(({ type }) => type === extensionType.keyShare)?.data.subarray(-32);
    if (!keyShare) throw new Error('no key share');
    const key = keyOf(one);
    const built = await buildEchHello({
      host: one.inner_host,
      alpn: one.alpn,
      config: key.config,
      suite: { kdfId: 1, aeadId: one.aead_id },
      randomness: drawnBy(one, keyShare),
    });
    expect(encodeHex(built.inner.subarray(4))).toBe(one.inner_client_hello_body_hex);
    expect(encodeHex(built.encodedInner)).toBe(one.encoded_inner_hex);
    expect(built.paddingLength).toBe(one.padding_len);
    expect(encodeHex(built.aad)).toBe(one.aad_hex);
    expect(encodeHex(built.enc)).toBe(one.enc_hex);
    expect(encodeHex(built.payload)).toBe(one.payload_hex);
    expect(encodeHex(built.outer.subarray(4))).toBe(one.client_hello_outer_body_hex);
    const { hello } = okValue(await openClientHello(built.outer, [key]));
    expect(encodeClientHello(hello)).toEqual(built.inner);
    expectWholeTree(built.outer);
  });
});
