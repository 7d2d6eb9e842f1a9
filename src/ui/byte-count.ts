// A number of octets in the user's words: "13 bytes". Imports platform.

import { language } from '../platform/words.ts';

let format: Intl.NumberFormat | undefined;

export function byteCount(octets: number): string {
  format ??= new Intl.NumberFormat(language().tag, { style: 'unit', unit: 'byte', unitDisplay: 'long' });
  return format.format(octets);
}
