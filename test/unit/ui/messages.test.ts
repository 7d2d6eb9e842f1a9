// The messages of the pages: each that is named exists (the compiler sees to most). That none is left over: test/layout.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import messages from '../../../src/_locales/en/messages.json';

const OURS = /^(popup|options|action|observer|aspect|evidence)_/;
const src = join(import.meta.dirname, '../../../src');
const sources = ['popup', 'options', 'ui']
  .flatMap((folder) => readdirSync(join(src, folder)).map((file) => join(src, folder, file)))
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');
const named = new Set(Array.from(sources.matchAll(/['"]([a-z]+(?:_[a-z0-9]+)+)['"]/g), ([, key]) => key));

it('all exist', () => {
  const missing = [...named].filter((key) => OURS.test(key ?? '') && !(key ?? '' in messages));
  expect(missing).toEqual([]);
});

it.each(
  Object.entries(messages as Record<string, { message: string; placeholders?: Record<string, { content: string }> }>),
)('%s declares the placeholders that it uses, in order', (_key, { message, placeholders = {} }) => {
  const used = new Set(Array.from(message.matchAll(/\$(\w+)\$/g), ([, name]) => name?.toLowerCase()));
  expect(Object.keys(placeholders).sort()).toEqual([...used].sort());
  const contents = Object.values(placeholders).map(({ content }) => content);
  expect(contents).toEqual(contents.map((_, index) => `$${index + 1}`));
});
