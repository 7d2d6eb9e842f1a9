// Where a site's servers lead Chrome besides: no verdict gets better by it, and none reassures where the name may have gone there.

import { describe, expect, it } from 'vitest';
import { assess } from '../../../src/assess/assess.ts';
import type { Alternative, Facts, HostPrediction } from '../../../src/shared/facts.ts';
import {
  ADDED_ROOT,
  chromeConnection,
  chromium,
  firefox,
  HOST,
  host,
  page,
  records,
  visited,
  withEch,
} from './facts-builder.ts';

const led = (prediction: HostPrediction | null, change: Partial<Alternative> = {}): Pick<Facts, 'alternatives'> => ({
  alternatives: [{ host: HOST, port: 444, isUsed: true, prediction, ...change }],
});
const BEHIND_CLOUDFLARE = { lookup: records(withEch('cloudflare-ech.com')) };
const BY_DEBUGGER = { connection: { ...chromeConnection(), usedEch: true } };
const shown = (facts: Facts) => {
  const { verdict, icon, cause } = assess(facts);
  return [verdict, icon, cause?.kind];
};

describe('an alternative', () => {
  it.each<[string, HostPrediction | null, string, string | undefined]>([
    ['that shows the name', { outcome: 'shows' }, 'partly-hidden', 'alternative-service'],
    ['behind the very name', { outcome: 'hides', publicName: HOST }, 'partly-hidden', 'alternative-service'],
    ['that nobody looked up', null, 'hidden-unknown-set', 'alternative-unchecked'],
    ['of which nothing was learnt', { outcome: 'unknown' }, 'hidden-unknown-set', 'alternative-unchecked'],
    ['that hides it', { outcome: 'hides', publicName: 'cover.example' }, 'hidden', undefined],
  ])('%s, beside a connection with ECH', (_, prediction, icon, cause) => {
    const verdict = icon === 'partly-hidden' ? icon : 'hidden';
    expect(shown(chromium({ ...BEHIND_CLOUDFLARE, ...BY_DEBUGGER, ...led(prediction) }))).toEqual([
      verdict,
      icon,
      cause,
    ]);
  });

  it('that no request can have used yet, or that Firefox passes by, changes nothing', () => {
    const unused = chromium({ ...BEHIND_CLOUDFLARE, ...led({ outcome: 'shows' }, { isUsed: false }) });
    expect(shown(unused)).toEqual(['likely-hidden', 'likely-hidden', undefined]);
    expect(shown(firefox(BEHIND_CLOUDFLARE))).toEqual(['hidden', 'hidden', undefined]);
  });

  it('counts behind what is measured, and before what is only possible', () => {
    const exposed = visited([host(`img.${HOST}`, ['exposed'])]);
    const { cause, otherLeaks } = assess(chromium({ ...exposed, ...led({ outcome: 'shows' }) }));
    expect([cause?.kind, ...otherLeaks.map(({ kind }) => kind)]).toEqual(['same-site-exposed', 'alternative-service']);
  });

  it('is what the network probably reads, in the page’s own name', () => {
    const { observers, exposure } = assess(chromium(led({ outcome: 'shows' })));
    expect(observers.find(({ id }) => id === 'network')).toMatchObject({
      cells: { name: { sees: 'yes', what: HOST, evidence: 'inferred' } },
      note: { kind: 'network-alternative-service' },
    });
    expect(exposure?.state).toBe('likely-exposed');
  });
});

it('never makes a verdict better', () => {
  const ICONS = ['hidden', 'hidden-unknown-set', 'likely-hidden', 'partly-hidden', 'exposed', 'unknown', 'intercepted'];
  const pages = [
    chromium(BEHIND_CLOUDFLARE),
    chromium({ ...BEHIND_CLOUDFLARE, ...BY_DEBUGGER }),
    chromium({ ...BEHIND_CLOUDFLARE, trace: { state: 'answered', usedEch: true } }),
    chromium({ lookup: records() }),
    chromium({ page: page(undefined, { arrival: 'http-cache' }) }),
    chromium(visited([host(`img.${HOST}`, ['hidden'], { addedRoot: ADDED_ROOT })])),
  ];
  for (const facts of pages)
    for (const prediction of [
      null,
      { outcome: 'unknown' },
      { outcome: 'shows' },
      { outcome: 'cannot-connect' },
    ] as const)
      for (const isUsed of [true, false]) {
        const before = assess(facts);
        const after = assess({ ...facts, ...led(prediction, { isUsed }) });
        expect(ICONS.indexOf(after.icon)).toBeGreaterThanOrEqual(ICONS.indexOf(before.icon));
        if (isUsed && prediction?.outcome === 'shows') expect(after.icon).not.toMatch(/^(?:hidden|likely-hidden)/);
      }
});
