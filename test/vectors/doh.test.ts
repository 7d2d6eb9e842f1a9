// Every case of doh.json: messages, what a lookup makes of them, names, queries, HTTP.

import { describe, expect, it } from 'vitest';
import { decodeBase64 } from '../../src/bytes/base64.ts';
import { ByteReader, decode } from '../../src/bytes/byte-reader.ts';
import { encodeHex } from '../../src/bytes/hex.ts';
import { encodeQuery } from '../../src/dns/encode-query.ts';
import { decodeMessage, type ResourceRecord } from '../../src/dns/message.ts';
import { readName } from '../../src/dns/names.ts';
import { resolveRecordSet } from '../../src/dns/record-set.ts';
import { decodeServiceBinding } from '../../src/dns/service-binding.ts';
import { lookUpHttps, type Resolver } from '../../src/doh/lookup.ts';
import { expandTemplate } from '../../src/doh/template.ts';
import { parseTemplate } from '../../src/shared/doh-template.ts';
import type { HttpsLookup } from '../../src/shared/lookup.ts';
import { whyNotQueried } from '../../src/shared/query-policy.ts';
import { https, httpsRdata, messageOf, soa } from '../unit/builders.ts';
import { bytesOf, countVectors, readVectors, type Vectors } from './vectors.ts';

const vectors = readVectors('doh.json');
const nowMs = 1_700_000_000_000;

const dotted = (name: string) => (name === '.' ? name : `${name}.`);

const typeNumbers: Record<string, number> = { A: 1, NS: 2, CNAME: 5, SOA: 6, AAAA: 28, DNAME: 39, SVCB: 64, HTTPS: 65 };
const numberOf = (type: string) => typeNumbers[type] ?? Number(type.replace('TYPE', ''));

interface Served {
  body: Uint8Array;
  status?: number;
  headers?: Record<string, string>;
}

async function lookUp(host: string, { body, status = 200, headers = {} }: Served): Promise<HttpsLookup> {
  const template = parseTemplate('https://resolver.example/dns-query{?dns}');
  if (!template.ok) throw new Error(template.error);
  let questions = 0;
  const resolver: Resolver = {
    template: template.value,
    now: () => nowMs,
    // A second question would be one that the answer left open.
    fetch: async () => {
      if (questions++ > 0) throw new TypeError('only one answer');
      // A Response may not be made with a redirect's status and a body's bytes at once.
      const init = { status, headers: { 'content-type': 'application/dns-message', ...headers } };
      return new Response(body as Uint8Array<ArrayBuffer>, init);
    },
  };
  return lookUpHttps(host, 443, resolver, { follow: 'aliases' });
}

function described(
  { name, type, class: recordClass, ttlSeconds, target, address }: ResourceRecord,
  wanted: Vectors,
): Vectors {
  return {
    name: dotted(name),
    type,
    class: recordClass,
    ttl: ttlSeconds,
    ...(wanted.address && { address }),
    ...(type === 5 && { target: target && dotted(target) }),
  };
}

const described2 = ({ name, type, class: recordClass, ttl, address, target }: Vectors) => ({
  name,
  type: numberOf(type),
  class: recordClass,
  // RFC 2181 §8: the file has the raw TTL.
  ttl: ttl > 0x7fffffff ? 0 : ttl,
  ...(address && { address }),
  ...(type === 'CNAME' && { target }),
});

