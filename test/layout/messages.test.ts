// Every sentence on screen comes from _locales: none is missing, none is unused.

import { expect, it } from 'vitest';
import manifest from '../../manifest.json';
import messages from '../../src/_locales/en/messages.json';
import { readSources } from './sources.ts';

const code = `${readSources('src')
  .map(({ text }) => text)
  .join('\n')}\n${JSON.stringify(manifest)}`;

it('no message is unused', () => {
  const unused = Object.keys(messages).filter((key) => !new RegExp(`['"]${key}['"]|__MSG_${key}__`).test(code));
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
