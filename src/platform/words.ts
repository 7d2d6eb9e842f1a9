// The words of the user's language, from _locales, and the one place where numbers, amounts and times become text.

import browser from 'webextension-polyfill';
import { relativeAge } from '../shared/relative-age.ts';
import type { Argument, Sentence } from '../shared/sentence.ts';

/**
 * A sentence in the user's language. Arguments stand in it as they are: show the result as text, never as markup. `texts` stand in
 * the arguments' place, which still decide the plural.
 */
export function translate({ key, args }: Sentence, texts: string[] = args.map(formatArgument)): string {
  const plural = pluralKey(key, args);
  // A language has the forms that it needs.
  return (plural !== key && fillIn(plural, texts)) || fillIn(key, texts);
}

const fillIn = (key: string, texts: string[]): string => browser.i18n.getMessage(key, texts);

/** Made once for each language. */
const plurals = new Map<string, Intl.PluralRules>();

/** `pages_other` with one page is `pages_one`: the last number of things decides, by the rules of the language (Unicode CLDR). */
function pluralKey(key: Sentence['key'], args: Argument[]): string {
  const counted = args.findLast((argument) => 'count' in argument);
  if (counted === undefined || !key.endsWith('_other')) return key;
  const { tag } = language();
  const rules = plurals.get(tag) ?? new Intl.PluralRules(tag);
  plurals.set(tag, rules);
  return key.replace(/other$/, rules.select(counted.count));
}

/** An argument as text in the user's language. */
export function formatArgument(argument: Argument): string {
  if ('host' in argument) return argument.host;
  if ('label' in argument) return argument.label;
  if ('field' in argument) return argument.field;
  if ('code' in argument) return String(argument.code);
  if ('timeMs' in argument) return formatTime(argument.timeMs);
  if ('agoMs' in argument) return relativeAge(argument.agoMs, Date.now(), language().tag);
  if ('list' in argument)
    return new Intl.ListFormat(language().tag, { type: 'unit' }).format(argument.list.map(formatArgument));
  const [[kind, value]] = Object.entries(argument) as [[Amount | 'count', number]];
  return formatNumber(kind, value);
}

const UNITS = { bytes: 'byte', seconds: 'second', milliseconds: 'millisecond' };
type Amount = keyof typeof UNITS;

/** Made once for each language and unit: a page shows hundreds of numbers. */
const formats = new Map<string, Intl.NumberFormat>();

function formatNumber(kind: Amount | 'count', value: number): string {
  const { tag } = language();
  const key = tag + kind;
  const format =
    formats.get(key) ??
    new Intl.NumberFormat(tag, kind === 'count' ? {} : { style: 'unit', unit: UNITS[kind], unitDisplay: 'long' });
  formats.set(key, format);
  return format.format(value);
}

/** By the clock; with its day where that is not today. */
function formatTime(atMs: number): string {
  const isToday = new Date(atMs).toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(language().tag, {
    timeStyle: 'short',
    ...(!isToday && { dateStyle: 'medium' }),
  }).format(atMs);
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
