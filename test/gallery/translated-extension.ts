// A copy of the built extension that speaks one language whatever the browser's is: a browser takes a language only where it has
// been installed in it.

import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the copy, under `cache`. Its direction stays the browser's: set it on the page. */
export function translatedExtension(extension: string, language: string, cache: string): string {
  const folder = join(cache, language);
  rmSync(folder, { recursive: true, force: true });
  cpSync(extension, folder, { recursive: true });
  const locales = join(folder, '_locales');
  const read = (locale: string) => JSON.parse(readFileSync(join(locales, locale, 'messages.json'), 'utf8')) as object;
  // What is not translated yet is English, as browsers have it.
  const messages = JSON.stringify({ ...read('en'), ...read(language) });
  for (const locale of readdirSync(locales)) writeFileSync(join(locales, locale, 'messages.json'), messages);
  return folder;
}
