// Which responses Firefox is asked about, by their numbers.

import { describe, expect, it } from 'vitest';
import { type Response, SecuritySampling } from '../../../src/platform/security-sampling.ts';

const response = (change: Partial<Response> = {}): Response => ({
  documentId: 'D',
  origin: 'https://cdn.example',
  fromCache: false,
  address: '192.0.2.1',
  proxy: null,
  httpVersion: 'HTTP/2.0',
  timeMs: 0,
  ...change,
});

/** The numbers of those that are asked about, of so many responses. */
function numbersAsked(count: number, change: (number: number) => Partial<Response> = () => ({})): number[] {
  const sampling = new SecuritySampling();
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  return numbers.filter((number) => sampling.next(response(change(number))) !== null);
}

it('200 requests of a page to 9 hosts over HTTP/2 take 40 calls at most', () => {
  const asked = numbersAsked(200, (number) => ({ origin: `https://h${number % 9}.example`, timeMs: number * 4 }));
  expect(asked.length).toBeLessThanOrEqual(40);
  expect(asked.length).toBeGreaterThanOrEqual(9);
});

describe('of one origin', () => {
  it.each<[string, number[], number, (number: number) => Partial<Response>]>([
    ['more and more rarely', [1, 2, 4, 8, 32, 128], 200, () => ({})],
    ['over HTTP/1.1 the first six', [1, 2, 3, 4, 5, 6, 8], 30, () => ({ httpVersion: 'HTTP/1.1' })],
    ['each that comes a second after the last', [1, 2, 3, 4, 5], 5, (number) => ({ timeMs: number * 1_000 })],
    ['the first after a second', [1, 2, 4, 6, 8], 9, (number) => ({ timeMs: number < 6 ? 0 : 1_000 })],
    ['also where the clock was set back', [1, 2, 3], 3, (number) => ({ timeMs: number < 3 ? 0 : -1_000 })],
    ['anew at another address', [1, 2, 4, 5, 6, 8], 9, (number) => ({ address: `192.0.2.${number < 5 ? 1 : 2}` })],
    ['each where two addresses take turns', [1, 2, 3, 4, 5], 5, (number) => ({ address: `192.0.2.${number % 2}` })],
    ['anew through another proxy', [1, 2, 4, 5, 6, 8], 9, (number) => ({ proxy: number < 5 ? null : 'http proxy' })],
    ['anew over HTTP/3', [1, 2, 4, 5, 6, 8], 9, (number) => ({ httpVersion: number < 5 ? 'HTTP/2.0' : 'HTTP/3' })],
    ['anew from the cache', [1, 2, 4, 5, 6, 8], 9, (number) => ({ fromCache: number >= 5 })],
    ['anew for another document', [1, 2, 4, 5, 6, 8], 9, (number) => ({ documentId: number < 5 ? 'D' : 'E' })],
    ['each where no document is named', [1, 2, 3, 4, 5], 5, () => ({ documentId: null })],
  ])('%s', (_, numbers, count, change) => {
    expect(numbersAsked(count, change)).toEqual(numbers);
  });
});

it('remembers no more than some thousand origins', () => {
  const sampling = new SecuritySampling();
  for (let n = 0; n < 5_000; n++) sampling.next(response({ origin: `https://h${n}.example` }));
  for (let n = 0; n < 2; n++) sampling.next(response({ origin: 'https://h0.example' }));
  expect(sampling.next(response({ origin: 'https://h0.example' }))).toBeNull();
});

it('the chain of an address is asked for once, and of a certificate that is new', () => {
  const sampling = new SecuritySampling();
  const [first, ...later] = [1, 2, 3, 4].map((second) => sampling.next(response({ timeMs: second * 1_000 }))!);
  expect([first?.withChain, later[0]?.withChain]).toEqual([true, false]);
  expect(later.map((one, index) => one.answered(['a', 'a', null][index] ?? null))).toEqual([true, false, false]);
  const fresh = new SecuritySampling().next(response())!;
  expect([fresh.withChain, fresh.answered('a')]).toEqual([true, false]);
});
