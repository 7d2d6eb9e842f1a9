// How a host's name fared, in an order and with the evidence that goes with each word.

import type { Evidence, HostState } from './report.ts';

export const WORST_FIRST: readonly HostState[] = [
  'cleartext',
  'intercepted',
  'exposed',
  'likely-exposed',
  'partly-hidden',
  'unknown',
  'likely-hidden',
  'hidden',
];

export function evidenceOfState(state: HostState): Evidence {
  if (state === 'unknown') return state;
  return state.startsWith('likely') ? 'inferred' : 'measured';
}
