// What a server says of a page's own connection is a measurement under conditions, each of which is needed.

import { describe, expect, it } from 'vitest';
import { assess } from '../../../src/assess/assess.ts';
import { isInRanges } from '../../../src/assess/traced.ts';
import type { Facts, HostPrediction } from '../../../src/shared/facts.ts';
import { chromeConnection, chromium, connection, ECH, firefox, HOST, MIXED, page } from './facts-builder.ts';
import { CLOUDFLARE_RECORD, elsewhere, HALF, told } from './fixtures-traced.ts';

const traced = (change: Partial<Facts> = {}, usedEch = true) =>
  assess(chromium({ lookup: CLOUDFLARE_RECORD, trace: told(usedEch), ...change }));

describe('a trace of the page’s own connection', () => {
  it('is a measurement, and whose word it is stands in the basis', () => {
    expect(traced()).toMatchObject({
      verdict: 'hidden',
      evidence: 'measured',
      icon: 'hidden',
      basis: { kind: 'ech-used-traced', args: [{ label: 'Cloudflare' }] },
      seen: { kind: 'public', name: 'cloudflare-ech.com' },
    });
  });

  it('measures too that ECH was not used', () => {
    expect(traced({}, false)).toMatchObject({
      verdict: 'offered-not-used',
      evidence: 'measured',
      basis: { kind: 'ech-not-used-traced', args: [{ label: 'Cloudflare' }] },
      seen: { kind: 'site', name: HOST, evidence: 'measured' },
    });
  });

  it.each<[string, Partial<Facts>]>([
    ['the page came from an address that is not the provider’s', { connection: elsewhere }],
    ['the address is not known', { connection: { ...chromeConnection(), address: null } }],
    ['there is no connection', { connection: null }],
    [
      'the connection was opened for another host',
      { connection: { ...chromeConnection(), sharedWith: { host: `www.${HOST}`, isHidden: true } } },
    ],
    ['the page came from a cache', { page: page(undefined, { arrival: 'http-cache' }) }],
    ['the page came from a service worker', { page: page(undefined, { arrival: 'service-worker' }) }],
    ['the page came from memory', { page: page(undefined, { arrival: 'back-forward-cache' }) }],
    ['nothing was loaded', { page: page(undefined, { failure: 'net::ERR_ABORTED' }) }],
    ['the public name is nobody’s who traces', { lookup: ECH }],
    ['one transport has no ECH', { lookup: HALF }],
    ['one record has no ECH', { lookup: MIXED }],
    ['the providers’ addresses could not be read', { tracing: { providers: [], when: 'on-click', isLocked: false } }],
  ])('measures nothing where %s', (_, change) => {
    for (const usedEch of [true, false]) {
      const { evidence, basis } = traced(change, usedEch);
      expect([evidence, basis.kind]).toEqual([
        assess(chromium({ lookup: CLOUDFLARE_RECORD, ...change })).evidence,
        basis.kind,
      ]);
      expect(basis.kind).not.toMatch(/traced$/);
      expect(evidence).not.toBe('measured');
    }
  });

  it('says nothing against what the browser itself reports', () => {
    const measured = { ...chromeConnection(), usedEch: false };
    expect(traced({ connection: measured }).basis).toEqual({ kind: 'ech-not-used', args: [{ label: 'Chrome' }] });
  });

  it('does not exist in Firefox', () => {
    const { actions } = assess(firefox({ lookup: CLOUDFLARE_RECORD, connection: connection({ usedEch: null }) }));
    expect(actions).toEqual([]);
  });
});

describe('the site is asked', () => {
  const kinds = (facts: Facts) => assess(facts).actions.map(({ kind }) => kind);
  const at = (trace: Facts['trace'], change: Partial<Facts> = {}) =>
    kinds(chromium({ lookup: CLOUDFLARE_RECORD, trace, ...change }));

  it('where its word would be a measurement, until it has said it', () => {
    expect(at(null)).toEqual(['trace']);
    expect(at({ state: 'running' })).toEqual([]);
    expect(at(null, { connection: elsewhere })).toEqual([]);
    expect(at(null, { lookup: HALF })).toEqual([]);
    expect(at(null, { tracing: null })).toEqual([]);
  });

  it('unless a request may go elsewhere without ECH, or nobody knows with what', () => {
    const alternative = { host: 'news.example', port: 444, isUsed: false };
    const led = (prediction: HostPrediction | null) => at(null, { alternatives: [{ ...alternative, prediction }] });
    expect(led({ outcome: 'hides', publicName: 'cover.example' })).toEqual(['trace']);
    expect(led({ outcome: 'hides', publicName: 'news.example' })).toEqual([]);
    for (const prediction of [null, { outcome: 'unknown' }, { outcome: 'shows' }] as const)
      expect(led(prediction)).toEqual([]);
  });

  it('again, where it may say more the next time', () => {
    for (const why of ['no-permission', 'no-access', 'timed-out', 'blocked', 'too-late'] as const)
      expect(at({ state: 'failed', why })).toEqual(['trace']);
    for (const why of ['worker', 'http1', 'redirected', 'no-trace', 'another-connection'] as const)
      expect(at({ state: 'failed', why })).toEqual([]);
  });

  it('in private windows too, in the tab itself', () => {
    expect(at(null, { page: page(undefined, { private: true }) })).toEqual(['trace']);
  });

  it('by itself from then on, if the user wants that and may choose it', () => {
    expect(at(told(true))).toEqual(['always-trace']);
    const tracing = chromium().tracing!;
    expect(at(told(true), { tracing: { ...tracing, when: 'automatic' } })).toEqual([]);
    expect(at(told(true), { tracing: { ...tracing, isLocked: true } })).toEqual([]);
    expect(at(told(true), { page: page(undefined, { private: true }) })).toEqual([]);
  });
});

describe('a block of addresses', () => {
  it.each([
    ['192.0.2.0', '192.0.2.0/24', true],
    ['192.0.2.255', '192.0.2.0/24', true],
    ['192.0.3.0', '192.0.2.0/24', false],
    ['104.23.255.255', '104.16.0.0/13', true],
    ['104.24.0.0', '104.16.0.0/13', false],
    ['2a06:98c7:ffff::1', '2a06:98c0::/29', true],
    ['2a06:98c8::1', '2a06:98c0::/29', false],
    ['2001:db8::1', '192.0.2.0/24', false],
    ['192.0.2.1', '2001:db8::/32', false],
    ['203.0.113.7', '0.0.0.0/0', true],
    ['192.0.2.1', '192.0.2.0', false],
    ['192.0.2.1', '192.0.2.0/', false],
    ['192.0.2.1', '192.0.2/24', false],
    ['news.example', '192.0.2.0/24', false],
    ['', '192.0.2.0/24', false],
  ])('%s in %s: %s', (address, range, isIn) => {
    expect(isInRanges(address, [range])).toBe(isIn);
  });
});
