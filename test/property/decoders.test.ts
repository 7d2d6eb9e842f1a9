// Decoders never throw, always end, lose nothing, and undo their encoders.

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { predictClients } from '../../src/browsers/rows.ts';
import { judgeList } from '../../src/browsers/tls-policies.ts';
import { decodeBase64, decodeBase64Url, encodeBase64, encodeBase64Url } from '../../src/bytes/base64.ts';
import { ByteReader, decode } from '../../src/bytes/byte-reader.ts';
import { decodeHex, encodeHex } from '../../src/bytes/hex.ts';
import { encodeQuery } from '../../src/dns/encode-query.ts';
import { encodeServiceBinding } from '../../src/dns/encode-service-binding.ts';
import { formatServiceBinding } from '../../src/dns/format-service-binding.ts';
import { decodeMessage } from '../../src/dns/message.ts';
import { canonicalName, encodeName, readName } from '../../src/dns/names.ts';
import { resolveRecordSet } from '../../src/dns/record-set.ts';
import { decodeServiceBinding } from '../../src/dns/service-binding.ts';
import { lookUpAddress, lookUpHttps } from '../../src/doh/lookup.ts';
import { expandTemplate } from '../../src/doh/template.ts';
import { decodeEchConfigList } from '../../src/ech/config-list.ts';
import type { DecodeError } from '../../src/shared/decode-error.ts';
import { parseTemplate } from '../../src/shared/doh-template.ts';
import type { Result } from '../../src/shared/result.ts';
import { encodeEchConfigList } from '../helpers/encode-ech-config.ts';
import { messageOf } from '../unit/builders.ts';
import { parseText } from '../unit/dns/parse-text.ts';
import { nearly, numRuns, timeoutMs } from './mutations.ts';
import {
  anyName,
  compressedMessage,
  echConfigs,
  echList,
  message,
  messageParts,
  rawBinding,
  rdata,
  targetName,
  wholeName,
} from './structures.ts';

vi.setConfig({ testTimeout: timeoutMs });

const check = <T>(arbitrary: fc.Arbitrary<T>, property: (value: T) => void): void =>
  fc.assert(fc.property(arbitrary, property), { numRuns });

/** An error names a field, and a place in the input or just behind it. */
function expectSound(result: Result<unknown, DecodeError>, length: number): void {
  if (result.ok) return;
  if (!result.error.field || result.error.offset < 0 || result.error.offset > length)
    throw new Error(JSON.stringify(result.error));
}

const okValue = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

describe('nothing throws', () => {
  it('on names', () => {
    check(nearly(wholeName), (bytes) =>
      expectSound(
        decode(() => readName(new ByteReader(bytes), 'NAME')),
        bytes.length,
      ),
    );
  });

  it('on records and sets of them', () => {
    check(nearly(rdata), (bytes) => expectSound(decodeServiceBinding(bytes), bytes.length));
    check(fc.array(nearly(rdata), { maxLength: 4 }), (rdatas) => void resolveRecordSet(rdatas));
  });

  it('on config lists', () => {
    check(nearly(echList), (bytes) => {
      const decoded = decodeEchConfigList(bytes);
      expectSound(decoded, bytes.length);
      const { configs } = decoded.ok ? decoded.value : decoded.error;
      for (const { issues } of configs) for (const error of issues) expectSound({ ok: false, error }, bytes.length);
      for (const client of ['rfc', 'chromium', 'firefox'] as const) judgeList(client, bytes);
    });
  });

  it('on messages', () => {
    check(nearly(fc.oneof(message, compressedMessage)), (bytes) => expectSound(decodeMessage(bytes), bytes.length));
  });

  it('on text', () => {
    const words = fc.constantFrom(
      '1',
      '.',
      'alpn',
      'key7',
      '=',
      '"',
      '\\',
      '\\000',
      ',',
      '(',
      ')',
      ';',
      ' ',
      'h2',
      'ech',
      'AA==',
      'port',
      'mandatory',
    );
    const text = fc.oneof(
      fc.array(words, { maxLength: 12 }).map((parts) => parts.join('')),
      fc.string(),
    );
    check(text, (value) => {
      expectSound(parseText(value), value.length);
      expectSound(parseText(`1 . ${value}`), value.length + 4);
      expectSound(encodeName(value), value.length);
      expectSound(decodeBase64(value), value.length);
      expectSound(decodeBase64Url(value), value.length);
      expectSound(decodeHex(value), value.length);
      const template = parseTemplate(`https://${value}`);
      if (template.ok) new URL(expandTemplate(template.value, new Uint8Array()));
    });
  });

  it('decodes arbitrary DNS answers up to the predictions without throwing', async () => {
    const template = okValue(parseTemplate('https://resolver.example/'));
    const bodies = nearly(fc.oneof(message, compressedMessage));
    await fc.assert(
      fc.asyncProperty(bodies, fc.boolean(), async (body, address) => {
        const headers = { 'content-type': 'application/dns-message' };
        const fetch = async () => new Response(body as Uint8Array<ArrayBuffer>, { headers });
        // The question that the body answers, so that more than the question is looked at.
        const decoded = decodeMessage(body);
        const host = decoded.ok ? decoded.value.question.name : 'a.example';
        const resolver = { template, fetch, now: () => 0 };
        if (address) return void (await lookUpAddress(host, resolver));
        const { outcome } = await lookUpHttps(host, 443, resolver, { follow: 'aliases' });
        predictClients(outcome, { scheme: 'https', host, port: 443 });
      }),
      { numRuns: Math.ceil(numRuns / 4) },
    );
  });
});

