// The canary domain: a network that answers it as if it did not exist asks Firefox to leave its default DoH off. It does not
// switch ECH off (Firefox 153: mode 0 and still ECH), and Chrome ignores it.

import type { CanaryFacts } from '../shared/facts.ts';
import { isLocalAddress } from '../shared/local-address.ts';
import type { IpFamily, SystemAnswer } from '../shared/ports.ts';
import type { WhyFailed } from './measurements.ts';

export const CANARY_NAME = 'use-application-dns.net';

/** Names that resolve on every network that lets Firefox work; with a final dot, so that no search domain is tried. */
export const CONTROL_NAMES = ['firefox.com.', 'mozilla.org.'];

/**
 * By the network's own resolver, past the browser's DoH (Firefox). In max protection (DoH mode 3) every name fails, as for
 * NXDOMAIN, so a failing control name means unknown. One lost answer is no signal: it has to fail again after the controls.
 */
export async function canaryBySystem(
  resolve: (name: string, family: IpFamily) => Promise<SystemAnswer>,
  now: () => number,
): Promise<CanaryFacts> {
  const known = { asked: 'system-resolver', resolver: null } as const;
  // As Firefox itself asks; on a host without IPv4 every name fails so.
  const overIpv4 = await canaryOver('ipv4', resolve);
  const state = overIpv4 === 'unknown' ? await canaryOver('ipv6', resolve) : overIpv4;
  return { ...known, state, checkedAtMs: now() };
}

async function canaryOver(
  family: IpFamily,
  resolve: (name: string, family: IpFamily) => Promise<SystemAnswer>,
): Promise<CanaryFacts['state']> {
  let canary = await resolve(`${CANARY_NAME}.`, family);
  if (canary.kind === 'failed') {
    const controls = await Promise.all(CONTROL_NAMES.map((name) => resolve(name, family)));
    if (controls.some(({ kind }) => kind === 'failed')) return 'unknown';
    canary = await resolve(`${CANARY_NAME}.`, family);
  }
  return canary.kind === 'failed' || !leavesDohOn(canary.addresses) ? 'set' : 'not-set';
}

/** What the chosen resolver says of the canary's addresses: the shape that src/doh answers with. */
export type AddressAnswer =
  | { kind: 'addresses'; addresses: string[] }
  | { kind: 'no-data' | 'name-error' }
  | { kind: 'failed' };

/** By the resolver chosen in Overheard (Chrome, which lets no extension ask the network's own). */
export function canaryByResolver(answer: AddressAnswer, resolver: string, nowMs: number): CanaryFacts {
  const known = { asked: 'chosen-resolver', resolver, checkedAtMs: nowMs } as const;
  switch (answer.kind) {
    case 'failed':
      return { ...known, state: 'unknown' };
    case 'no-data':
    case 'name-error':
      return { ...known, state: 'set' };
    case 'addresses':
      return { ...known, state: leavesDohOn(answer.addresses) ? 'not-set' : 'set' };
  }
}

/**
 * By the browser's own resolver (Chrome), from what became of a request to the canary's own host. NXDOMAIN, NODATA and SERVFAIL
 * look the same there. Only the host itself proves that its name resolves: where nobody answers, or somebody else does, the
 * address may be a local one, which is the signal too. `namesResolve`: other names do.
 */
export function canaryByBrowser(
  { isAnswered, why }: { isAnswered: boolean; why: WhyFailed },
  namesResolve: boolean,
): CanaryFacts['state'] {
  if (isAnswered) return 'not-set';
  return namesResolve && why === 'name-not-resolved' ? 'set' : 'unknown';
}

/** Firefox 153 takes an answer of local or private addresses alone as the signal too. */
const leavesDohOn = (addresses: string[]): boolean => addresses.some((address) => !isLocalAddress(address));
