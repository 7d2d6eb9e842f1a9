// The words of the user's language, from _locales, and the one place where numbers, amounts and times become text.

import browser from 'webextension-polyfill';
import type { Argument, Sentence } from '../shared/sentence.ts';

/** A sentence in the user's language. Arguments stand in it as they are: show the result as text, never as markup. */
export function translate({ key, args }: Sentence): string {
  return fillIn(key, args.map(formatArgument));
}

const fillIn = (key: Sentence['key'], texts: string[]): string => browser.i18n.getMessage(key, texts);

/** An argument as text in the user's language. */
export function formatArgument(argument: Argument): string {
  if ('host' in argument) return argument.host;
  if ('label' in argument) return argument.label;
  if ('field' in argument) return argument.field;
  if ('code' in argument) return String(argument.code);
  if ('count' in argument) return formats().count.format(argument.count);
  if ('bytes' in argument) return formats().byte.format(argument.bytes);
  if ('seconds' in argument) return formats().second.format(argument.seconds);
  if ('milliseconds' in argument) return formats().millisecond.format(argument.milliseconds);
  if ('timeMs' in argument) return formatTime(argument.timeMs);
  return formats().list.format(argument.list.map(formatArgument));
}

const amount = (tag: string, unit: 'byte' | 'second' | 'millisecond'): Intl.NumberFormat =>
  new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'long' });

interface Formats {
  count: Intl.NumberFormat;
  byte: Intl.NumberFormat;
  second: Intl.NumberFormat;
  millisecond: Intl.NumberFormat;
  time: Intl.DateTimeFormat;
  dayAndTime: Intl.DateTimeFormat;
  list: Intl.ListFormat;
}

let made: { tag: string; formats: Formats } | null = null;

/** Made once: a page shows hundreds of numbers. */
function formats(): Formats {
  const { tag } = language();
  if (made?.tag !== tag) {
    made = {
      tag,
      formats: {
        count: new Intl.NumberFormat(tag),
        byte: amount(tag, 'byte'),
        second: amount(tag, 'second'),
        millisecond: amount(tag, 'millisecond'),
        time: new Intl.DateTimeFormat(tag, { timeStyle: 'short' }),
        dayAndTime: new Intl.DateTimeFormat(tag, { timeStyle: 'short', dateStyle: 'medium' }),
        list: new Intl.ListFormat(tag, { type: 'unit' }),
      },
    };
  }
  return made.formats;
}

/** By the clock; with its day where that is not today. */
function formatTime(atMs: number): string {
  const isToday = new Date(atMs).toDateString() === new Date().toDateString();
  return formats()[isToday ? 'time' : 'dayAndTime'].format(atMs);
}

const RIGHT_TO_LEFT = ['ar', 'fa'];

/**
 * BCP 47 tag of the language that `translate` answers in, and its direction. The browser's own language may be one that
 * there are no words in.
 */
export function language(): { tag: string; direction: 'ltr' | 'rtl' } {
  const tag = fillIn('language_tag', []);
  return { tag, direction: RIGHT_TO_LEFT.includes(tag) ? 'rtl' : 'ltr' };
}
