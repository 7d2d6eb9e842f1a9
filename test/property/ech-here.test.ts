// Whatever is known of other sites on this network, it never makes more of a page than was known without.

import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { assess } from '../../src/assess/assess.ts';
import type { EchHere } from '../../src/shared/facts.ts';
import { everyCombination } from '../unit/assess/product.ts';
import { numRuns, timeoutMs } from './mutations.ts';

vi.setConfig({ testTimeout: timeoutMs });

const share = fc.nat(6).chain((told) => fc.tuple(fc.nat(told), fc.constant(told)));
const elsewhere: fc.Arbitrary<EchHere> = fc.record({
  tests: share.map(([used, answered]) => (answered === 0 ? null : { used, answered, atMs: 0 })),
  pages: share.map(([used, measured]) => ({ used, measured })),
});
const FACTS = [...everyCombination()];

it('turns probably hidden into unknown where ECH was used nowhere, and changes no other verdict', () => {
  fc.assert(
    fc.property(fc.nat(FACTS.length - 1), elsewhere, (index, echHere) => {
      const facts = FACTS[index] as (typeof FACTS)[number];
      const before = assess({ ...facts, echHere: null });
      const after = assess({ ...facts, echHere });
      const said = ({ verdict, evidence, icon }: typeof before) => ({ verdict, evidence, icon });
      const { tests, pages } = echHere;
      const used = (tests?.used ?? 0) + pages.used;
      const told = (tests?.answered ?? 0) + pages.measured;
      if (before.verdict === 'likely-hidden' && used === 0 && told > 1)
        expect(said(after)).toEqual({ verdict: 'unknown', evidence: 'unknown', icon: 'unknown' });
      else expect(said(after)).toEqual(said(before));
    }),
    { numRuns },
  );
});
