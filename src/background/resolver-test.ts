// Tries a resolver on a click: one query for the HTTPS record of a reference host, which is known to publish ECH. It reveals nothing of
// where the user goes.

import { decodeMessage } from '../dns/message.ts';
import { classifyRecords } from '../doh/answer-class.ts';
import { lookUpHttps } from '../doh/lookup.ts';
import type { SiteAddress } from '../shared/facts.ts';
import type { ResolverTest } from '../shared/messages.ts';
import type { Permissions } from '../shared/ports.ts';
import type { Resolvers } from './resolvers.ts';

/** Null without host access: Firefox would send this installation's own identifier as Origin. */
export async function testResolver(
  template: string,
  { host, port }: SiteAddress,
  { platform, resolvers }: { platform: Permissions; resolvers: Resolvers },
): Promise<ResolverTest | null> {
  if (!(await platform.hasSiteAccess())) return null;
  const resolver = resolvers.byHttps({ kind: 'custom', template }, 'test', { private: false });
  if (resolver === null) return { outcome: 'failed', failure: { kind: 'unreachable' } };
  let padded = false;
  const received = (bytes: Uint8Array) => {
    const message = decodeMessage(bytes);
    padded ||= message.ok && message.value.padded;
  };
  const lookup = await lookUpHttps(host, port, { ...resolver, received }, { follow: 'aliases' });
  const { outcome, authenticated, subnetOptOut } = lookup;
  if (outcome.kind === 'failed') return { outcome: 'failed', failure: outcome.failure };
  const durationMs = lookup.durationMs / lookup.questions;
  return { outcome: 'answered', durationMs, answer: classifyRecords(outcome), authenticated, padded, subnetOptOut };
}
