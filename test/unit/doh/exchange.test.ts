import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askResolver } from '../../../src/doh/exchange.ts';
import { SubnetRefusals } from '../../../src/doh/subnet-refusals.ts';
import { type MessageParts, messageOf, opt } from '../builders.ts';
import { type FakeAnswer, fakeResolver, nowMs } from './fake-resolver.ts';

const host = 'www.example.com';
const ask = (answer: FakeAnswer | (() => Promise<Response>), more = {}) =>
  askResolver(host, 65, fakeResolver({ [host]: answer }, more));
const failed = (failure: unknown) => ({ ok: false, error: failure });

/** A body of `length` bytes in chunks, that tells how far it was read. */
function longBody(length: number) {
  const state = { sent: 0, cancelled: false };
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (state.sent >= length) return controller.close();
      state.sent += 16_384;
      controller.enqueue(new Uint8Array(16_384));
    },
    cancel() {
      state.cancelled = true;
    },
  });
  return { stream, state };
}

describe('askResolver', () => {
  it('sends nothing that identifies the user (RFC 8484 §4.1)', async () => {
    const resolver = fakeResolver({ [host]: {} });
    expect(await askResolver(host, 65, resolver)).toMatchObject({ ok: true, value: { ageSeconds: 0 } });
    const [{ url, init }] = resolver.requests as [(typeof resolver.requests)[0]];
    expect(url).toMatch(/^https:\/\/resolver\.example\/dns-query\?dns=AAABIAABAAAAAAAB[\w-]+$/);
    expect(init).toMatchObject({
      method: 'GET',
      headers: { accept: 'application/dns-message', 'accept-language': '*' },
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
    });
    expect(init.body).toBeUndefined();
  });

  it.each([
    ['status 503', { status: 503 }, { kind: 'http-status', status: 503 }],
    ['status 404', { status: 404 }, { kind: 'http-status', status: 404 }],
    [
      'status 429 that says for how long',
      { status: 429, headers: { 'retry-after': '120' } },
      { kind: 'http-status', status: 429, retryAfterSeconds: 120 },
    ],
    [
      'status 503 that says until when',
      { status: 503, headers: { 'retry-after': new Date(nowMs + 60_000).toUTCString() } },
      { kind: 'http-status', status: 503, retryAfterSeconds: 60 },
    ],
    ...['soon', '-1', '0', new Date(nowMs - 60_000).toUTCString()].map((value): [string, FakeAnswer, object] => [
      `status 429, to be asked again ${value}`,
      { status: 429, headers: { 'retry-after': value } },
      { kind: 'http-status', status: 429 },
    ]),
    [
      'JSON',
      { headers: { 'content-type': 'application/dns-json' } },
      { kind: 'content-type', contentType: 'application/dns-json' },
    ],
    [
      'a long type',
      { headers: { 'content-type': `text/${'a'.repeat(200)}` } },
      { kind: 'content-type', contentType: `text/${'a'.repeat(95)}` },
    ],
    [
      'a type that begins alike',
      { headers: { 'content-type': 'application/dns-messages' } },
      { kind: 'content-type', contentType: 'application/dns-messages' },
    ],
    [
      'an empty body',
      { body: new Uint8Array() },
      { kind: 'malformed', error: { kind: 'truncated', field: 'Header', offset: 0 } },
    ],
    ['another name', { name: 'www.example.org' }, { kind: 'wrong-question' }],
    ['another type', { type: 1 }, { kind: 'wrong-question' }],
    ['another opcode', { flags: 0x9180 }, { kind: 'wrong-question' }],
    ['65,536 bytes', { body: new Uint8Array(65_536) }, { kind: 'too-large' }],
  ] as [string, FakeAnswer, unknown][])('fails on %s', async (_, answer, failure) => {
    expect(await ask(answer)).toEqual(failed(failure));
  });

  it('ignores parameters and case in the content type, and case in the name', async () => {
    const headers = { 'content-type': 'Application/DNS-Message; charset=binary' };
    expect((await ask({ headers, name: 'WWW.eXample.com' })).ok).toBe(true);
  });

  it('reads the largest message that there is', async () => {
    const padding = 65_535 - messageOf({ additionals: [opt()] }).length - 4;
    const option = Uint8Array.of(0, 12, padding >> 8, padding & 255, ...new Uint8Array(padding));
    expect((await ask({ additionals: [opt(option)] })).ok).toBe(true);
  });

  it('stops reading a body that is too large', async () => {
    const { stream, state } = longBody(10_000_000);
    expect(await ask({ body: stream })).toEqual(failed({ kind: 'too-large' }));
    expect(state.sent).toBeLessThan(200_000);
    expect(state.cancelled).toBe(true);
  });

  it('reads the age', async () => {
    expect(await ask({ headers: { age: '42' } })).toMatchObject({ value: { ageSeconds: 42 } });
    expect(await ask({ headers: { age: '-1' } })).toMatchObject({ value: { ageSeconds: 0 } });
  });

  it('fails when fetch does', async () => {
    expect(await askResolver(host, 65, fakeResolver({}))).toEqual(failed({ kind: 'unreachable' }));
  });

  it('knows offline from unreachable, and asks a resolver on the device all the same', async () => {
    const offline = { online: () => false };
    expect(await askResolver(host, 65, fakeResolver({}, offline))).toEqual(failed({ kind: 'offline' }));
    expect((await ask({}, offline)).ok).toBe(true);
  });

  it('asks nobody about what is not a name', async () => {
    const resolver = fakeResolver({});
    expect(await askResolver('a..b', 65, resolver)).toEqual(failed({ kind: 'not-askable' }));
    expect(resolver.requests).toEqual([]);
  });

  it('knows its question again, however it is written', async () => {
    const resolver = fakeResolver({ 'a\\$b\\(c\\)\\;\\".example': {} });
    expect((await askResolver('a$b(c);".example', 65, resolver)).ok).toBe(true);
  });

  describe('the request to keep the user’s network out (RFC 7871 §7.1.2)', () => {
    const OPTION = [0, 8, 0, 4, 0, 1, 0, 0];
    const hasOption = (query: Uint8Array) => [...query].join().includes(OPTION.join());
    const reply = (parts: MessageParts) =>
      new Response(messageOf({ name: host, type: 65, ...parts }), {
        headers: { 'content-type': 'application/dns-message' },
      });
    const FORMERR = 0x8181;

    /** A resolver that answers a query with the option by `refusal`, and keeps whether each query had it. */
    function refusing(refusal: () => Response, without: () => Response = () => reply({})) {
      let nowMs = 1_000_000;
      const queries: boolean[] = [];
      const answer = async (query: Uint8Array) => {
        queries.push(hasOption(query));
        return hasOption(query) ? refusal() : without();
      };
      const more = { subnetRefusals: new SubnetRefusals(), now: () => nowMs };
      const resolver = fakeResolver({ [host]: answer }, more);
      const pass = (ms: number): void => {
        nowMs += ms;
      };
      return { resolver, queries, pass };
    }

    it('goes with every query', async () => {
      const { resolver, queries } = refusing(() => reply({}));
      expect(await askResolver(host, 65, resolver)).toMatchObject({ value: { subnetOptOut: 'sent' } });
      expect(queries).toEqual([true]);
    });

    it.each([
      ['FORMERR', () => reply({ flags: FORMERR })],
      // QDCOUNT and all other counts are 0.
      [
        'FORMERR in a header and no more',
        () =>
          new Response(Uint8Array.of(0, 0, 0x81, 0x81, 0, 0, 0, 0, 0, 0, 0, 0), {
            headers: { 'content-type': 'application/dns-message' },
          }),
      ],
    ])('is left out of the next query after %s, for an hour', async (_, refusal) => {
      const { resolver, queries, pass } = refusing(refusal);
      for (let lookup = 0; lookup < 3; lookup++)
        expect(await askResolver(host, 65, resolver)).toMatchObject({ ok: true, value: { subnetOptOut: 'refused' } });
      expect(queries).toEqual([true, false, false, false]);
      pass(3_600_000);
      await askResolver(host, 65, resolver);
      expect(queries.slice(4)).toEqual([true, false]);
    });

    it('is not blamed when the resolver answers FORMERR to every query', async () => {
      const { resolver, queries } = refusing(
        () => reply({ flags: FORMERR }),
        () => reply({ flags: FORMERR }),
      );
      for (let lookup = 0; lookup < 2; lookup++)
        expect(await askResolver(host, 65, resolver)).toMatchObject({
          value: { message: { rcode: 1 }, subnetOptOut: 'sent' },
        });
      expect(queries).toEqual([true, false, true, false]);
    });

    it('is not blamed for other errors', async () => {
      const { resolver, queries } = refusing(() => reply({ flags: 0x8182 }));
      expect(await askResolver(host, 65, resolver)).toMatchObject({ value: { message: { rcode: 2 } } });
      expect(queries).toEqual([true]);
    });

    it('is remembered of one resolver, not of another', async () => {
      const { resolver, queries } = refusing(() => reply({ flags: FORMERR }));
      await askResolver(host, 65, resolver);
      await askResolver(host, 65, {
        ...resolver,
        template: { base: 'https://other.example/q', host: 'other.example' },
      });
      expect(queries).toEqual([true, false, true, false]);
    });
  });

  it.each(['printer.local', 'router', 'a.home.arpa', '_443._https.nas.lan', '192.168.1.1', 'FRITZ.BOX..'])(
    'does not send %s to anybody',
    async (name) => {
      const resolver = fakeResolver({});
      expect(await askResolver(name, 65, resolver)).toMatchObject({ ok: false });
      expect(resolver.requests).toEqual([]);
    },
  );

  describe('the deadline', () => {
    beforeEach(() => void vi.useFakeTimers());
    afterEach(() => void vi.useRealTimers());

    it('covers a server that says nothing, and aborts the request', async () => {
      let signal: AbortSignal | null | undefined;
      const resolver = fakeResolver(
        {},
        {
          fetch: (_url, init) => {
            signal = init.signal;
            return new Promise((_, reject) =>
              init.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))),
            );
          },
        },
      );
      const answer = askResolver(host, 65, resolver);
      await vi.advanceTimersByTimeAsync(4_999);
      expect(signal?.aborted).toBe(false);
      await vi.advanceTimersByTimeAsync(1);
      expect(await answer).toEqual(failed({ kind: 'timeout', timeoutMs: 5_000 }));
      expect(signal?.aborted).toBe(true);
    });

    it('ends the reading of a body that never ends', async () => {
      const body = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new Uint8Array(10)) });
      const answer = ask({ body }, { timeoutMs: 700 });
      await vi.advanceTimersByTimeAsync(700);
      expect(await answer).toEqual(failed({ kind: 'timeout', timeoutMs: 700 }));
    });

    it('covers a second query too', async () => {
      const never = new Promise<Response>(() => {});
      let queries = 0;
      const answer = async () =>
        queries++ === 0
          ? new Response(messageOf({ name: host, type: 65, flags: 0x8181 }), {
              headers: { 'content-type': 'application/dns-message' },
            })
          : never;
      const asked = ask(answer, { timeoutMs: 700 });
      await vi.advanceTimersByTimeAsync(700);
      expect(await asked).toEqual(failed({ kind: 'timeout', timeoutMs: 700 }));
      expect(queries).toBe(2);
    });

    it('leaves no timer behind', async () => {
      await ask({});
      expect(vi.getTimerCount()).toBe(0);
    });
  });
});
