// Every case of echconfig.json: decoding, selection, public names, and what both browsers did.

import { describe, expect, it } from 'vitest';
import { predictClient } from '../../src/browsers/rows.ts';
import { judgeList } from '../../src/browsers/tls-policies.ts';
import { decodeBase64, encodeBase64 } from '../../src/bytes/base64.ts';
import { ByteWriter } from '../../src/bytes/byte-writer.ts';
import { encodeHex } from '../../src/bytes/hex.ts';
import { decodeEchConfigList, type EchConfig } from '../../src/ech/config-list.ts';
import { publicNameProblem } from '../../src/ech/public-name.ts';
import { configProblem, rfcAlgorithms, selectEchConfig, selectSuite } from '../../src/ech/select.ts';
import { echListOf, httpsRdata } from '../unit/builders.ts';
import { bytesOf, countVectors, readVectors, type Vectors } from './vectors.ts';

const vectors = readVectors('echconfig.json');

/** As the file writes a config. */
function described(config: EchConfig): Vectors {
  const { contents } = config;
  const usable = configProblem(config) === undefined;
  const suite = contents && selectSuite(contents, rfcAlgorithms);
  return {
    version: `0x${config.version.toString(16).padStart(4, '0')}`,
    length: config.length,
    offset: config.offset,
    ...(contents && {
      config_id: contents.configId,
      kem_id: contents.kemId,
      public_key_hex: encodeHex(contents.publicKey),
      cipher_suites: contents.cipherSuites.map(({ kdfId, aeadId }) => [kdfId, aeadId]),
      maximum_name_length: contents.maximumNameLength,
      public_name: contents.publicName,
      extensions: contents.extensions.map(({ type, data }) => [type, encodeHex(data)]),
    }),
    usable,
    ...(usable && { suite_selected: [suite?.kdfId, suite?.aeadId] }),
  };
}

/** What the rows predict, in the words of `observed`. */
function predicted(client: 'chromium' | 'firefox', list: Uint8Array): string {
  const set = {
    owner: 'www.example.com',
    cnames: [],
    ttlSeconds: 60,
    rdatas: [encodeBase64(httpsRdata(1, '.', { alpn: ['h2'], ech: list }))],
  };
  const row = predictClient(
    client,
    { kind: 'records', sets: [set] },
    { scheme: 'https', host: 'www.example.com', port: 443 },
  );
  if (row.outcome === 'cannot-connect') return 'TCP connection, no ClientHello: connection fails';
  if (row.outcome === 'shows') return 'no ECH: real name in the clear, GREASE ECH';
  const judgement = judgeList(client, list);
  if (judgement.kind !== 'usable') throw new Error('row and list disagree');
  const { kdfId, aeadId } = judgement.suite;
  return `ECH: outer SNI ${row.publicName}, config_id ${row.configId}, kdf ${kdfId}, aead ${aeadId}`;
}

describe('echconfig.json', () => {
  const cases: Vectors[] = vectors.cases;
  const names: Vectors[] = vectors.public_names?.cases ?? [];
  const observations = [...cases, ...names].filter((one) => one.observed).length;
  countVectors('echconfig.json', { cases: cases.length, 'public names': names.length, observed: observations });

  it.each(cases)('$name', ({ input_hex, input_b64, expect: wanted }) => {
    const bytes = bytesOf(input_hex);
    if (input_b64 !== undefined) expect(decodeBase64(input_b64)).toEqual({ ok: true, value: bytes });
    const decoded = decodeEchConfigList(bytes);
    const outcome = decoded.ok ? (selectEchConfig(decoded.value) ? 'usable' : 'no-usable-config') : 'reject-list';
    expect(outcome).toBe(wanted.outcome);
    const configs = decoded.ok ? decoded.value.configs : decoded.error.configs;
    const wantedConfigs = wanted.configs.map(({ skip, ...config }: Vectors) => config);
    if (decoded.ok) {
      expect(configs.map(described)).toEqual(wantedConfigs);
      expect(selectEchConfig(decoded.value)?.index ?? null).toBe(wanted.selected);
    } else {
      // The configs before the broken one are kept.
      expect(configs.slice(0, wantedConfigs.length).map(described)).toEqual(wantedConfigs);
    }
  });

  it.each(cases.filter(({ observed }) => observed))('$name in the browsers', ({ input_hex, observed }) => {
    for (const client of ['chromium', 'firefox'] as const) {
      const seen = observed[client === 'chromium' ? 'chromium156' : 'firefox153'];
      expect([client, predicted(client, bytesOf(input_hex))]).toEqual([client, seen]);
    }
  });

  it.each(names)('public name $public_name ($why)', ({ hex, rfc9849, observed }) => {
    const bytes = bytesOf(hex);
    const name = String.fromCharCode(...bytes);
    expect(publicNameProblem(name) ? 'ignore-config' : 'valid').toBe(rfc9849);
    for (const client of ['chromium', 'firefox'] as const) {
      const seen = observed[client === 'chromium' ? 'chromium156' : 'firefox153'];
      expect([client, predicted(client, echListOf({ publicName: bytes })).replace(/^ECH: .*/, 'used')]).toEqual([
        client,
        seen,
      ]);
    }
  });

  it('rejects every proper prefix', () => {
    const bytes = bytesOf(vectors.truncation_sweep.input_hex);
    expect(decodeEchConfigList(bytes).ok).toBe(true);
    for (let length = 0; length < bytes.length; length++) {
      const prefix = bytes.slice(0, length);
      expect(decodeEchConfigList(prefix).ok).toBe(false);
      if (length < 2) continue;
      const rewritten = new ByteWriter()
        .u16(length - 2)
        .bytes(prefix.subarray(2))
        .toBytes();
      expect(decodeEchConfigList(rewritten).ok).toBe(false);
    }
  });
});
