import { beforeEach, describe, expect, it } from 'vitest';
import { type CacheStore, LookupCache } from '../../../src/doh/cache.ts';
import { parseTemplate } from '../../../src/shared/doh-template.ts';
import type { HttpsLookup, LookupOutcome } from '../../../src/shared/lookup.ts';

const templateOf = (text: string) => {
  const template = parseTemplate(text);
  if (!template.ok) throw new Error(template.error);
  return template.value;
};

const one = templateOf('https://one.example/dns-query');
const other = templateOf('https://other.example/dns-query');
const host = 'www.example.com';

let nowMs = 0;
let stored: Record<string, unknown> = {};

/** Clones as a browser's storage does. */
const store: CacheStore = {
  load: async () => structuredClone(stored),
  put: async (entries) => void Object.assign(stored, structuredClone(entries)),
  remove: async (keys) => {
    for (const key of keys) delete stored[key];
  },
};

const lookupOf = (ttlMs: number, outcome: LookupOutcome = { kind: 'no-data', sets: [] }): HttpsLookup => ({
  queryName: host,
  outcome,
  authenticated: false,
  extendedErrors: [],
  answeredAtMs: nowMs,
  durationMs: 1,
  expiresAtMs: nowMs + ttlMs,
  questions: 2,
  subnetOptOut: 'sent',
});

const failure: LookupOutcome = { kind: 'failed', failure: { kind: 'unreachable' } };

/** Counts how often it is asked. */
function source(make: () => HttpsLookup = () => lookupOf(1_000)) {
  const ask = async () => {
    ask.times++;
    await Promise.resolve();
    return make();
  };
  ask.times = 0;
  return ask;
}

const unasked = () => Promise.reject(new Error('nobody is to be asked'));

const newCache = (maxEntries?: number) =>
  new LookupCache({ store, now: () => nowMs, ...(maxEntries && { maxEntries }) });

beforeEach(() => {
  nowMs = 1_000_000;
  stored = {};
});

