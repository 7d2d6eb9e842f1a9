// Sealing and opening (RFC 9849 §5.2, §6.1, §6.2, §7.1), with another HPKE library as the judge; where this Node's Web Crypto knows
// no ChaCha20-Poly1305, that library gets Node's own.

import { createCipheriv, createDecipheriv } from 'node:crypto';
import {
  type AEAD,
  AEAD_AES_128_GCM,
  AEAD_AES_256_GCM,
  CipherSuite,
  KDF_HKDF_SHA256,
  KDF_HKDF_SHA384,
  KDF_HKDF_SHA512,
  KEM_DHKEM_X25519_HKDF_SHA256,
} from 'hpke';
import { describe, expect, it } from 'vitest';
import { decodeClientHello, encodeClientHello, findExtension, serverNameOf } from '../../../src/hello/client-hello.ts';
import { buildEchHello, buildGreaseHello, buildPlainHello } from '../../../src/hello/compose.ts';
import { encodeEchClientHello } from '../../../src/hello/ech-extension.ts';
import { generateKeyPair, startSealing, tagLength } from '../../../src/hello/hpke.ts';
import { sealHello, webRandomness } from '../../../src/hello/seal.ts';
import { decodeEchClientHello } from '../../helpers/ech-decoders.ts';
import { openClientHello, openSealed } from '../../helpers/ech-server.ts';
import { expectWholeTree } from './coverage.ts';
import {
  countingRandomness,
  helloOf,
  innerMark,
  keyFrom,
  keyPairOf,
  okValue,
  serverKeyOf,
  versions,
} from './hellos.ts';

const kdfs = { 1: KDF_HKDF_SHA256, 2: KDF_HKDF_SHA384, 3: KDF_HKDF_SHA512 } as const;
const chaCha20Poly1305: AEAD = {
  id: 3,
  type: 'AEAD',
  name: 'ChaCha20Poly1305',
  Nk: 32,
  Nn: 12,
  Nt: tagLength,
  Seal: async (secret, nonce, aad, plaintext) => {
    const cipher = createCipheriv('chacha20-poly1305', secret, nonce, { authTagLength: tagLength });
    cipher.setAAD(aad, { plaintextLength: plaintext.length });
    return Uint8Array.of(...cipher.update(plaintext), ...cipher.final(), ...cipher.getAuthTag());
  },
  Open: async (secret, nonce, aad, sealed) => {
    const decipher = createDecipheriv('chacha20-poly1305', secret, nonce, { authTagLength: tagLength });
    decipher.setAAD(aad, { plaintextLength: sealed.length - tagLength });
    decipher.setAuthTag(sealed.subarray(-tagLength));
    return Uint8Array.of(...decipher.update(sealed.subarray(0, -tagLength)), ...decipher.final());
  },
};

const aeads = { 1: AEAD_AES_128_GCM, 2: AEAD_AES_256_GCM, 3: () => chaCha20Poly1305 } as const;
type Id = 1 | 2 | 3;
const ids: readonly Id[] = [1, 2, 3];

const allSuites = [1, 2, 3].map((aeadId) => ({ kdfId: 1, aeadId }));
const key = serverKeyOf({ cipherSuites: allSuites, maximumNameLength: 32 });
const text = (value: string) => new TextEncoder().encode(value);
const request = (host = 'secret.example') => ({ host, randomness: countingRandomness() });
const build = (more: { host?: string; compress?: boolean; aeadId?: number } = {}) =>
  buildEchHello({
    ...request(more.host),
    config: key.config,
    suite: { kdfId: 1, aeadId: more.aeadId ?? 1 },
    compress: more.compress ?? false,
  });

const echOf = (message: Uint8Array) => {
  const extension = findExtension(okValue(decodeClientHello(message)), 0xfe0d);
  const ech = extension && okValue(decodeEchClientHello(extension.data));
  if (ech?.type !== 'outer') throw new Error('no outer encrypted_client_hello');
  return ech;
};

