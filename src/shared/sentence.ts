// Sentences without language: a key of _locales and its arguments. Imports shared only.

import type { BrowserName } from './facts.ts';
import type { MessageKey, Sentence } from './report.ts';

export const sentence = (key: MessageKey, ...args: string[]): Sentence => ({ key, args });

/** As people call it; Chromium's other builds do the same. */
export const BROWSER_LABELS: Record<BrowserName, string> = { firefox: 'Firefox', chromium: 'Chrome' };
