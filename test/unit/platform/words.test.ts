import { afterEach, describe, expect, it, vi } from 'vitest';
import { formatArgument, translate } from '../../../src/platform/words.ts';
import { type Argument, sentence } from '../../../src/shared/sentence.ts';
import { currentApi } from '../fake-browser/current.ts';

const speak = (tag: string) =>
  vi.spyOn(currentApi().api.i18n, 'getMessage').mockImplementation((key) => (key === 'language_tag' ? tag : key));

afterEach(() => vi.restoreAllMocks());

describe('an argument in the reader’s language', () => {
  it.each<[string, Argument, string]>([
    ['en', { host: 'news.example' }, 'news.example'],
    ['en', { label: 'Quad9' }, 'Quad9'],
    ['en', { field: 'extensions[0].type' }, 'extensions[0].type'],
    ['en', { count: 12345 }, '12,345'],
    ['de', { count: 12345 }, '12.345'],
    ['fa', { count: 12 }, '۱۲'],
    ['fa', { code: 8443 }, '8443'],
    ['en', { bytes: 1 }, '1 byte'],
    ['en', { seconds: 300 }, '300 seconds'],
    ['de', { milliseconds: 34 }, '34 Millisekunden'],
    ['en', { list: [{ label: 'Quad9' }, { host: 'dns.example' }] }, 'Quad9, dns.example'],
  ])('%s: %j', (tag, argument, expected) => {
    speak(tag);
    expect(formatArgument(argument)).toBe(expected);
  });

  it('an age is counted as it is shown', () => {
    speak('en');
    vi.useFakeTimers({ now: 1_000_000 });
    expect(formatArgument({ agoMs: 1_000_000 - 300_000 })).toBe('5 minutes ago');
    vi.advanceTimersByTime(3_600_000);
    expect(formatArgument({ agoMs: 1_000_000 - 300_000 })).toBe('1 hour ago');
    vi.useRealTimers();
  });

  it('a time has its day where that is not today', () => {
    speak('en');
    vi.useFakeTimers({ now: new Date(2026, 4, 6, 12) });
    expect(formatArgument({ timeMs: new Date(2026, 4, 6, 9, 5).getTime() })).toMatch(/^9:05\sAM$/);
    expect(formatArgument({ timeMs: new Date(2026, 4, 5, 9, 5).getTime() })).toMatch(/^May 5, 2026, 9:05\sAM$/);
    vi.useRealTimers();
  });
});

it('a sentence is given its arguments as text', () => {
  speak('en');
  translate(sentence('others_sees', { count: 1234 }, { count: 2000 }));
  expect(currentApi().api.i18n.getMessage).toHaveBeenLastCalledWith('others_sees', ['1,234', '2,000']);
});

describe('a plural', () => {
  const FORMS = ['one', 'few', 'many', 'other'].map((form) => `session_opened_${form}`);
  const speakWith = (tag: string, keys: string[]) =>
    vi
      .spyOn(currentApi().api.i18n, 'getMessage')
      .mockImplementation((key) => (key === 'language_tag' ? tag : keys.includes(String(key)) ? String(key) : ''));

  it.each([
    ['en', 1, 'session_opened_one'],
    ['en', 0, 'session_opened_other'],
    ['fr', 0, 'session_opened_one'],
    ['ru', 21, 'session_opened_one'],
    ['ru', 3, 'session_opened_few'],
    ['ru', 11, 'session_opened_many'],
    ['ja', 1, 'session_opened_other'],
  ])('follows the rules of the language: %s, %i', (tag, count, expected) => {
    speakWith(tag, FORMS);
    expect(translate(sentence('session_opened_other', { count }))).toBe(expected);
    // Where something else stands in the argument's place, too.
    expect(translate(sentence('session_opened_other', { count }), ['x'])).toBe(expected);
  });

  it('is decided by the last number, of which the others are a part', () => {
    speakWith('en', ['session_read_one', 'session_read_other']);
    expect(translate(sentence('session_read_other', { count: 1 }, { count: 3 }))).toBe('session_read_other');
    expect(translate(sentence('session_read_other', { count: 1 }, { count: 1 }))).toBe('session_read_one');
  });

  it('falls back to the form for every number where a language lacks one', () => {
    speakWith('ru', ['session_opened_other']);
    expect(translate(sentence('session_opened_other', { count: 3 }))).toBe('session_opened_other');
  });

  it('is left alone where nothing is counted', () => {
    speakWith('en', ['stored_bad_other', 'stored_bad_one']);
    expect(translate(sentence('stored_bad_other', { field: 'x' }))).toBe('stored_bad_other');
  });
});
