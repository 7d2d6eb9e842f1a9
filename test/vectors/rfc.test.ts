// The examples and test vectors of the RFCs themselves. They lie in `rfc`, a file for each, and run everywhere.

import { describe, expect, it } from 'vitest';
import { decodeBase64, encodeBase64 } from '../../src/bytes/base64.ts';
import { ByteReader, decode } from '../../src/bytes/byte-reader.ts';
import { decodeHex, encodeHex } from '../../src/bytes/hex.ts';
import { encodeQuery } from '../../src/dns/encode-query.ts';
import { formatServiceBinding } from '../../src/dns/format-service-binding.ts';
import { formatIpv6 } from '../../src/dns/ip-address.ts';
import { decodeMessage } from '../../src/dns/message.ts';
import { readName } from '../../src/dns/names.ts';
import { parseIpv6 } from '../../src/dns/parse-ip-address.ts';
import { decodeServiceBinding } from '../../src/dns/service-binding.ts';
import { askResolver } from '../../src/doh/exchange.ts';
import { expandTemplate } from '../../src/doh/template.ts';
import { decodeEchConfigList } from '../../src/ech/config-list.ts';
import { selectEchConfig } from '../../src/ech/select.ts';
import { startSealing } from '../../src/hello/hpke.ts';
import { readPaste } from '../../src/paste/paste.ts';
import { parseTemplate } from '../../src/shared/doh-template.ts';
import { openSealed } from '../helpers/ech-server.ts';
import { parseText } from '../unit/dns/parse-text.ts';
import { okValue } from '../unit/hello/hellos.ts';
import rfc1035 from './rfc/rfc1035.json';
import rfc4648 from './rfc/rfc4648.json';
import rfc5952 from './rfc/rfc5952.json';
import rfc8484 from './rfc/rfc8484.json';
import rfc9180 from './rfc/rfc9180.json';
import rfc9460 from './rfc/rfc9460.json';
import rfc9848 from './rfc/rfc9848.json';
import { bytesOf } from './vectors.ts';

describe('RFC 9460 Appendix D', () => {
  it.each(rfc9460.vectors)('$section figure $figure: $name', ({ texts, generic, rdata_hex }) => {
    const rdata = bytesOf(rdata_hex);
    for (const text of [...texts, generic]) expect(parseText(text)).toEqual({ ok: true, value: rdata });
    const binding = okValue(decodeServiceBinding(rdata));
    expect(binding.verdict.kind).toBe(binding.priority === 0 ? 'alias' : 'accept');
    expect(parseText(formatServiceBinding(binding))).toEqual({ ok: true, value: rdata });
    for (const text of [...texts, generic])
      expect(readPaste(`example.com.   SVCB   ${text}`)).toMatchObject({
        value: { errors: [], sites: [{ outcome: { sets: [{ rdatas: [encodeBase64(rdata)] }] } }] },
      });
  });

  it.each(rfc9460.failures)('$section figure $figure: $why', ({ texts }) => {
    for (const text of texts) {
      expect([text, parseText(text).ok]).toEqual([text, false]);
    }
  });
});

it('RFC 9848 §3: an ech parameter', () => {
  const text = `1 . ech="${rfc9848.ech}"`;
  const binding = okValue(decodeServiceBinding(okValue(parseText(text))));
  const list = okValue(decodeEchConfigList(okValue(decodeBase64(rfc9848.ech))));
  expect(list.configs.map(({ contents }) => contents?.publicName)).toEqual([rfc9848.public_name]);
  expect(selectEchConfig(list)?.index).toBe(0);
  expect(formatServiceBinding(binding)).toBe(`1 . ech=${rfc9848.ech}`);
});

