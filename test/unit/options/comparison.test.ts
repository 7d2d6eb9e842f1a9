import { describe, expect, it } from 'vitest';
import { candidatesOf, QUESTIONS } from '../../../src/options/candidates.ts';
import { type Asks, compareResolvers, type Findings } from '../../../src/options/comparison.ts';
import type { CanaryFacts } from '../../../src/shared/facts.ts';
import type { ResolverTest } from '../../../src/shared/messages.ts';
import { RESOLVER_PRESETS } from '../../../src/shared/resolvers.ts';

const GOOD: ResolverTest = {
  outcome: 'answered',
  durationMs: 10,
  answer: 'ech',
  authenticated: false,
  padded: false,
  subnetOptOut: 'sent',
};
const LOST: ResolverTest = { outcome: 'failed', failure: { kind: 'timeout', timeoutMs: 5000 } };
const canary = (state: CanaryFacts['state']): CanaryFacts => ({
  asked: 'chosen-resolver',
  resolver: '',
  state,
  checkedAtMs: 0,
});

const candidates = candidatesOf({ resolver: null });
const [one] = candidates;

/** One resolver that answers in turn as given, and then always like the last. */
async function tryOne(
  answers: (ResolverTest | null)[],
  { references = 3, state = canary('not-set') as CanaryFacts | null } = {},
) {
  const asked: (number | 'canary')[] = [];
  const asks: Asks = {
    record: async (_, reference) => {
      asked.push(reference);
      return answers[asked.length - 1] ?? (answers.at(-1) as ResolverTest | null);
    },
    canary: async () => {
      asked.push('canary');
      return state;
    },
  };
  let found: readonly Findings[] = [];
  await compareResolvers([one!], references, asks, {
    signal: new AbortController().signal,
    tell: (all) => {
      found = all;
    },
  });
  return { findings: found[0]!, asked };
}

describe('candidates', () => {
  it('are the known resolvers that can be asked without a profile', () => {
    const all = RESOLVER_PRESETS.filter(({ filtering }) => filtering !== 'profile').map(({ name }) => name);
    expect(candidates.map(({ name }) => name)).toEqual(all);
  });

  it('and the one of the user', () => {
    const template = 'https://r.example/dns-query';
    const [first] = candidatesOf({ resolver: { kind: 'custom', template } });
    expect(first).toMatchObject({ name: 'r.example', template, preset: null });
    const nextdns = candidatesOf({ resolver: { kind: 'preset', id: 'nextdns', profile: 'abc' } });
    expect(nextdns.map(({ template: address }) => address)).toContain('https://dns.nextdns.io/abc');
  });

  it('hold a known resolver once where the user spelled out its address', () => {
    const all = candidatesOf({ resolver: { kind: 'custom', template: 'HTTPS://DNS.quad9.net:443/dns-query{?dns}' } });
    expect(all).toHaveLength(candidates.length);
    expect(all.filter(({ template }) => template === 'https://dns.quad9.net/dns-query')).toHaveLength(1);
  });
});

