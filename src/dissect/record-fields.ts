// RDATA of an HTTPS or SVCB record as a tree of fields beside its bytes (RFC 9460 §2.2, names as there), well-formed or not. The
// ECHConfigList inside, which the record's decoder leaves as bytes, is shown to its last field.

import { mostSpans, type RecordedSpans, recordSpans } from '../bytes/span-reader.ts';
import type { Span } from '../bytes/span-recorder.ts';
import { formatIpv4, formatIpv6 } from '../dns/ip-address.ts';
import { decodeServiceBinding, readServiceBinding } from '../dns/service-binding.ts';
import { serviceParamKey, serviceParamName } from '../dns/service-param-keys.ts';
import { readEchConfigList } from '../ech/config-list.ts';
import type { DecodeError } from '../shared/decode-error.ts';
import { echListIssues, echMeanings } from './ech-fields.ts';
import { type FieldNode, type FieldTree, fieldNodes, type Meanings, saidByItems, textOf } from './field-tree.ts';

/** A key's name, and what its value says. */
function summarizeParam([key, value]: readonly FieldNode[]): string | undefined {
  const name = key?.value?.replace(/ \(.*/, '');
  return name && value?.value ? `${name}: ${value.value}` : name;
}

const meanings: Meanings = {
  ...echMeanings,
  SvcPriority: { say: (priority) => `${priority} (${priority === 0 ? 'AliasMode' : 'ServiceMode'})` },
  TargetName: { say: (name) => (name === '.' ? '.' : `${name}.`) },
  SvcParamKey: { nameOf: serviceParamName },
  SvcParam: { summarize: summarizeParam },
  SvcParamValue: {
    summarize: (children) => (children[1]?.name === 'ECHConfigList' ? undefined : saidByItems(children)),
  },
  'alpn-id/opaque': { show: textOf },
  IPv4: { show: formatIpv4 },
  IPv6: { show: formatIpv6 },
};

/** How many spans there are, those inside others included. */
const countOf = (spans: readonly Span[]): number =>
  spans.reduce((count, { children = [] }) => count + 1 + countOf(children), 0);

/** Puts a list's own fields in place of the bytes that the record has. Adds to `issues`; returns a limit that was met. */
function openLists({ spans, limit }: RecordedSpans, rdata: Uint8Array, issues: DecodeError[]): DecodeError | undefined {
  const [priority, , params] = spans;
  // RFC 9460 §2.4.2: in AliasMode the values mean nothing.
  if (priority?.value === 0) return limit;
  let met = limit;
  let left = mostSpans - countOf(spans);
  for (const { children: [key, value] = [] } of params?.children ?? []) {
    const [length] = value?.children ?? [];
    if (key?.value !== serviceParamKey.ech || !value || !length || value.isBroken) continue;
    const base = length.offset + length.length;
    const list = rdata.subarray(base, value.offset + value.length);
    for (const { kind, field, offset } of echListIssues(list))
      issues.push({ kind, field: `SvcParams.ech.${field}`, offset: base + offset });
    const inside = recordSpans(list, readEchConfigList, { base, most: left });
    value.children = [length, ...inside.spans];
    left -= countOf(inside.spans);
    met ??= inside.limit;
  }
  return met;
}

export function readRecordFields(rdata: Uint8Array): FieldTree {
  const decoded = decodeServiceBinding(rdata);
  const recorded = recordSpans(rdata, readServiceBinding);
  const issues: DecodeError[] = decoded.ok ? [] : [decoded.error];
  const limit = openLists(recorded, rdata, issues);
  if (decoded.ok && limit) issues.push(limit);
  return {
    fields: fieldNodes(recorded.spans, rdata, meanings),
    issues: issues.sort((a, b) => a.offset - b.offset),
  };
}