describe('decoding undoes encoding', () => {
  it('of names', () => {
    check(targetName, (name) => {
      const bytes = okValue(encodeName(name));
      const text = readName(new ByteReader(bytes), 'NAME');
      expect(okValue(encodeName(text))).toEqual(bytes);
    });
  });

  it('of records', () => {
    check(rawBinding, (raw) => {
      const { priority, params, verdict } = okValue(decodeServiceBinding(okValue(encodeServiceBinding(raw))));
      expect({ priority, params: params.map(({ key, value }) => ({ key, value })) }).toEqual({
        priority: raw.priority,
        params: raw.params,
      });
      expect(verdict.kind).not.toBe('inconsistent');
    });
  });

  it('of config lists', () => {
    check(echConfigs, (configs) => {
      const { configs: decoded } = okValue(decodeEchConfigList(encodeEchConfigList(configs)));
      expect(decoded.map(({ raw }) => raw)).toEqual(configs);
    });
  });

  it('of messages', () => {
    check(messageParts, (parts) => {
      const decoded = okValue(decodeMessage(messageOf(parts)));
      const typed = (records: { type: number; rdata: Uint8Array }[]) =>
        records.map(({ type, rdata: data }) => ({ type, rdata: data }));
      expect(typed(decoded.answers)).toEqual(typed(parts.answers ?? []));
      expect(typed(decoded.authorities)).toEqual(typed(parts.authorities ?? []));
    });
  });

  it('of queries', () => {
    check(anyName, (name) => {
      const query = okValue(encodeQuery(name, 65));
      expect(query.length % 128).toBe(0);
      query[2] = 0x81;
      const question = { name: canonicalName(name), type: 65, class: 1 };
      const { question: decoded, trailingBytes } = okValue(decodeMessage(query));
      expect({ ...decoded, name: canonicalName(decoded.name), trailingBytes }).toEqual({
        ...question,
        trailingBytes: 0,
      });
    });
  });

  it('of base64 and hex', () => {
    check(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(okValue(decodeBase64(encodeBase64(bytes)))).toEqual(bytes);
      expect(okValue(decodeBase64Url(encodeBase64Url(bytes)))).toEqual(bytes);
      expect(okValue(decodeHex(encodeHex(bytes)))).toEqual(bytes);
      expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
    });
  });
});

describe('nothing is lost', () => {
  it('of what decodes, even mutated: encoding it again gives the same bytes', () => {
    check(nearly(rdata), (bytes) => {
      const decoded = decodeServiceBinding(bytes);
      if (decoded.ok) expect(okValue(encodeServiceBinding(decoded.value))).toEqual(bytes);
    });
    check(nearly(echList), (bytes) => {
      const decoded = decodeEchConfigList(bytes);
      if (decoded.ok) expect(encodeEchConfigList(decoded.value.configs.map(({ raw }) => raw))).toEqual(bytes);
    });
  });

  it('of base64 that decodes: there is one text for some bytes', () => {
    const digits = fc
      .array(fc.constantFrom('A', 'B', 'g', 'w', '/', '+', '=', '9'), { maxLength: 12 })
      .map((parts) => parts.join(''));
    check(digits, (text) => {
      const decoded = decodeBase64(text);
      if (decoded.ok) expect(encodeBase64(decoded.value)).toBe(text);
    });
  });

  it('in zone-file text', () => {
    check(nearly(rdata), (bytes) => {
      const decoded = decodeServiceBinding(bytes);
      if (!decoded.ok || decoded.value.verdict.kind === 'inconsistent') return;
      expect(okValue(parseText(formatServiceBinding(decoded.value)))).toEqual(bytes);
    });
  });
});