describe('LookupCache', () => {
  it('asks once while an answer is good, and again when it is not', async () => {
    const cache = newCache();
    const ask = source();
    expect((await cache.lookUp(one, host, 443, ask)).questions).toBe(2);
    nowMs += 999;
    expect((await cache.lookUp(one, 'WWW.example.com.', 443, ask)).questions).toBe(0);
    expect(ask.times).toBe(1);
    nowMs += 1;
    await cache.lookUp(one, host, 443, ask);
    expect(ask.times).toBe(2);
  });

  it('asks again when the clock was set back: nobody knows how old the answer is', async () => {
    const cache = newCache();
    const ask = source();
    await cache.lookUp(one, host, 443, ask);
    nowMs -= 3_600_000;
    await cache.lookUp(one, host, 443, ask);
    expect(ask.times).toBe(2);
  });

  it('keeps resolvers and ports apart', async () => {
    const cache = newCache();
    const ask = source();
    for (const [template, port] of [
      [one, 443],
      [other, 443],
      [one, 8443],
    ] as const)
      await cache.lookUp(template, host, port, ask);
    expect(ask.times).toBe(3);
    expect(Object.keys(stored)).toHaveLength(3);
  });

  it('has one question in flight for each name', async () => {
    const cache = newCache();
    const ask = source();
    const lookups = await Promise.all([1, 2, 3].map(() => cache.lookUp(one, host, 443, ask)));
    expect(lookups.map(({ questions }) => questions)).toEqual([2, 0, 0]);
    expect(ask.times).toBe(1);
    await cache.lookUp(one, host, 443, ask);
    expect(ask.times).toBe(1);
  });

  describe('an answer that ends at an alias', () => {
    const atAlias = () => lookupOf(1_000, { kind: 'alias', target: 'pool.example', sets: [] });
    const followed = () => lookupOf(1_000, { kind: 'records', sets: [] });

    it('is good for visits, and not for who wants to know where it leads', async () => {
      const cache = newCache();
      const [visits, clicks] = [source(atAlias), source(followed)];
      await cache.lookUp(one, host, 443, visits, { follow: 'cnames' });
      await cache.lookUp(one, host, 443, visits, { follow: 'cnames' });
      expect((await cache.lookUp(one, host, 443, clicks, { follow: 'aliases' })).outcome.kind).toBe('records');
      // What was followed is good for both.
      expect((await cache.lookUp(one, host, 443, visits, { follow: 'cnames' })).outcome.kind).toBe('records');
      await cache.lookUp(one, host, 443, clicks, { follow: 'aliases' });
      expect([visits.times, clicks.times]).toEqual([1, 1]);
    });

    it('is not enough for a click that joins a visit', async () => {
      const cache = newCache();
      const [visits, clicks] = [source(atAlias), source(followed)];
      const lookups = await Promise.all([
        cache.lookUp(one, host, 443, visits, { follow: 'cnames' }),
        cache.lookUp(one, host, 443, clicks, { follow: 'aliases' }),
        cache.lookUp(one, host, 443, clicks, { follow: 'aliases' }),
      ]);
      expect(lookups.map(({ outcome }) => outcome.kind)).toEqual(['alias', 'records', 'records']);
      expect([visits.times, clicks.times]).toEqual([1, 1]);
    });
  });

  it('asks nobody where that is refused, and refuses nothing that is known or asked already', async () => {
    const cache = newCache();
    const [ask, admit] = [source(), () => 'too many'];
    expect(await cache.lookUp(one, host, 443, ask, { admit })).toBe('too many');
    expect(ask.times).toBe(0);
    const asked = await Promise.all([
      cache.lookUp(one, host, 443, ask, { admit: () => null }),
      cache.lookUp(one, host, 443, ask, { admit }),
    ]);
    expect(asked.map((lookup) => typeof lookup)).toEqual(['object', 'object']);
    expect(await cache.lookUp(one, host, 443, ask, { admit })).toMatchObject({ questions: 0 });
    expect(ask.times).toBe(1);
  });

  it('outlives the worker', async () => {
    const ask = source();
    await newCache().lookUp(one, host, 443, ask);
    expect((await newCache().lookUp(one, host, 443, ask)).questions).toBe(0);
    expect(ask.times).toBe(1);
  });

  it('leaves the entries of others alone', async () => {
    stored = { 'tab:1': { a: 1 }, 'lookup:x y': 'not a lookup' };
    const cache = newCache();
    await cache.lookUp(one, host, 443, source());
    await cache.clear();
    expect(stored).toEqual({ 'tab:1': { a: 1 }, 'lookup:x y': 'not a lookup' });
    await expect(cache.lookUp(one, host, 443, unasked)).rejects.toThrow();
  });

  it('stores no answer for a private window, and uses those it has', async () => {
    const cache = newCache();
    const ask = source();
    await cache.lookUp(one, host, 443, ask, { private: true });
    expect(stored).toEqual({});
    await cache.lookUp(one, host, 443, ask);
    await cache.lookUp(one, host, 443, ask, { private: true });
    expect(ask.times).toBe(2);
  });

  it('keeps nothing when one private window joins another', async () => {
    const cache = newCache();
    const ask = source();
    await Promise.all([1, 2].map(() => cache.lookUp(one, host, 443, ask, { private: true })));
    expect([ask.times, stored]).toEqual([1, {}]);
  });

  it('keeps the answer for an ordinary window that joins a private one', async () => {
    const cache = newCache();
    const ask = source();
    await Promise.all([cache.lookUp(one, host, 443, ask, { private: true }), cache.lookUp(one, host, 443, ask)]);
    expect(ask.times).toBe(1);
    expect(Object.keys(stored)).toHaveLength(1);
  });

  it('keeps no answer that is good for no time', async () => {
    await newCache().lookUp(
      one,
      host,
      443,
      source(() => lookupOf(0)),
    );
    expect(stored).toEqual({});
  });

  it('keeps failures for their short time', async () => {
    const cache = newCache();
    const ask = source(() => lookupOf(100, failure));
    await cache.lookUp(one, host, 443, ask);
    await cache.lookUp(one, host, 443, ask);
    expect(ask.times).toBe(1);
  });

  it('does not lose a good answer to a failed refresh', async () => {
    const cache = newCache();
    await cache.lookUp(one, host, 443, source());
    const refreshed = await cache.lookUp(
      one,
      host,
      443,
      source(() => lookupOf(9_000, failure)),
      { refresh: true },
    );
    expect(refreshed.outcome.kind).toBe('failed');
    expect((await cache.lookUp(one, host, 443, unasked)).outcome.kind).toBe('no-data');
    nowMs += 1_000;
    await expect(cache.lookUp(one, host, 443, unasked)).rejects.toThrow();
  });

  it('takes a fresh answer over an old one', async () => {
    const cache = newCache();
    await cache.lookUp(one, host, 443, source());
    await cache.lookUp(
      one,
      host,
      443,
      source(() => lookupOf(5_000, { kind: 'name-error', sets: [] })),
      { refresh: true },
    );
    expect((await newCache().lookUp(one, host, 443, unasked)).outcome.kind).toBe('name-error');
  });

  it('drops the oldest when full, and what is over', async () => {
    const cache = newCache(2);
    for (const name of ['a', 'b', 'c']) {
      await cache.lookUp(one, name, 443, source());
      nowMs += 10;
    }
    expect(Object.keys(stored).map((key) => key.at(-1))).toEqual(['b', 'c']);
    nowMs += 995;
    await cache.lookUp(one, 'd', 443, source());
    expect(Object.keys(stored).map((key) => key.at(-1))).toEqual(['d']);
  });

  it('limits the cache by the size of its answers, not only by their number', async () => {
    const cache = new LookupCache({ store, now: () => nowMs, maxCharacters: 2_500 });
    const sized = (bytes: number) =>
      source(() =>
        lookupOf(1_000, {
          kind: 'records',
          sets: [{ owner: host, cnames: [], ttlSeconds: 1, rdatas: ['A'.repeat(bytes)] }],
        }),
      );
    for (const name of ['a', 'b', 'c']) {
      nowMs += 1;
      await cache.lookUp(one, name, 443, sized(800));
    }
    expect(Object.keys(stored).map((key) => key.at(-1))).toEqual(['b', 'c']);
    // Far larger than an honest answer: asked anew each time, and nothing else goes for it.
    const huge = sized(17_000);
    await newCache().lookUp(one, 'd', 443, huge);
    expect(Object.keys(stored).map((key) => key.at(-1))).toEqual(['b', 'c']);
  });

  it('works without its store', async () => {
    const broken: CacheStore = {
      load: () => Promise.reject(new Error('load')),
      put: () => Promise.reject(new Error('quota')),
      remove: () => Promise.reject(new Error('remove')),
    };
    const cache = new LookupCache({ store: broken, now: () => nowMs });
    const ask = source();
    await cache.lookUp(one, host, 443, ask);
    await cache.lookUp(one, host, 443, ask);
    expect(ask.times).toBe(1);
  });

  it('lets a question that throws fail, and asks again', async () => {
    const cache = newCache();
    await expect(cache.lookUp(one, host, 443, () => Promise.reject(new Error('ours')))).rejects.toThrow('ours');
    const ask = source();
    await cache.lookUp(one, host, 443, ask);
    expect(ask.times).toBe(1);
  });
});
