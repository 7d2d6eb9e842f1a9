// A copy of the built extension that speaks one language whatever the browser's is: a browser takes a language only where it has
// been installed in it.

import { copyFileSync, cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the copy, under `cache`. Its direction stays the browser's: set it on the page. */
export function translatedExtension(extension: string, language: string, cache: string): string {
  const folder = join(cache, language);
  rmSync(folder, { recursive: true, force: true });
  cpSync(extension, folder, { recursive: true });
  const locales = join(folder, '_locales');
  for (const locale of readdirSync(locales)) {
    if (locale !== language)
      copyFileSync(join(locales, language, 'messages.json'), join(locales, locale, 'messages.json'));
  }
  return folder;
}
