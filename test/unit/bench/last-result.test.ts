import { describe, expect, it } from 'vitest';
import { changeSince, predecessor, succeed } from '../../bench/last-result.ts';
import { entryOf, resultOf } from './entries.ts';

const SECTIONS = ['decoders', 'popup', 'pages'];

describe('what is kept of several runs', () => {
  const decoders = entryOf({ section: 'decoders', browser: null });
  const popup = entryOf({ section: 'popup', browser: 'firefox' });
  const pages = entryOf({ section: 'pages', browser: 'firefox' });

  it('a section that was run anew is replaced, in that browser only', () => {
    const chromium = { ...popup, browser: 'chromium' as const };
    const again = { ...popup, commit: 'b' };
    expect(succeed([popup, chromium], [again], SECTIONS)).toEqual([chromium, again]);
  });

  it('a section that was left out stays as it was', () => {
    expect(succeed([decoders, pages], [popup], SECTIONS)).toEqual([decoders, popup, pages]);
  });

  it('stands in the order of the sections, whatever was run first', () => {
    expect(succeed([pages], [popup, decoders], SECTIONS)).toEqual([decoders, popup, pages]);
  });

  it('a section that there is no more goes', () => {
    expect(succeed([entryOf({ section: 'gone' }), pages], [], SECTIONS)).toEqual([pages]);
  });

  it('an entry’s predecessor has its section and its browser', () => {
    expect(predecessor([decoders, popup, pages], { section: 'pages', browser: 'firefox' })).toBe(pages);
    expect(predecessor([decoders, popup, pages], { section: 'pages', browser: 'chromium' })).toBeUndefined();
  });
});

describe('a change since the last run', () => {
  it('is a part of what was', () => {
    expect(changeSince(resultOf([100]), resultOf([110]))).toEqual({ part: 110 / 100 - 1, isWithinSpread: false });
  });

  it('may be chance where the middle halves overlap', () => {
    const earlier = resultOf([90, 100, 110]);
    expect(changeSince(earlier, resultOf([105, 115, 125]))).toMatchObject({ isWithinSpread: true });
    expect(changeSince(earlier, resultOf([75, 85, 95]))).toMatchObject({ isWithinSpread: true });
    expect(changeSince(earlier, resultOf([111, 120, 130]))).toMatchObject({ isWithinSpread: false });
    expect(changeSince(earlier, resultOf([70, 80, 89]))).toMatchObject({ isWithinSpread: false });
  });

  it('of nothing is no part, unless nothing came of it', () => {
    expect(changeSince(resultOf([0]), resultOf([1]))).toBeNull();
    expect(changeSince(resultOf([0]), resultOf([0]))).toEqual({ part: 0, isWithinSpread: true });
  });
});