describe.each(ids.flatMap((kdfId) => ids.map((aeadId) => ({ kdfId, aeadId }))))(
  'HPKE, KDF $kdfId, AEAD $aeadId',
  (suite) => {
    const [info, aad, plaintext] = [text('info'), text('aad'), text('a sealed hello')];

    it('is what the other library opens, and opens what it seals', async () => {
      const other = new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, kdfs[suite.kdfId], aeads[suite.aeadId]);
      const { privateKey, publicKey } = keyFrom(3);
      const { enc, seal } = await startSealing({ suite, publicKey, info, ephemeral: keyFrom(4) });
      const ours = await seal(aad, plaintext);
      const theirKey = await other.DeserializePrivateKey(privateKey, true);
      expect(await other.Open(theirKey, enc, ours, { info, aad })).toEqual(plaintext);
      const theirs = await other.Seal(await other.DeserializePublicKey(publicKey), plaintext, { info, aad });
      const parts = { suite, privateKey, enc: theirs.encapsulatedSecret, info, aad, ciphertext: theirs.ciphertext };
      expect(await openSealed(parts)).toEqual(plaintext);
    });

    it('opens what it sealed, and nothing else', async () => {
      const { privateKey, publicKey } = keyFrom(3);
      const { enc, seal } = await startSealing({ suite, publicKey, info, ephemeral: keyFrom(4) });
      const ciphertext = await seal(aad, plaintext);
      expect(ciphertext.length).toBe(plaintext.length + tagLength);
      const parts = { suite, privateKey, enc, info, aad, ciphertext };
      expect(await openSealed(parts)).toEqual(plaintext);
      for (const wrong of [
        { privateKey: keyFrom(5).privateKey },
        { info: text('Info') },
        { aad: text('Aad') },
        { enc: keyFrom(5).publicKey },
        // Of low order (RFC 7748 §6.1), and of no length that a key has.
        { enc: new Uint8Array(32) },
        { enc: new Uint8Array() },
        { ciphertext: ciphertext.slice(1) },
        { ciphertext: new Uint8Array(3) },
      ])
        expect(await openSealed({ ...parts, ...wrong })).toBeUndefined();
    });
  },
);

describe('a sealed hello', () => {
  it.each([1, 2, 3])('names the public name outside and the host inside (AEAD %i)', async (aeadId) => {
    const built = await build({ aeadId });
    const { outer, hello, ech, encodedInner, paddingLength } = okValue(await openClientHello(built.outer, [key]));
    expect([serverNameOf(outer), serverNameOf(hello)]).toEqual(['cover.example', 'secret.example']);
    expect(Buffer.from(built.outer).includes('secret')).toBe(false);
    expect([ech.suite.aeadId, ech.configId]).toEqual([aeadId, 7]);
    expect(encodeClientHello(hello)).toEqual(built.inner);
    expect([encodedInner, paddingLength]).toEqual([built.encodedInner, built.paddingLength]);
    expect(built.payload.length).toBe(encodedInner.length + tagLength);
    // RFC 9849 §6.1: two randoms, one session id.
    expect(outer.random).not.toEqual(hello.random);
    expect(outer.legacySessionId).toEqual(hello.legacySessionId);
  });

  it('§5.2: is authenticated as a whole', async () => {
    const { outer, aad, payload } = await build();
    expect(aad.length).toBe(outer.length - 4);
    expect(aad.subarray(aad.length - payload.length).every((byte) => byte === 0)).toBe(true);
    for (let at = 0; at < outer.length; at += 11) {
      const changed = outer.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x80;
      expect((await openClientHello(changed, [key])).ok).toBe(false);
    }
  });

  it('§5.1: leaves to the outer hello what both say', async () => {
    const [whole, compressed] = [
      await build({ host: 'a.example' }),
      await build({ host: 'a.example', compress: true }),
    ];
    expect(compressed.inner).toEqual(whole.inner);
    expect(compressed.encodedInner.length).toBeLessThan(whole.encodedInner.length);
    const opened = okValue(await openClientHello(compressed.outer, [key]));
    expect(opened.outerExtensions).toEqual([16, 10, 13, 43, 51]);
    expect(encodeClientHello(opened.hello)).toEqual(compressed.inner);
  });

  it('has no server_name for an address, and none with a trailing dot', async () => {
    const { host, ...rest } = request();
    const built = await buildEchHello({ ...rest, config: key.config, suite: { kdfId: 1, aeadId: 1 } });
    expect(serverNameOf(okValue(await openClientHello(built.outer, [key])).hello)).toBeUndefined();
    const dotted = await build({ host: `${host}.` });
    expect(serverNameOf(okValue(await openClientHello(dotted.outer, [key])).hello)).toBe(host);
  });

  it('takes names as A-labels only', async () => {
    await expect(build({ host: '例え.example' })).rejects.toThrow(RangeError);
  });

  it('differs each time with the platform’s randomness', async () => {
    const parts = { host: 'a.example', config: key.config, suite: { kdfId: 1, aeadId: 1 }, randomness: webRandomness };
    const [one, two] = [await buildEchHello(parts), await buildEchHello(parts)];
    expect(one.outer).not.toEqual(two.outer);
    expect(one.enc).not.toEqual(two.enc);
    const pair = await generateKeyPair();
    expect(keyPairOf(pair.privateKey).publicKey).toEqual(pair.publicKey);
  });

  it.each([
    ['session ids differ', { outer: helloOf({ legacySessionId: new Uint8Array() }) }],
    ['an extension to compress differs', { outer: helloOf({ extensions: [versions(0x0303)] }), compress: [43] }],
    ['the suite is unknown', { suite: { kdfId: 9, aeadId: 1 } }],
  ])('is not made when %s', async (_name, wrong) => {
    const hello = helloOf();
    const parts = {
      inner: hello,
      outer: hello,
      config: key.config,
      suite: { kdfId: 1, aeadId: 1 },
      randomness: countingRandomness(),
    };
    await expect(sealHello({ ...parts, ...wrong })).rejects.toThrow(RangeError);
  });
});

