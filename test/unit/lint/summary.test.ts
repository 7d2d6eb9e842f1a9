// The answer of the inspect page in one sentence: where the browsers differ, which of them does what.

import { describe, expect, it } from 'vitest';
import type { Prediction } from '../../../src/browsers/rows.ts';
import { summarise } from '../../../src/lint/summary.ts';
import { textsOf } from '../arguments.ts';
import { SUFFIXES } from '../suffixes.ts';

type Outcome = Prediction['outcome'];

const row = (client: Prediction['client'], outcome: Outcome, publicName?: string): Prediction => ({
  client,
  outcome,
  reason: 'usable-config',
  onFailure: 'does-not',
  basis: 'observed',
  upgradesHttp: false,
  ...(publicName !== undefined && { publicName }),
});

const COVER = 'cover.example';

function wordsOf(chrome: Outcome, firefox: Outcome, host: string | null = 'news.example', cover = COVER) {
  const rows = [
    row('rfc', 'hides', cover),
    row('chromium', chrome, chrome === 'hides' ? cover : undefined),
    row('firefox', firefox, firefox === 'hides' ? cover : undefined),
  ];
  const { key, args } = summarise(rows, host, SUFFIXES)!.words;
  return [key, ...textsOf(args)];
}

describe('where Chrome and Firefox differ', () => {
  it.each<[Outcome, Outcome, ...string[]]>([
    ['hides', 'shows', 'inspect_summary_one_hides', 'Chrome', 'Firefox'],
    ['shows', 'hides', 'inspect_summary_one_hides', 'Firefox', 'Chrome'],
    ['cannot-connect', 'shows', 'inspect_summary_fails_or_shows', 'Chrome', 'Firefox'],
    ['shows', 'cannot-connect', 'inspect_summary_fails_or_shows', 'Firefox', 'Chrome'],
    ['cannot-connect', 'hides', 'inspect_summary_fails_or_hides', 'Chrome', 'Firefox'],
    ['hides', 'cannot-connect', 'inspect_summary_fails_or_hides', 'Firefox', 'Chrome'],
  ])('%s and %s: %s', (chrome, firefox, ...expected) => {
    expect(wordsOf(chrome, firefox)).toEqual(expected);
    expect(wordsOf(chrome, firefox, null)).toEqual(expected);
  });

  it.each<[Outcome, Outcome, string]>([
    ['cannot-connect', 'shows', 'cannot-connect'],
    ['hides', 'cannot-connect', 'cannot-connect'],
    ['hides', 'shows', 'partly-hidden'],
  ])('%s and %s are %s, which one of them is enough for', (chrome, firefox, kind) => {
    const rows = [row('rfc', 'hides', COVER), row('chromium', chrome, COVER), row('firefox', firefox, COVER)];
    expect(summarise(rows, 'news.example', SUFFIXES)?.kind).toBe(kind);
  });

  it('says of none that it hides a name behind that name itself', () => {
    expect(wordsOf('hides', 'shows', COVER)).toEqual(['inspect_summary_differ']);
  });
});

describe('where both hide it', () => {
  const kindOf = (host: string | null, cover: string, change: Partial<Prediction> = {}) => {
    const rows = ['rfc', 'chromium', 'firefox'].map((client) => ({
      ...row(client as Prediction['client'], 'hides', cover),
      ...change,
    }));
    const { words, kind } = summarise(rows, host, SUFFIXES)!;
    return [words.key, kind];
  };

  it.each<[string, string | null, string, Partial<Prediction>, string, string]>([
    ['behind another name', 'news.example', COVER, {}, 'inspect_summary_hides', 'hidden'],
    ['of nobody knows whom', null, 'cover.news.example', {}, 'inspect_summary_hides', 'hidden'],
    [
      'unless ECH fails',
      'news.example',
      COVER,
      { onFailure: 'falls-back' },
      'inspect_summary_hides_unless',
      'partly-hidden',
    ],
    [
      'behind one name or another',
      'news.example',
      COVER,
      { ambiguousName: true },
      'inspect_summary_hides_varied',
      'hidden',
    ],
    [
      'behind one name or another, unless ECH fails',
      'news.example',
      COVER,
      { ambiguousName: true, onFailure: 'falls-back' },
      'inspect_summary_hides_varied_unless',
      'partly-hidden',
    ],
    [
      'behind a name that says whose it is',
      'news.example',
      'cover.news.example',
      {},
      'inspect_summary_hides_same_owner',
      'partly-hidden',
    ],
    [
      'behind one such name or another',
      'news.example',
      'cover.news.example',
      { ambiguousName: true },
      'inspect_summary_hides_varied',
      'partly-hidden',
    ],
    [
      'behind such a name, unless ECH fails',
      'news.example',
      'cover.news.example',
      { onFailure: 'falls-back' },
      'inspect_summary_hides_unless',
      'partly-hidden',
    ],
  ])('%s', (_, host, cover, change, key, kind) => {
    expect(kindOf(host, cover, change)).toEqual([key, kind]);
  });

  it('names the one browser that reveals it where ECH fails', () => {
    const rows = [row('rfc', 'hides', COVER), row('chromium', 'hides', COVER), row('firefox', 'hides', COVER)].map(
      (one): Prediction => (one.client === 'firefox' ? { ...one, onFailure: 'falls-back' } : one),
    );
    const { words, kind } = summarise(rows, 'news.example', SUFFIXES)!;
    expect([words.key, ...textsOf(words.args)]).toEqual(['inspect_summary_hides_unless_one', COVER, 'Firefox']);
    expect(kind).toBe('partly-hidden');
  });
});