describe('doh.json', () => {
  const cases: Vectors[] = vectors.cases;
  const names: Vectors[] = vectors.name_cases ?? [];
  const httpCases: Vectors[] = vectors.http_cases;
  const queries: Vectors[] = vectors.queries;
  countVectors('doh.json', {
    messages: cases.length,
    names: names.length,
    http: httpCases.length,
    queries: queries.length,
  });

  it.each(queries)('$name', ({ http, message_hex, qname, qtype }) => {
    const bytes = bytesOf(message_hex);
    expect(decode(() => readName(new ByteReader(bytes, 12), 'QNAME'))).toEqual({ ok: true, value: qname.slice(0, -1) });
    const [, method, address, , encoded] = /^(\w+) ([^?]*)(\?dns=(.*))?$/.exec(http) ?? [];
    const template = parseTemplate(`${address}{?dns}`);
    if (!template.ok) throw new Error(template.error);
    if (method === 'GET') expect(expandTemplate(template.value, bytes)).toBe(`${address}?dns=${encoded}`);
    // Ours is that question with an OPT record behind it, and AD set.
    const ours = encodeQuery(qname, qtype);
    if (!ours.ok) throw new Error(ours.error.kind);
    expect(encodeHex(ours.value.subarray(12, bytes.length))).toBe(encodeHex(bytes.subarray(12)));
    expect(ours.value.length % 128).toBe(0);
  });

  it.each(cases)('$name', ({ message_hex, expect: wanted }) => {
    const bytes = bytesOf(message_hex);
    const decoded = decodeMessage(bytes);
    // A question section of another size than one parses, and is refused all the same.
    if (wanted.parse === 'reject' || wanted.question.length !== 1) return expect(decoded.ok).toBe(false);
    // Exception: RFC 1035 sets no limit to the jumps of a name, and this file takes either verdict; we stop after 127.
    if (!decoded.ok && decoded.error.kind === 'limit') return expect(wanted.answer[1].name).toBeDefined();
    if (!decoded.ok) throw new Error(JSON.stringify(decoded.error));
    const message = decoded.value;
    const { header } = wanted;
    expect([message.opcode, message.truncated, message.authenticated]).toEqual([
      header.opcode,
      !!header.tc,
      !!header.ad,
    ]);
    expect(message.rcode).toBe(wanted.rcode);
    const [{ name, type, class: questionClass }] = wanted.question;
    expect({ ...message.question, name: dotted(message.question.name) }).toEqual({ name, type, class: questionClass });
    for (const [ours, theirs] of [
      [message.answers, wanted.answer],
      [message.authorities, wanted.authority],
    ]) {
      expect(ours.map((record: ResourceRecord, i: number) => described(record, theirs[i]))).toEqual(
        theirs.map(described2),
      );
    }
    for (const [i, { soa: data, svcb, rdata_hex }] of [...wanted.answer, ...wanted.authority].entries()) {
      const record = [...message.answers, ...message.authorities][i] as ResourceRecord;
      if (data) expect(record.minimumSeconds).toBe(data.minimum);
      if (!svcb) continue;
      expect(encodeHex(record.rdata)).toBe(rdata_hex);
      const binding = decodeServiceBinding(record.rdata);
      expect(binding.ok ? binding.value.verdict.kind : 'reject').toBe(svcb.outcome);
    }
    const errors = (wanted.edns?.options ?? []).filter((option: Vectors) => option.ede !== undefined);
    expect(message.extendedErrors.map(({ code }) => code)).toEqual(errors.map(({ ede }: Vectors) => ede));
    for (const [i, { text }] of errors.entries())
      if (text !== undefined) expect(message.extendedErrors[i]?.text).toBe(text);
    expect(message.trailingBytes).toBe(wanted.trailing_octets ?? 0);
  });

  it.each(cases.filter(({ query }) => query?.type === 'HTTPS'))('$name looked up', async (one) => {
    const { message_hex, query, expect: wanted, interpretation } = one;
    const lookup = await lookUp(query.name, { body: bytesOf(message_hex) });
    const { outcome } = lookup;
    // Exception: names that Overheard sends to no resolver, as the root and those below `test`.
    const refusal = whyNotQueried(query.name);
    if (refusal) return expect(outcome).toMatchObject({ kind: 'failed', failure: { kind: refusal.kind } });
    if (wanted.parse === 'reject')
      return expect(outcome).toMatchObject({ kind: 'failed', failure: { kind: 'malformed' } });
    if (!interpretation) return;
    const { kind, negative_ttl, effective_target, ede, endpoints, rcode, ad, ttl } = interpretation;
    const lastsFor = (lookup.expiresAtMs - nowMs) / 1000;
    if (negative_ttl !== undefined) expect(lastsFor).toBe(negative_ttl);
    if (ede !== undefined) expect(lookup.extendedErrors.map(({ code }) => code)).toEqual(ede === null ? [] : [ede]);
    if (rcode !== undefined) expect(outcome).toMatchObject({ failure: { kind: 'dns-rcode', rcode } });
    if (ad) expect(lookup.authenticated).toBe(true);
    if (ttl !== undefined) expect(lastsFor).toBe(ttl);
    const sets = outcome.sets ?? [];
    const verdict = resolveRecordSet(
      (sets.at(-1)?.rdatas ?? []).map((rdata) => {
        const decoded = decodeBase64(rdata);
        if (!decoded.ok) throw new Error(rdata);
        return decoded.value;
      }),
    );
    if (endpoints !== undefined) expect(verdict).toMatchObject({ kind: 'service', endpoints: { length: endpoints } });
    if (effective_target !== undefined) expect(dotted(sets.at(-1)?.owner ?? '')).toBe(effective_target);
    switch (kind) {
      case 'service':
      case 'service or reject':
        expect(verdict.kind).toBe('service');
        expect(outcome.kind).toBe('records');
        break;
      case 'alias':
        // The next question has no answer here.
        expect(verdict.kind).toBe('alias');
        expect(outcome.kind).toBe('failed');
        break;
      case 'alias-none':
        expect(outcome.kind).toBe('no-service');
        break;
      case 'malformed-rrset':
        expect([outcome.kind, verdict.kind]).toEqual(['records', 'malformed']);
        break;
      case 'nodata':
      case 'NODATA':
      case 'nodata or reject':
        expect(outcome.kind).toBe('no-data');
        break;
      case 'nxdomain':
        expect(outcome.kind).toBe('name-error');
        break;
      case 'servfail':
        expect(outcome).toMatchObject({ failure: { kind: 'dns-rcode', rcode: 2 } });
        break;
      case 'incomplete':
      case 'error-or-incomplete':
        expect(outcome).toMatchObject({ failure: { kind: 'truncated' } });
        break;
      case 'error':
        expect(outcome.kind).toBe('failed');
        break;
      default:
        if (kind !== undefined) expect([one.name, kind]).toEqual([one.name, 'a kind that this test knows']);
    }
  });

  it.each(names)('$name', ({ buffer_hex, offset, expect: wanted }) => {
    const reader = new ByteReader(bytesOf(buffer_hex), offset);
    const decoded = decode(() => readName(reader, 'name'));
    if (wanted.reject) return expect(decoded.ok).toBe(false);
    expect(decoded.ok && dotted(decoded.value)).toBe(wanted.name);
    expect(reader.offset).toBe(wanted.next_offset);
  });

  it.each(httpCases)(
    '$name',
    async ({ status, headers, answer_ttls, soa: negative, rcode, length, expect: wanted }) => {
      const host = 'www.example.com';
      const answers = (answer_ttls ?? [300]).map((ttl: number, i: number) => https(host, httpsRdata(i + 1, '.'), ttl));
      const body = length
        ? new Uint8Array(length)
        : messageOf({
            flags: 0x8180 | (rcode ?? 0),
            answers: rcode ? [] : answers,
            authorities: negative ? [soa('example.com', negative.ttl, negative.minimum)] : [],
          });
      const lookup = await lookUp(host, { body, status, headers });
      const lastsFor = (lookup.expiresAtMs - nowMs) / 1000;
      const { failure } = lookup.outcome as { failure?: unknown };
      if (wanted.usable_for_seconds !== undefined) return expect(lastsFor).toBe(wanted.usable_for_seconds);
      if (wanted.dns_ttl !== undefined) return expect(lastsFor).toBe(wanted.dns_ttl);
      if (status && status !== 200) return expect(failure).toEqual({ kind: 'http-status', status });
      if (rcode) return expect(failure).toEqual({ kind: 'dns-rcode', rcode });
      if (length) return expect(failure).toEqual({ kind: 'too-large' });
      if (wanted.startsWith('accept')) return expect(lookup.outcome.kind).toBe('records');
      expect(failure).toEqual({ kind: 'content-type', contentType: headers['content-type'] });
    },
  );
});
