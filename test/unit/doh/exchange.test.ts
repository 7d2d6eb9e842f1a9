import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askResolver } from '../../../src/doh/exchange.ts';
import { messageOf, opt } from '../builders.ts';
import { type FakeAnswer, fakeResolver, nowMs } from './fake-resolver.ts';

const host = 'www.example.com';
const ask = (answer: FakeAnswer | (() => Promise<Response>), more = {}) =>
  askResolver(host, 65, fakeResolver({ [host]: answer }, more));
const failed = (failure: unknown) => ({ ok: false, error: failure });

/** A body of `length` octets in chunks, that tells how far it was read. */
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
  it('sends nothing that tells who asks (RFC 8484 §4.1)', async () => {
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
    ['65,536 octets', { body: new Uint8Array(65_536) }, { kind: 'too-large' }],
  ] as [string, FakeAnswer, unknown][])('fails on %s', async (_, answer, failure) => {
    expect(await ask(answer)).toEqual(failed(failure));
  });

  it('takes parameters and case in the content type, and case in the name', async () => {
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

    it('covers a body that never ends', async () => {
      const body = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new Uint8Array(10)) });
      const answer = ask({ body }, { timeoutMs: 700 });
      await vi.advanceTimersByTimeAsync(700);
      expect(await answer).toEqual(failed({ kind: 'timeout', timeoutMs: 700 }));
    });

    it('leaves no timer behind', async () => {
      await ask({});
      expect(vi.getTimerCount()).toBe(0);
    });
  });
});
