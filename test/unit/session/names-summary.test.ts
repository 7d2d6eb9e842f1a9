// Groups and numbers of the names, and the one sentence that is made of them.

import { describe, expect, it } from 'vitest';
import { byPublicName, summarizeNames } from '../../../src/session/names-summary.ts';
import type { HostState } from '../../../src/shared/report.ts';
import { textsOf } from '../arguments.ts';
import { nameRecord } from './session-builder.ts';

const sentenceOf = (states: HostState[], isCapped = false) => {
  const { headline } = summarizeNames(
    states.map((state, n) => nameRecord(`${n}.example`, { [state]: 1 })),
    isCapped,
  );
  return headline.map(({ key, args }) => [key.replace('session_', ''), ...textsOf(args)].join(' ')).join(', ');
};

describe('the sentence', () => {
  it.each<[HostState[], string]>([
    [[], 'nothing'],
    [['exposed'], 'read_other 1 1'],
    [['cleartext', 'intercepted', 'exposed', 'hidden', 'likely-hidden'], 'read_other 3 5'],
    [['exposed', 'unknown', 'hidden'], 'read_more_other 1 3, unknown_other 1'],
    [['exposed', 'partly-hidden'], 'read_more_other 1 2, partly_other 1'],
    [['exposed', 'likely-exposed', 'hidden'], 'probably_read_other 2 3'],
    [['likely-exposed', 'unknown'], 'probably_read_more_other 1 2, unknown_other 1'],
    [['unknown', 'hidden'], 'none_known_other 2, unknown_other 1'],
    [['partly-hidden', 'unknown', 'likely-hidden'], 'none_known_other 3, unknown_other 1, partly_other 1'],
    [['hidden', 'hidden'], 'none_other 2'],
    [['hidden', 'likely-hidden'], 'probably_none_other 2'],
  ])('%j', (states, expected) => {
    expect(sentenceOf(states)).toBe(expected);
  });

  it.each<[HostState[], string]>([
    [['exposed'], 'read_more_other 1 1'],
    [['likely-exposed'], 'probably_read_more_other 1 1'],
    [['unknown'], 'none_known_other 1, unknown_other 1'],
    [['hidden'], 'none_kept_other 1'],
  ])('says nothing of all names where there were more: %j', (states, expected) => {
    expect(sentenceOf(states, true)).toBe(expected);
  });
});

describe('a name', () => {
  it('stands where its worst page puts it, with how it fared on all of them', () => {
    const { rows } = summarizeNames([nameRecord('a.example', { hidden: 4, exposed: 1 })], false);
    expect(rows.exposed).toMatchObject([
      {
        host: 'a.example',
        fared: [
          { state: 'exposed', opened: 1, how: { statement: { kind: 'exposed' } } },
          { state: 'hidden', opened: 4 },
        ],
      },
    ]);
    expect(rows.hidden).toEqual([]);
  });

  it('that is hidden stands behind its cover name, the largest crowd first', () => {
    const { rows } = summarizeNames(
      [
        nameRecord('a.example', { hidden: 1 }, 'small.example'),
        nameRecord('b.example', { hidden: 1 }, 'large.example'),
        nameRecord('c.example', { hidden: 1 }, 'large.example'),
        nameRecord('d.example', { hidden: 1 }, null),
      ],
      false,
    );
    expect(byPublicName(rows.hidden).map(({ publicName, rows }) => [publicName, rows.map(({ host }) => host)])).toEqual(
      [
        ['large.example', ['b.example', 'c.example']],
        [null, ['d.example']],
        ['small.example', ['a.example']],
      ],
    );
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
    const { rows, shown, total } = summarizeNames(records, false, text);
    const hosts = [rows.exposed, rows.unknown, rows.hidden].flat().map(({ host }) => host);
    expect(hosts).toEqual(expected);
    expect([shown, total]).toEqual([expected.length, 3]);
  });
});
