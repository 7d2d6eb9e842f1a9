// The questions of the network check, which the page has sent from here so that the ledger counts them: about reference hosts and
// the canary, never about a site that was visited. Imports shared, doh and network.

import { lookUpAddress, lookUpHttps } from '../doh/lookup.ts';
import { CANARY_NAME, canaryByResolver, canaryBySystem } from '../network/canary.ts';
import type { CanaryFacts } from '../shared/facts.ts';
import type { HttpsLookup } from '../shared/lookup.ts';
import type { Request } from '../shared/messages.ts';
import type { QueryPurpose } from '../shared/query-log.ts';
import { type ResolverChoice, resolverIdentity } from '../shared/settings.ts';
import { type Asking, resolverOf, systemResolverOf } from './page-lookup.ts';

type Asked<Kind> = Extract<Request, { kind: Kind }>;

const custom = (template: string): ResolverChoice => ({ kind: 'custom', template });

/** Null without host access: Firefox would send this installation's own identifier as Origin. */
export async function checkRecord(request: Asked<'check-record'>, asking: Asking): Promise<HttpsLookup | null> {
  const resolver = resolverOf(custom(request.template), asking, 'network-check', request);
  if (resolver === null || !(await asking.platform.hasSiteAccess())) return null;
  return lookUpHttps(request.host, request.port, resolver, { follow: 'aliases' });
}

export async function checkCanary(
  request: Pick<Asked<'check-canary'>, 'template' | 'private'>,
  asking: Asking,
  purpose: QueryPurpose = 'network-check',
): Promise<CanaryFacts | null> {
  const { now, hasSiteAccess } = asking.platform;
  if (request.template === null) {
    const resolve = systemResolverOf(asking, purpose, request);
    return resolve && canaryBySystem(resolve, now);
  }
  const choice = custom(request.template);
  const resolver = resolverOf(choice, asking, purpose, request);
  if (resolver === null || !(await hasSiteAccess())) return null;
  const { outcome } = await lookUpAddress(CANARY_NAME, resolver);
  const answer = outcome.kind === 'failed' ? { kind: outcome.kind } : outcome;
  return canaryByResolver(answer, resolverIdentity(choice)?.name ?? '', now());
}
