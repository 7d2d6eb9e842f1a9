// Writes the Public Suffix List into the package, from the rules that tldts carries; none of its code goes with them. Both sections
// are in it. Which list it is depends on the version of tldts alone, so that builds are the same bytes from run to run.

import * as trie from 'tldts/dist/cjs/src/data/trie.js';
import tldts from 'tldts/package.json' with { type: 'json' };
import type { Plugin } from 'vite';
import { shortDigest } from '../shared/short-digest.ts';
import { SUFFIX_LIST_FILE, type SuffixList } from '../shared/suffix-list.ts';

const { version } = tldts;

const NOTICE = `Public Suffix List (https://publicsuffix.org/list/) as in tldts ${version}, under MPL 2.0 (https://mozilla.org/MPL/2.0/)`;

/** One of each kind. Where one is missing, tldts no longer keeps rules as this file reads them. */
const EXPECTED = ['com', 'co.uk', 'github.io', '*.ck', '!www.ck', 'xn--fiqs8s'];
const FEWEST = 9_000;

const PLAIN = /^(?:!|\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*$/;

/** As the list writes them, but for names in other letters: tldts has each of those as A-labels too, which is what hosts are. */
export function suffixRules(): string[] {
  const all = [...rulesFrom(trie.rulesRoot), ...rulesFrom(trie.exceptionsRoot).map((rule) => `!${rule}`)];
  const rules = all.filter((rule) => PLAIN.test(rule)).sort();
  const others = all.length - rules.length;
  const missing = EXPECTED.filter((rule) => !rules.includes(rule));
  if (missing.length > 0 || rules.length < FEWEST || others !== rules.filter((rule) => rule.includes('xn--')).length)
    throw new Error(
      `tldts ${version}: ${rules.length} rules without [${missing}] and ${others} in other letters, which the build does not expect`,
    );
  return rules;
}

function rulesFrom(root: number): string[] {
  const { nodeFlags, edgeStart, edgeLength, edgeChild, labelText } = trie;
  const offsets: number[] = [0];
  for (const length of edgeLength) offsets.push((offsets.at(-1) ?? 0) + length);
  const below = (node: number, end: string): string[] =>
    Array.from({ length: (edgeStart[node + 1] ?? 0) - (edgeStart[node] ?? 0) }).flatMap((_, index) => {
      const edge = (edgeStart[node] ?? 0) + index;
      const child = edgeChild[edge] ?? 0;
      const name = `${labelText.slice(offsets[edge], offsets[edge + 1])}${end}`;
      return [...(nodeFlags[child] ? [name] : []), ...below(child, `.${name}`)];
    });
  return below(root, '');
}

/** Rules that end alike stand in one line, and pack better by a fifth than one a line. */
function suffixListOf(rules: readonly string[]): SuffixList {
  const list = new Map<string, string>();
  for (const rule of rules) {
    const [label = '', ...rest] = rule.split('.');
    const key = rest.join('.');
    list.set(key, `${list.get(key) ?? ' '}${label} `);
  }
  const backwards = new Map([...list.keys()].map((name) => [name, name.split('.').reverse().join('.')]));
  const inOrder = [...list].sort(([one], [other]) =>
    (backwards.get(one) ?? '') < (backwards.get(other) ?? '') ? -1 : 1,
  );
  return new Map(inOrder);
}

/** `notice` says whose list it is. */
export function encodeSuffixList(list: SuffixList, notice: string): string {
  const body = [...list].map(([rest, labels]) => `${rest}${labels.trimEnd()}\n`).join('');
  return `# ${notice}\n# digest ${shortDigest(body)}\n${body}`;
}

export const suffixListText = (): string => encodeSuffixList(suffixListOf(suffixRules()), NOTICE);

export function suffixListFile(): Plugin {
  return {
    name: 'suffix-list-file',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: SUFFIX_LIST_FILE, source: suffixListText() });
    },
  };
}
