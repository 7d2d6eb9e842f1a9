// The list's file: what is written is read again, and a damaged file is no list at all.

import { describe, expect, it } from 'vitest';
import { encodeSuffixList } from '../../../src/build/public-suffixes.ts';
import { decodeSuffixList } from '../../../src/shared/suffix-list.ts';

const LIST = new Map([
  ['', ' com jp uk '],
  ['uk', ' ac co '],
  ['ck', ' !www * '],
]);
const TEXT = encodeSuffixList(LIST, 'A list, MPL 2.0');

it('is a line of text for each rest of a rule, under whose it is', () => {
  expect(TEXT).toMatch(/^# A list, MPL 2\.0\n# digest [0-9a-f]{1,8}\n com jp uk\nuk ac co\nck !www \*\n$/);
  expect(decodeSuffixList(TEXT)).toEqual({ ok: true, value: LIST });
});

describe('a damaged file', () => {
  const start = TEXT.indexOf(' com');

  it('is found wherever it was cut', () => {
    for (let length = 0; length < TEXT.length; length++)
      expect(decodeSuffixList(TEXT.slice(0, length)).ok, TEXT.slice(0, length)).toBe(false);
  });

  it('is found whichever character is another one, or is missing', () => {
    for (let at = TEXT.indexOf('# digest'); at < TEXT.length; at++)
      for (const other of ['', 'q', ' ', '\n', '\0', '\ufffd']) {
        if (TEXT[at] === other) continue;
        expect(decodeSuffixList(TEXT.slice(0, at) + other + TEXT.slice(at + 1)).ok, `${at} ${other}`).toBe(false);
      }
  });

  it.each([
    ['', { kind: 'value', field: 'header', offset: 0 }],
    ['<!doctype html>', { kind: 'value', field: 'header', offset: 0 }],
    [TEXT.slice(start), { kind: 'value', field: 'header', offset: 0 }],
    [TEXT.replace('co\n', 'com\n'), { kind: 'value', field: 'digest', offset: start }],
  ])('says what is wrong with it: %j', (text, error) => {
    expect(decodeSuffixList(text)).toEqual({ ok: false, error });
  });
});
