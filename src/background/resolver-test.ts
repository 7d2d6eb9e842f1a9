// Tries a resolver on a click: one question for the HTTPS record of a reference host, which is known to publish ECH, or for the
// canary. Neither tells anybody where the user goes. Imports shared, dns and doh.

import { decodeMessage } from '../dns/message.ts';
import { classifyAnswer } from '../doh/answer-class.ts';
import { lookUpHttps } from '../doh/lookup.ts';
import type { SiteAddress } from '../shared/facts.ts';
import type { ResolverTest } from '../shared/messages.ts';
import { type Asking, resolverOf } from './page-lookup.ts';

/** Null without host access: Firefox would send this installation's own identifier as Origin. */
export async function testResolver(
  template: string,
  { host, port }: SiteAddress,
  asking: Asking,
): Promise<ResolverTest | null> {
  if (!(await asking.platform.hasSiteAccess())) return null;
  const resolver = resolverOf({ kind: 'custom', template }, asking, 'test', { private: false });
  if (resolver === null) return { outcome: 'failed', failure: { kind: 'unreachable' } };
  let padded = false;
  const received = (octets: Uint8Array) => {
    const message = decodeMessage(octets);
    padded ||= message.ok && message.value.padded;
  };
  const lookup = await lookUpHttps(host, port, { ...resolver, received }, { follow: 'aliases' });
  const { outcome, authenticated, subnetOptOut } = lookup;
  if (outcome.kind === 'failed') return { outcome: 'failed', failure: outcome.failure };
  const durationMs = lookup.durationMs / lookup.questions;
  return { outcome: 'answered', durationMs, answer: classifyAnswer(lookup).class, authenticated, padded, subnetOptOut };
}
