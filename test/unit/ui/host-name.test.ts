import { describe, expect, it } from 'vitest';
import { fitName, showName, visibleText } from '../../../src/ui/host-name.ts';

describe('showName', () => {
  it.each([
    ['news.example', 'news.example', null],
    ['xn--mnchen-3ya.example', 'münchen.example', 'xn--mnchen-3ya.example'],
    ['xn--fsqu00a.xn--g6w251d', '例子.測試', 'xn--fsqu00a.xn--g6w251d'],
    ['xn--d1acpjx3f.xn--p1ai', 'яндекс.рф', 'xn--d1acpjx3f.xn--p1ai'],
    // Cyrillic letters that read as Latin "apple".
    ['xn--80ak6aa92e.example', 'xn--80ak6aa92e.example', null],
    // Latin and Cyrillic in one label.
    ['xn--pypal-4ve.example', 'xn--pypal-4ve.example', null],
    ['xn--d-uga0v4h.example', 'łódź.example', 'xn--d-uga0v4h.example'],
    ['xn--garon-0ra.example', 'garçon.example', 'xn--garon-0ra.example'],
    ['xn--sren-gra.example', 'søren.example', 'xn--sren-gra.example'],
    ['xn--etina-gya30d.example', 'čeština.example', 'xn--etina-gya30d.example'],
    // Latin letters that read as others, or as punctuation: cloudflɑre-ech exampleꞏcom ǃexample paypaı ſite ĸraken, and Hebrew punctuation.
    ['xn--cloudflre-ech-hlf.example', 'xn--cloudflre-ech-hlf.example', null],
    ['xn--examplecom-jb89a.example', 'xn--examplecom-jb89a.example', null],
    ['xn--example-3dc.example', 'xn--example-3dc.example', null],
    ['xn--paypa-r4a.example', 'xn--paypa-r4a.example', null],
    ['xn--ite-f3a.example', 'xn--ite-f3a.example', null],
    ['xn--raken-t5a.example', 'xn--raken-t5a.example', null],
    ['xn--ab-skd4df.example', 'xn--ab-skd4df.example', null],
    // Punycode for letters that need none, or capital ones: another name than the one it reads as.
    ['xn--paypal-.example', 'xn--paypal-.example', null],
    ['xn--Mnchen-3ya.example', 'münchen.example', 'xn--Mnchen-3ya.example'],
    ['xn--1234-', 'xn--1234-', null],
    // Not Punycode at all.
    ['xn--a.example', 'xn--a.example', null],
    ['[2001:db8::1]', '[2001:db8::1]', null],
  ])('shows %s as %s', (name, text, ascii) => {
    expect(showName(name)).toEqual({ text, ascii });
  });

  it.each(['\u202e', '\u200f', '\u2066', '\u0000', '\u001b', '\u00ad', '\u200d', '\ue000', '\u2028'])(
    'never shows %j raw',
    (character) => {
      const { text } = showName(`a${character}b.example`);
      expect(text).not.toContain(character);
      expect(text).toBe(`a\\u{${character.codePointAt(0)?.toString(16)}}b.example`);
    },
  );
});

describe('fitName', () => {
  it('keeps a name that fits', () => {
    expect(fitName(showName('news.example'), 12)).toEqual({ text: 'news.example', title: null });
  });

  it('shortens a long name in the middle and keeps its registrable end', () => {
    const long = `${'a'.repeat(60)}.${'b'.repeat(60)}.news.example`;
    const { text, title } = fitName(showName(long), 40);
    expect(text).toHaveLength(40);
    expect(text).toMatch(/^a+…b+\.news\.example$/);
    expect(title).toBe(long);
  });
});

it('visibleText leaves ordinary text of any language alone', () => {
  expect(visibleText('Société générale, 株式会社')).toBe('Société générale, 株式会社');
});
