// What a server said about a page's own connection, where that is a measurement of it (Chrome). Anybody may publish a provider's public
// name, so the page must have come from the provider's own addresses; and where a record without ECH may be used as well, or the site
// leads the browser elsewhere (alternatives.ts), the name may have gone out on a connection that the page did not use in the end.

import { parseIpv4, parseIpv6 } from '../dns/parse-ip-address.ts';
import type { Facts } from '../shared/facts.ts';
import type { TraceProvider } from '../shared/trace.ts';
import { areAllHiding } from './alternatives.ts';
import type { Publication } from './publication.ts';

/** The provider whose report on the page's own connection would measure it; null where no provider's would. */
export function tracingProvider(facts: Facts, { outerSni, isEchEverywhere }: Publication): TraceProvider | null {
  const { page, connection, tracing } = facts;
  if (page.failure !== null || page.arrival !== 'network' || page.scheme !== 'https' || !isEchEverywhere) return null;
  const address = connection?.address ?? null;
  if (!areAllHiding(facts)) return null;
  if (address === null || connection?.sharedWith !== null || outerSni === null) return null;
  const isAsked = ({ publicName, ranges }: TraceProvider) =>
    publicName === outerSni.toLowerCase() && isInRanges(address, ranges);
  return tracing?.providers.find(isAsked) ?? null;
}

/** The facts with the server's report on ECH, and who runs that server; null where the browser reported it, or nobody did. */
export function withTrace(facts: Facts, publication: Publication): { facts: Facts; reportedBy: string | null } {
  const { connection, trace } = facts;
  const provider = tracingProvider(facts, publication);
  if (connection?.usedEch !== null || trace?.state !== 'answered' || provider === null)
    return { facts, reportedBy: null };
  return { facts: { ...facts, connection: { ...connection, usedEch: trace.usedEch } }, reportedBy: provider.label };
}

/** Whether an address lies in one of the blocks. What is no address, or no block, lies in none. */
export function isInRanges(address: string, ranges: readonly string[]): boolean {
  const bits = bitsOf(address);
  return ranges.some((range) => {
    const [start = '', length = ''] = range.split('/');
    const block = bitsOf(start);
    if (bits === undefined || block?.length !== bits.length || !/^\d{1,3}$/.test(length)) return false;
    return bits.slice(0, Number(length)) === block.slice(0, Number(length));
  });
}

const bitsOf = (address: string): string | undefined =>
  (parseIpv4(address) ?? parseIpv6(address))?.map((byte) => byte.toString(2).padStart(8, '0')).join('');
