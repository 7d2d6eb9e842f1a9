// The words of the user's language, from _locales. Imports shared only.

import browser from 'webextension-polyfill';
import type { Sentence } from '../shared/report.ts';

/** A sentence in the user's language. Arguments stand in it as they are: show the result as text, never as markup. */
export function translate({ key, args }: Sentence): string {
  return browser.i18n.getMessage(key, args);
}

/** BCP 47 tag of the language that `translate` answers in, and its direction. */
export function language(): { tag: string; direction: 'ltr' | 'rtl' } {
  const direction = browser.i18n.getMessage('@@bidi_dir') === 'rtl' ? 'rtl' : 'ltr';
  return { tag: browser.i18n.getUILanguage(), direction };
}
