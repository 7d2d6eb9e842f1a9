// Zone-file text cut into words, each in its place.

import { describe, expect, it } from 'vitest';
import { placeOf, readZoneText } from '../../../src/dns/zone-text.ts';

const wordsOf = (text: string) => readZoneText(text).entries.map(({ words }) => words.map((word) => word.text));

describe('entries', () => {
  it.each<[string, string, string[][]]>([
    [
      'lines',
      'a 1\n\n  b\t2\r\n',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    ['lines in parentheses', 'a ( 1\n 2 ) 3\nb', [['a', '1', '2', '3'], ['b']]],
    ['parentheses without blanks', 'a(1)2', [['a', '1', '2']]],
    ['comments', 'a ; b "c\nd;e', [['a'], ['d']]],
    ['a quoted value', 'a k="b ; ( c"', [['a', 'k="b ; ( c"']]],
    ['a quote in a quoted value', 'k="b\\" c" d', [['k="b\\" c"', 'd']]],
    ['what stands behind a quoted value', 'k="b"c d', [['k="b"c', 'd']]],
    ['a quoted value that goes on in parentheses', 'a ( k="b\n c" )', [['a', 'k="b  c"']]],
    ['a value that is not closed on its line', 'k="b c\nd"', [['k="b', 'c'], ['d"']]],
    ['a value that is not closed before the parenthesis is', '( k="b\n) c" d', [['k="b', 'c"', 'd']]],
    ['other quotes, which only keep what they hold from meaning anything', '"a (;b" c', [['"a', '(;b"', 'c']]],
    ['backslashes', 'a\\ b \\; \\( \\"c', [['a\\ b', '\\;', '\\(', '\\"c']]],
    ['a backslash at the end of a line', 'a\\\nb\\\r\nc\\', [['a\\'], ['b\\'], ['c\\']]],
  ])('%s', (_, text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it('keep their places', () => {
    const text = 'a. (\n  1 ; one\n . ) ; two\nb';
    const { entries, comments } = readZoneText(text);
    expect(entries.map(({ words, end }) => [words.map(({ offset }) => offset), end])).toEqual([
      [[0, 7, 16], 25],
      [[26], 27],
    ]);
    for (const { text: word, offset } of [...entries.flatMap(({ words }) => words), ...comments])
      expect(text.slice(offset, offset + word.length)).toBe(word);
    expect(comments.map((comment) => comment.text)).toEqual(['; one', '; two']);
  });

  it.each([
    ['( 1 )', null],
    ['( 1', 0],
    ['1 ) (', 2],
    ['1 ( 2 ( 3 )', 2],
    ['"(" ; )', null],
  ])('%s: the first parenthesis without a partner is at %s', (text, offset) => {
    expect(readZoneText(text).strayParenthesis).toBe(offset);
  });
});

it('places count from 1', () => {
  expect(placeOf('ab\ncd', 4)).toEqual({ line: 2, column: 2 });
  expect(placeOf('ab', 0)).toEqual({ line: 1, column: 1 });
});
