// Groups and numbers of the names, and the one sentence that is made of them.

import { describe, expect, it } from 'vitest';
import { summarizeNames } from '../../../src/session/names-summary.ts';
import type { HostState } from '../../../src/shared/report.ts';
import { textsOf } from '../arguments.ts';
import { nameRecord } from './session-builder.ts';

const sentenceOf = (states: HostState[], isCapped = false) => {
  const { headline } = summarizeNames(
    states.map((state, n) => nameRecord(`${n}.example`, { [state]: 1 })),
    isCapped,
  );
  return [headline.key, ...textsOf(headline.args)].join(' ');
};

describe('the sentence', () => {
  it.each<[HostState[], string]>([
    [[], 'session_nothing'],
    [['exposed'], 'session_read 1 1'],
    [['cleartext', 'intercepted', 'exposed', 'hidden', 'likely-hidden'], 'session_read 3 5'],
    [['exposed', 'unknown', 'hidden'], 'session_read_more 1 3'],
    [['exposed', 'partly-hidden'], 'session_read_more 1 2'],
    [['exposed', 'likely-exposed', 'hidden'], 'session_probably_read 2 3'],
    [['likely-exposed', 'unknown'], 'session_probably_read_more 1 2'],
    [['unknown', 'hidden'], 'session_not_known 1 2'],
    [['partly-hidden', 'unknown', 'likely-hidden'], 'session_not_known 2 3'],
    [['hidden', 'hidden'], 'session_none 2'],
    [['hidden', 'likely-hidden'], 'session_probably_none 2'],
  ])('%j', (states, expected) => {
    expect(sentenceOf(states)).toBe(expected);
  });

  it.each<[HostState[], string]>([
    [['exposed'], 'session_read_more 1 1'],
    [['likely-exposed'], 'session_probably_read_more 1 1'],
    [['unknown'], 'session_not_known 1 1'],
    [['hidden'], 'session_none_kept 1'],
  ])('says nothing of all names where there were more: %j', (states, expected) => {
    expect(sentenceOf(states, true)).toBe(expected);
  });
});

describe('a name', () => {
  it('stands where its worst page puts it, with all its pages', () => {
    const { read, hidden } = summarizeNames([nameRecord('a.example', { hidden: 4, exposed: 1 })], false);
    expect(read).toMatchObject([
      { host: 'a.example', state: 'exposed', pages: 5, how: { statement: { kind: 'exposed' } } },
    ]);
    expect(hidden).toEqual([]);
  });

  it('that is hidden stands behind its cover name, the largest crowd first', () => {
    const { hidden } = summarizeNames(
      [
        nameRecord('a.example', { hidden: 1 }, 'small.example'),
        nameRecord('b.example', { hidden: 1 }, 'large.example'),
        nameRecord('c.example', { hidden: 1 }, 'large.example'),
        nameRecord('d.example', { hidden: 1 }, null),
      ],
      false,
    );
    expect(hidden.map(({ publicName, rows }) => [publicName, rows.map(({ host }) => host)])).toEqual([
      ['large.example', ['b.example', 'c.example']],
      [null, ['d.example']],
      ['small.example', ['a.example']],
    ]);
  });
});

describe('the filter', () => {
  const records = [
    nameRecord('xn--bcher-kva.example', { exposed: 1 }),
    nameRecord('news.example', { hidden: 1 }, 'cover.example'),
    nameRecord('shop.example', { unknown: 1 }),
  ];

  it.each<[string, string[]]>([
    ['', ['xn--bcher-kva.example', 'shop.example', 'news.example']],
    ['bücher', ['xn--bcher-kva.example']],
    ['xn--b', ['xn--bcher-kva.example']],
    ['cover', ['news.example']],
    ['nowhere', []],
  ])('%j', (text, expected) => {
    const { read, unknown, hidden, shown, total } = summarizeNames(records, false, text);
    const rows = [...read, ...unknown, ...hidden.flatMap((group) => group.rows)];
    expect(rows.map(({ host }) => host)).toEqual(expected);
    expect([shown, total]).toEqual([expected.length, 3]);
  });
});
