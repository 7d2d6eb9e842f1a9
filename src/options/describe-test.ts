// Words for what a test of a resolver found. Pure.

import { describeFailure } from '../assess/lookup-failure.ts';
import type { ResolverTest } from '../shared/messages.ts';
import type { MessageKey, Sentence } from '../shared/report.ts';

const ECH: Record<'kept' | 'stripped' | 'no-record', MessageKey> = {
  kept: 'options_test_kept',
  stripped: 'options_test_stripped',
  'no-record': 'options_test_no_record',
};

const SUBNET_REFUSED: Sentence = { key: 'popup_subnet_refused', args: [] };

/** Null: the background did not answer. */
export function describeTest(test: ResolverTest | null, resolver: string): Sentence[] {
  if (test === null) return [{ key: 'options_test_no_reply', args: [] }];
  if (test.outcome === 'failed') return [describeFailure(test.failure, resolver, resolver)];
  return [
    { key: ECH[test.ech], args: [resolver, String(Math.round(test.durationMs))] },
    ...(test.subnetOptOut === 'refused' ? [SUBNET_REFUSED] : []),
    { key: test.authenticated ? 'options_test_authenticated' : 'options_test_not_authenticated', args: [] },
  ];
}
