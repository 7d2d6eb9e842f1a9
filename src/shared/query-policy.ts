// Which names may be sent to a resolver. A page's host and every name that an answer leads to pass the same checks, or whoever
// runs a zone could have us send names of the user's own network.

import type { LookupFailure } from './lookup.ts';
import { endsInNumber, isLocal, labelsOf } from './site-address.ts';

/** RFC 1035 §2.3.4: bytes of a label, and of a name without its root. */
const MAX_LABEL = 63;
const MAX_NAME = 253;

/**
 * The host that a query is about: lower case, without final dots, and without any `_PORT._https.` in front of it (RFC 9460 §2.3).
 * An answer can lead to a name with several of them.
 */
export const hostOfQueryName = (name: string): string => hostLabels(name).join('.');

function hostLabels(name: string): string[] {
  const labels = labelsOf(name);
  const isPrefixed = () => labels.length > 2 && /^_\d+$/.test(labels[0] ?? '') && labels[1] === '_https';
  while (isPrefixed()) labels.splice(0, 2);
  return labels;
}

/**
 * Why `name`, as zone files write it, may not be sent to a resolver; null where it may. `bars` is the policy's list. Local names and
 * single labels: RFC 6761, 6762, 7686, 8375, 9476; a last label that is a number is an IP address to browsers (URL standard §3.5).
 */
export function whyNotQueried(
  name: string,
  bars: (name: string) => boolean = () => false,
): Extract<LookupFailure, { kind: 'not-askable' | 'local-name' | 'excluded-by-policy' }> | null {
  const labels = hostLabels(name);
  const isSound =
    labels.every(({ length }) => length > 0 && length <= MAX_LABEL) && labels.join('.').length <= MAX_NAME;
  if (!isSound || endsInNumber(labels)) return { kind: 'not-askable' };
  if (isLocal(labels)) return { kind: 'local-name', name };
  return bars(name) ? { kind: 'excluded-by-policy', name } : null;
}
