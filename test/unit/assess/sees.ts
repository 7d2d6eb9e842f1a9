// Whether a string that a cell shows stands in the facts: a host, an address, or a name inside the records.

import type { Facts } from '../../../src/shared/facts.ts';

export function sees(what: string, facts: Facts): boolean {
  if (what === facts.page.host || what === facts.connection?.address || what === facts.connection?.proxy?.host)
    return true;
  if (facts.visit.observations.some(({ host }) => what === host)) return true;
  if (facts.lookup.state !== 'done') return false;
  const { sets = [] } = facts.lookup.lookup.outcome;
  return sets.some(({ rdatas }) => rdatas.some((rdata) => atob(rdata).includes(what)));
}
