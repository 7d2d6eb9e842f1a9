// The queries of the network check, which its page has sent from here so that they are logged: about reference hosts and the canary,
// never about a site that was visited.

import { lookUpAddress, lookUpHttps } from '../doh/lookup.ts';
import { CANARY_NAME, canaryByResolver, canaryBySystem } from '../network/canary.ts';
import type { CanaryFacts } from '../shared/facts.ts';
import type { HttpsLookup } from '../shared/lookup.ts';
import type { Request } from '../shared/messages.ts';
import type { Platform } from '../shared/ports.ts';
import type { QueryPurpose } from '../shared/query-log.ts';
import { type ResolverChoice, resolverIdentity } from '../shared/settings.ts';
import type { Resolvers } from './resolvers.ts';

interface Parts {
  platform: Platform;
  resolvers: Resolvers;
}

type Asked<Kind> = Extract<Request, { kind: Kind }>;

const custom = (template: string): ResolverChoice => ({ kind: 'custom', template });

/** Null without host access: Firefox would send this installation's own identifier as Origin. */
export async function checkRecord(
  request: Asked<'check-record'>,
  { platform, resolvers }: Parts,
): Promise<HttpsLookup | null> {
  const resolver = resolvers.byHttps(custom(request.template), 'network-check', request);
  if (resolver === null || !(await platform.hasSiteAccess())) return null;
  return lookUpHttps(request.host, request.port, resolver, { follow: 'aliases' });
}

export async function checkCanary(
  request: Pick<Asked<'check-canary'>, 'template' | 'private'>,
  { platform, resolvers }: Parts,
  purpose: QueryPurpose = 'network-check',
): Promise<CanaryFacts | null> {
  const { now, hasSiteAccess } = platform;
  if (request.template === null) {
    const resolve = resolvers.bySystem(purpose, request);
    return resolve && canaryBySystem(resolve, now);
  }
  const choice = custom(request.template);
  const resolver = resolvers.byHttps(choice, purpose, request);
  if (resolver === null || !(await hasSiteAccess())) return null;
  const { outcome } = await lookUpAddress(CANARY_NAME, resolver);
  const answer = outcome.kind === 'failed' ? { kind: outcome.kind } : outcome;
  return canaryByResolver(answer, resolverIdentity(choice)?.name ?? '', now());
}
