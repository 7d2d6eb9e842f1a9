// Every sentence on screen comes from _locales: none is missing, none is unused.

import { expect, it } from 'vitest';
import manifest from '../../manifest.json';
import messages from '../../src/_locales/en/messages.json';
import { readSources } from './sources.ts';

const code = `${readSources('src')
  .map(({ text }) => text)
  .join('\n')}\n${JSON.stringify(manifest)}`;

/** Keys that are put together: by `keyOf('row', word)` or from `advice_${word}`, where the rest of the key is quoted as a word. */
const PREFIXES = [...code.matchAll(/keyOf\('([a-z_]+)'|`([a-z]+)_\$\{/g)].map(
  ([, called, written]) => called ?? written,
);

function isComposed(key: string): boolean {
  return PREFIXES.some((prefix) => {
    const word = key.startsWith(`${prefix}_`) ? key.slice(`${prefix}_`.length) : null;
    return word !== null && (code.includes(`'${word}'`) || code.includes(`'${word.replaceAll('_', '-')}'`));
  });
}

it('no message is unused', () => {
  const unused = Object.keys(messages).filter(
    (key) => !new RegExp(`['"]${key}['"]|__MSG_${key}__`).test(code) && !isComposed(key),
  );
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
