// The Public Suffix List that the build writes: the whole of tldts's, the same bytes each time, and no other shape of tldts taken
// for it.

import { getDomain } from 'tldts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { suffixListText, suffixRules } from '../../../src/build/public-suffixes.ts';
import { registrableDomain } from '../../../src/shared/site-name.ts';
import { decodeSuffixList, type SuffixList } from '../../../src/shared/suffix-list.ts';

const text = suffixListText();
const decoded = decodeSuffixList(text);
const list: SuffixList = decoded.ok ? decoded.value : new Map();

it('has every rule of both sections once, with A-labels alone', () => {
  const rules = suffixRules();
  expect(rules.length).toBeGreaterThan(10_000);
  for (const rule of ['jp', 'lg.jp', 'govt.nz', '*.ck', '!www.ck', 'github.io', 'pages.dev', 'xn--55qx5d.cn'])
    expect(rules).toContain(rule);
  expect(/^[\n -~]*$/.test(text)).toBe(true);
  const written = [...list].flatMap(([rest, labels]) =>
    labels
      .trim()
      .split(' ')
      .map((label) => (rest === '' ? label : `${label}.${rest}`)),
  );
  expect(written.sort()).toEqual([...new Set(rules)]);
});

it('says whose it is, and under which licence', () => {
  expect(text).toMatch(
    /^# Public Suffix List \(https:\/\/publicsuffix\.org\/list\/\) as in tldts \d+\.\d+\.\d+, under MPL 2\.0 /,
  );
});

it('gives for every rule what tldts gives', () => {
  // Null where the host is itself a public suffix.
  const domainOf = (host: string) => getDomain(host, { allowPrivateDomains: true }) ?? host;
  const differing = suffixRules().flatMap((rule) => {
    const end = rule.replace(/^!/, '').replace('*', 'any');
    return [`example.${end}`, `www.example.${end}`]
      .filter((host) => registrableDomain(host, list) !== domainOf(host))
      .map((host) => `${host}: ${registrableDomain(host, list)}, ${domainOf(host)}`);
  });
  expect(differing).toEqual([]);
});

describe('the build', () => {
  afterEach(() => {
    vi.doUnmock('tldts/dist/cjs/src/data/trie.js');
    vi.resetModules();
  });

  it('writes the same bytes each time', async () => {
    vi.resetModules();
    const again = await import('../../../src/build/public-suffixes.ts');
    expect(again.suffixListText()).toBe(text);
  });

  it('stops where tldts keeps its rules in another way', async () => {
    const trie = await import('tldts/dist/cjs/src/data/trie.js');
    const changes: Partial<typeof trie>[] = [
      { exceptionsRoot: trie.rulesRoot },
      { nodeFlags: new Uint8Array(trie.nodeFlags.length) },
      { labelText: `?${trie.labelText}` },
      { edgeLength: trie.edgeLength.map((length) => length + 1) },
    ];
    for (const change of changes) {
      vi.resetModules();
      vi.doMock('tldts/dist/cjs/src/data/trie.js', () => ({ ...trie, ...change }));
      const { suffixListText: changed } = await import('../../../src/build/public-suffixes.ts');
      expect(changed).toThrow(/^tldts \d+\.\d+\.\d+: .* which the build does not expect$/);
    }
  });
});
