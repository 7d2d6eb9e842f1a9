// Every sentence on screen comes from _locales: none is missing, none is unused.

import { expect, it } from 'vitest';
import manifest from '../../manifest.json';
import messages from '../../src/_locales/en/messages.json';
import { readSources } from './sources.ts';

const code = `${readSources('src')
  .map(({ text }) => text)
  .join('\n')}\n${JSON.stringify(manifest)}`;

/** Keys that are put together: by `keyOf('row', kind)`, `sentenceOf('headline', statement)` or from `advice_${word}`. */
const PREFIXES = [...code.matchAll(/(?:keyOf|sentenceOf)\('([a-z_]+)'|`([a-z]+)_\$\{/g)].map(
  ([, called, written]) => called ?? written ?? '',
);

/** Kinds that are put together, such as `partly-hidden-${leak}`. */
const PARTS = [...code.matchAll(/`([a-z-]+)-\$\{/g)].map(([, part]) => part ?? '');

const isQuoted = (word: string): boolean => code.includes(`'${word}'`);

/** The rest of the key is quoted somewhere as a kind, whole or in two parts. */
function isComposed(key: string): boolean {
  return PREFIXES.some((prefix) => {
    const word = key.startsWith(`${prefix}_`) ? key.slice(`${prefix}_`.length) : null;
    if (word === null) return false;
    const kind = word.replaceAll('_', '-');
    const isPut = (part: string) => kind.startsWith(`${part}-`) && isQuoted(kind.slice(part.length + 1));
    return isQuoted(word) || isQuoted(kind) || PARTS.some(isPut);
  });
}

/** One form of a plural is named, and the language chooses (src/platform/words.ts). */
const formOf = (key: string): string =>
  key.replace(/_one$/, '_other') in messages ? key.replace(/_one$/, '_other') : key;

it('no message is unused', () => {
  const unused = Object.keys(messages)
    .map(formOf)
    .filter((key) => !new RegExp(`['"]${key}['"]|__MSG_${key}__`).test(code) && !isComposed(key));
  expect(unused).toEqual([]);
});

it('placeholders are those of the text, in its order', () => {
  for (const [key, { message, ...rest }] of Object.entries(messages)) {
    const named = Object.keys((rest as { placeholders?: object }).placeholders ?? {});
    const inText = [...new Set([...message.matchAll(/\$([A-Z_]+)\$/g)].map(([, name]) => name?.toLowerCase()))];
    expect({ key, named }).toEqual({ key, named: inText });
  }
});

it('a dollar sign stands for a placeholder and for nothing else', () => {
  const odd = Object.entries(messages).filter(([, { message }]) => message.replace(/\$[A-Z_]+\$/g, '').includes('$'));
  expect(odd).toEqual([]);
});
