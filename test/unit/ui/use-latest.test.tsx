// @vitest-environment happy-dom
// Of several pieces of work, the last one counts.

import { renderHook } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { useLatest } from '../../../src/ui/use-latest.ts';

it('drops a piece of work when another starts, and the last when told to', () => {
  const { result, rerender } = renderHook(() => useLatest());
  const latest = result.current;
  const first = latest.start();
  expect(first.aborted).toBe(false);
  rerender();
  expect(result.current).toBe(latest);
  const second = result.current.start();
  expect([first.aborted, second.aborted]).toEqual([true, false]);
  latest.drop();
  expect(second.aborted).toBe(true);
  expect(latest.start().aborted).toBe(false);
});

it('has nothing to drop before anything starts', () => {
  const { result } = renderHook(() => useLatest());
  result.current.drop();
  expect(result.current.start().aborted).toBe(false);
});
