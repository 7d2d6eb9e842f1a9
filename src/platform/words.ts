// The words of the user's language, from _locales. Imports shared only.

import browser from 'webextension-polyfill';
import type { Sentence } from '../shared/report.ts';

/** A sentence in the user's language. Arguments stand in it as they are: show the result as text, never as markup. */
export function translate({ key, args }: Sentence): string {
  return browser.i18n.getMessage(key, args);
}

const RIGHT_TO_LEFT = ['ar', 'fa'];

/**
 * BCP 47 tag of the language that `translate` answers in, and its direction. The browser's own language may be one that
 * there are no words in.
 */
export function language(): { tag: string; direction: 'ltr' | 'rtl' } {
  const tag = translate({ key: 'language_tag', args: [] });
  return { tag, direction: RIGHT_TO_LEFT.includes(tag) ? 'rtl' : 'ltr' };
}
