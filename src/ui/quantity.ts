// A number with its unit in the user's words: "13 bytes", "60 seconds". Imports platform.

import { language } from '../platform/words.ts';

type Unit = 'byte' | 'second' | 'millisecond';

const formats = new Map<Unit, Intl.NumberFormat>();

export function quantity(value: number, unit: Unit): string {
  const format =
    formats.get(unit) ?? new Intl.NumberFormat(language().tag, { style: 'unit', unit, unitDisplay: 'long' });
  formats.set(unit, format);
  return format.format(value);
}
