// The config that the wire is built with: of the records at the end of the alias chain, in the order of their priority, the
// first that a client by RFC 9849 can use (RFC 9460 §3, §2.4.1). What browsers make of the same records is for src/browsers to
// say.

import { resolveDecoded } from '../dns/record-set.ts';
import { recordsOf } from '../dns/stored-records.ts';
import { decodeEchConfigList } from '../ech/config-list.ts';
import { type SelectedConfig, selectEchConfig } from '../ech/select.ts';
import type { LookupOutcome } from '../shared/lookup.ts';

export function configForWire(outcome: LookupOutcome): SelectedConfig | undefined {
  const set = outcome.kind === 'records' ? outcome.sets.at(-1) : undefined;
  const verdict = set && resolveDecoded(recordsOf(set), set.rdatas.length);
  if (verdict?.kind !== 'service') return undefined;
  for (const { binding } of verdict.endpoints) {
    const list = binding.ech && decodeEchConfigList(binding.ech);
    const selected = list?.ok ? selectEchConfig(list.value) : undefined;
    if (selected) return selected;
  }
  return undefined;
}