it('RFC 9180 Appendix A.1.1: seals and opens', async () => {
  const suite = { kdfId: rfc9180.kdf_id, aeadId: rfc9180.aead_id };
  const info = bytesOf(rfc9180.info);
  const { enc, seal } = await startSealing({
    suite,
    publicKey: bytesOf(rfc9180.pkRm),
    info,
    ephemeral: { privateKey: bytesOf(rfc9180.skEm), publicKey: bytesOf(rfc9180.pkEm) },
  });
  expect(encodeHex(enc)).toBe(rfc9180.enc);
  const published = new Map(rfc9180.encryptions.map((encryption) => [encryption.sequence, encryption]));
  for (let sequence = 0; sequence <= 256; sequence++) {
    const { aad = '', pt = '', ct } = published.get(sequence) ?? {};
    const sealed = await seal(bytesOf(aad), bytesOf(pt));
    if (ct !== undefined) expect([sequence, encodeHex(sealed)]).toEqual([sequence, ct]);
  }
  const { aad = '', pt, ct = '' } = published.get(0) ?? {};
  const opened = await openSealed({
    suite,
    privateKey: bytesOf(rfc9180.skRm),
    enc,
    info,
    aad: bytesOf(aad),
    ciphertext: bytesOf(ct),
  });
  expect(opened && encodeHex(opened)).toBe(pt);
});

describe('RFC 8484', () => {
  it.each(rfc8484.requests)('§$section: $name', ({ address, method, dns, message_hex, qname, qtype }) => {
    const message = bytesOf(message_hex);
    expect(decode(() => readName(new ByteReader(message, 12), 'QNAME'))).toEqual({ ok: true, value: qname });
    const template = parseTemplate(`${address}{?dns}`);
    if (!template.ok) throw new Error(template.error);
    if (method === 'GET') expect(expandTemplate(template.value, message)).toBe(`${address}?dns=${dns}`);
    // Ours asks the same, with an OPT record behind it and AD set.
    const ours = okValue(encodeQuery(qname, qtype));
    expect(encodeHex(ours.subarray(12, message.length))).toBe(encodeHex(message.subarray(12)));
  });

  it('§4.2.2: a response', async () => {
    const { status, headers, message_hex, name, type, ttl, address } = rfc8484.response;
    const body = bytesOf(message_hex);
    expect(Number(headers['content-length'])).toBe(body.length);
    expect(headers['cache-control']).toBe(`max-age=${ttl}`);
    const message = okValue(decodeMessage(body));
    expect(message.answers).toMatchObject([{ name, type, ttlSeconds: ttl, address }]);
    const template = parseTemplate('https://dnsserver.example.net/dns-query{?dns}');
    if (!template.ok) throw new Error(template.error);
    const answer = await askResolver(name, type, {
      template: template.value,
      now: () => 0,
      fetch: async () => new Response(body, { status, headers }),
    });
    expect(answer).toEqual({ ok: true, value: { message, ageSeconds: 0, subnetOptOut: 'sent' } });
  });
});

it.each(rfc4648.vectors)('RFC 4648 §10: "$text"', ({ text, base64, base16 }) => {
  const bytes = new TextEncoder().encode(text);
  expect(encodeBase64(bytes)).toBe(base64);
  expect(decodeBase64(base64)).toEqual({ ok: true, value: bytes });
  expect(encodeHex(bytes).toUpperCase()).toBe(base16);
  expect(decodeHex(base16)).toEqual({ ok: true, value: bytes });
});

it.each(rfc5952.vectors)('RFC 5952 §$section: $from', ({ from, recommended }) => {
  const bytes = parseIpv6(from);
  expect(bytes && formatIpv6(Uint8Array.from(bytes))).toBe(recommended);
});

it('RFC 1035 §4.1.4: four compressed names', () => {
  const message = new Uint8Array(93);
  for (const { offset, hex } of rfc1035.parts) message.set(bytesOf(hex), offset);
  for (const { offset, name, end } of rfc1035.names) {
    const reader = new ByteReader(message, offset);
    expect(decode(() => readName(reader, 'name'))).toEqual({ ok: true, value: name });
    expect(reader.offset).toBe(end);
  }
});