describe('one resolver', () => {
  it('is asked about the reference hosts in turn, and for the canary', async () => {
    const { findings, asked } = await tryOne([GOOD]);
    expect(asked).toEqual([0, 1, 2, 0, 1, 2, 'canary']);
    expect(asked).toHaveLength(QUESTIONS);
    expect(findings).toEqual({
      state: 'done',
      asked: 6,
      answered: 6,
      failure: null,
      hosts: 3,
      keptEch: 3,
      authenticated: false,
      padded: false,
      canary: 'not-set',
      firstMs: 10,
      medianMs: 10,
    });
  });

  it('has the median of the five after the first, however slow that was', async () => {
    const times = [900, 30, 10, 50, 20, 40];
    const { findings } = await tryOne(times.map((durationMs) => ({ ...GOOD, durationMs })));
    expect(findings).toMatchObject({ firstMs: 900, medianMs: 30 });
  });

  it('says for how many hosts ECH was kept, and once lost is lost', async () => {
    const stripped = { ...GOOD, answer: 'no-ech' as const };
    const noRecord = { ...GOOD, answer: 'no-record' as const };
    expect((await tryOne([GOOD, stripped, noRecord, GOOD, GOOD, GOOD])).findings).toMatchObject({
      hosts: 3,
      keptEch: 1,
    });
    expect((await tryOne([GOOD, GOOD, GOOD, stripped, GOOD, GOOD])).findings).toMatchObject({ keptEch: 2 });
    expect((await tryOne([stripped])).findings).toMatchObject({ hosts: 3, keptEch: 0 });
  });

  it('says that it validates or pads when one answer did', async () => {
    const { findings } = await tryOne([GOOD, { ...GOOD, authenticated: true }, { ...GOOD, padded: true }, GOOD]);
    expect(findings).toMatchObject({ authenticated: true, padded: true });
  });

  it.each([
    [canary('set'), 'set'],
    [canary('unknown'), 'unknown'],
    [null, 'unknown'],
  ])('says what it does to the canary: %j', async (state, expected) => {
    expect((await tryOne([GOOD], { state })).findings.canary).toBe(expected);
  });

  it('gets a second chance, and no third', async () => {
    const recovered = await tryOne([LOST, GOOD]);
    expect(recovered.findings).toMatchObject({ state: 'done', asked: 7, answered: 6, firstMs: 10, medianMs: 10 });
    const gone = await tryOne([LOST]);
    expect(gone.asked).toEqual([0, 0]);
    expect(gone.findings).toMatchObject({ state: 'done', asked: 2, answered: 0, medianMs: null, canary: 'unknown' });
    expect(gone.findings.failure).toEqual({ kind: 'timeout', timeoutMs: 5000 });
  });

  it('is dropped when it stops answering, with no median from too few answers', async () => {
    const { findings, asked } = await tryOne([GOOD, GOOD, GOOD, LOST]);
    expect(asked).toEqual([0, 1, 2, 0, 1, 'canary']);
    expect(findings).toMatchObject({ asked: 5, answered: 3, medianMs: null, firstMs: 10 });
  });

  it('asks no more often although answers are lost on the way', async () => {
    const { findings } = await tryOne([GOOD, LOST, GOOD, LOST, GOOD, GOOD]);
    expect(findings).toMatchObject({ asked: 6, answered: 4, medianMs: 10 });
  });

  it('has no reason where nobody could ask', async () => {
    expect((await tryOne([null])).findings).toMatchObject({ answered: 0, failure: null, state: 'done' });
  });
});

describe('all of them', () => {
  it('are tried three at a time', async () => {
    let running = 0;
    let most = 0;
    const asks: Asks = {
      record: async () => {
        most = Math.max(most, ++running);
        await new Promise(setImmediate);
        running--;
        return GOOD;
      },
      canary: async () => canary('not-set'),
    };
    let found: readonly Findings[] = [];
    await compareResolvers(candidates, 3, asks, {
      signal: new AbortController().signal,
      tell: (all) => {
        found = all;
      },
    });
    expect(most).toBe(3);
    expect(found.map(({ state }) => state)).toEqual(candidates.map(() => 'done'));
  });

  it('are left as they are when it is stopped, and nobody is asked any more', async () => {
    const controller = new AbortController();
    let count = 0;
    const asks: Asks = {
      record: async () => {
        if (++count === 10) controller.abort();
        return GOOD;
      },
      canary: async () => canary('not-set'),
    };
    let found: readonly Findings[] = [];
    await compareResolvers(candidates, 3, asks, {
      signal: controller.signal,
      tell: (all) => {
        found = all;
      },
    });
    // Those that were on their way at that moment still came.
    expect(count).toBeLessThanOrEqual(12);
    expect(new Set(found.map(({ state }) => state))).toEqual(new Set(['stopped']));
  });
});

it('an address of the user’s own that is a known resolver’s makes one row', () => {
  const { template } = candidates.find(({ preset }) => preset?.id === 'quad9')!;
  const found = candidatesOf({ resolver: { kind: 'custom', template } });
  expect(found).toHaveLength(candidates.length);
  expect(found.filter((other) => other.template === template)).toEqual([found[0]]);
});