describe('§6.2 GREASE', () => {
  it.each([false, true])(
    'looks like a hello sealed under a config without a maximum, compressed: %s',
    async (compress) => {
      const message = await buildGreaseHello({ ...request(), compress });
      const { suite, enc, payload } = echOf(message);
      const config = serverKeyOf({ maximumNameLength: 0 }).config;
      const real = echOf((await buildEchHello({ ...request(), config, suite, compress })).outer);
      expect([suite, enc.length, payload.length]).toEqual([
        { kdfId: 1, aeadId: 1 },
        real.enc.length,
        real.payload.length,
      ]);
      expect(serverNameOf(okValue(decodeClientHello(message)))).toBe('secret.example');
      expect(await openClientHello(message, [key])).toEqual({ ok: false, error: { kind: 'not-decryptable' } });
      expectWholeTree(message);
    },
  );
});

describe('opening', () => {
  it('a hello without ECH says so', async () => {
    expect(await openClientHello(await buildPlainHello(request()), [key])).toEqual({
      ok: false,
      error: { kind: 'no-ech' },
    });
  });

  it('an inner hello says so', async () => {
    const { inner } = await build();
    expect(await openClientHello(inner, [key])).toEqual({ ok: false, error: { kind: 'inner' } });
  });

  it('finds the right one of several keys, even with the same config_id', async () => {
    const { outer } = await build();
    const others = [serverKeyOf({ cipherSuites: allSuites }, 8), serverKeyOf({ configId: 9 }, 9)];
    expect(okValue(await openClientHello(outer, [...others, key])).key).toBe(key);
    expect(await openClientHello(outer, others)).toMatchObject({ error: { kind: 'not-decryptable' } });
    expect(await openClientHello(outer, [])).toMatchObject({ error: { kind: 'not-decryptable' } });
  });

  it.each([
    ['another config_id', { configId: 8, cipherSuites: allSuites }],
    ['a config without that suite', { cipherSuites: [{ kdfId: 1, aeadId: 2 }] }],
  ])('does not try %s', async (_name, parts) => {
    const { outer } = await build();
    // A private key that would throw, were it tried.
    const untouched = { ...serverKeyOf(parts), privateKey: new Uint8Array(3) };
    expect(await openClientHello(outer, [untouched])).toEqual({ ok: false, error: { kind: 'not-decryptable' } });
  });

  it.each([
    [
      'an encrypted_client_hello that cannot be read',
      { type: 0xfe0d, data: Uint8Array.of(5) },
      { kind: 'value', field: 'encrypted_client_hello.type', offset: 83 },
    ],
    [
      '§5.1: ech_outer_extensions outside',
      { type: 0xfd00, data: Uint8Array.of(2, 0, 0) },
      { kind: 'value', field: 'ech_outer_extensions', offset: 83 },
    ],
  ])('refuses %s', async (_name, extension, error) => {
    const message = encodeClientHello(helloOf({ extensions: [extension] }));
    expect(await openClientHello(message, [key])).toEqual({ ok: false, error: { kind: 'malformed', error } });
  });

  it('does not try a suite that it does not know, though the config lists it', async () => {
    const suite = { kdfId: 9, aeadId: 0xffff };
    const data = encodeEchClientHello({
      type: 'outer',
      suite,
      configId: 7,
      enc: new Uint8Array(32),
      payload: new Uint8Array(50),
    });
    const message = encodeClientHello(helloOf({ extensions: [{ type: 0xfe0d, data }] }));
    const knowing = serverKeyOf({ cipherSuites: [suite] });
    expect(await openClientHello(message, [knowing])).toEqual({ ok: false, error: { kind: 'not-decryptable' } });
  });

  it('tells what is wrong with a hello that it opened', async () => {
    const hello = helloOf();
    const inner = { ...hello, extensions: [versions(0x0303), innerMark] };
    const { outer, encodedInner } = await sealHello({
      inner,
      outer: hello,
      config: key.config,
      suite: { kdfId: 1, aeadId: 1 },
      randomness: countingRandomness(),
    });
    expect(await openClientHello(outer, [key])).toEqual({
      ok: false,
      error: { kind: 'illegal-inner', error: { kind: 'value', field: 'supported_versions', offset: 47 }, encodedInner },
    });
  });
});
