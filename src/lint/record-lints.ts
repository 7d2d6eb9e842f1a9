// What is wrong with single records of a set. What a browser makes of a record alone is asked of src/browsers, so that nothing is
// said here that the rows do not know. Imports shared, dns and browsers.
//   recordProblems(set, setIndex, origin): Problem[]

import { type Origin, predictRow } from '../browsers/rows.ts';
import type { Client } from '../browsers/tls-policies.ts';
import { decodeServiceBinding, type ServiceBinding } from '../dns/service-binding.ts';
import { serviceParamKey, serviceParamName } from '../dns/service-param-keys.ts';
import { octetsOf } from '../dns/stored-records.ts';
import type { RecordSet } from '../shared/lookup.ts';
import type { PredictionReason } from '../shared/report-kinds.ts';
import type { Argument } from '../shared/sentence.ts';
import { ordinal } from './config-lints.ts';
import { damageDetails } from './decode-error-words.ts';
import { type Problem, type ProblemPlace, problemOf } from './lint.ts';

/** More records than a page can discuss. */
export const mostRecordsJudged = 100;

/** The reason of each client, as if the record were the whole set. */
function reasonsOf(set: RecordSet, rdata: string, origin: Origin): Record<Client, PredictionReason> {
  const outcome = { kind: 'records' as const, sets: [{ ...set, rdatas: [rdata] }] };
  const reasonOf = (client: Client) => predictRow(client, outcome, origin).reason;
  return { rfc: reasonOf('rfc'), chromium: reasonOf('chromium'), firefox: reasonOf('firefox') };
}

function inconsistency(
  binding: ServiceBinding,
  number: Argument,
  at: (field: string) => ProblemPlace,
): Problem | undefined {
  const { verdict } = binding;
  if (verdict.kind !== 'inconsistent') return undefined;
  const [key] = verdict.keys;
  if (key === serviceParamKey.noDefaultAlpn && !binding.mandatory.includes(key))
    return problemOf('inconsistent-alpn', 'warning', { args: [number], where: at('SvcParams.no-default-alpn') });
  const args = [number, { field: serviceParamName(key ?? 0) }];
  return problemOf('inconsistent', 'warning', { args, fixArgs: args.slice(1), where: at('SvcParams.mandatory') });
}

function problemsOf(
  binding: ServiceBinding,
  reasons: Record<Client, PredictionReason>,
  origin: Origin,
  number: Argument,
  at: (field: string) => ProblemPlace,
): Problem[] {
  const problems: Problem[] = [];
  const { targetName, port, alpn, noDefaultAlpn } = binding;
  const gives = (reason: PredictionReason) => reasons.chromium === reason || reasons.firefox === reason;
  const severity = binding.ech ? 'error' : 'warning';
  const odd = inconsistency(binding, number, at);
  if (odd) problems.push(odd);
  if (gives('unknown-mandatory')) {
    const key = serviceParamName(binding.mandatory.find((one) => one > serviceParamKey.ipv6hint) ?? 0);
    problems.push(
      problemOf('unknown-mandatory', 'error', {
        args: [number, { field: key }],
        fixArgs: [{ field: key }],
        where: at('SvcParams.mandatory'),
      }),
    );
  }
  // Of a record without ech the browsers take no notice here that would show.
  if (binding.ech && gives('target-name-differs')) {
    const where = at('TargetName');
    problems.push(
      targetName === '.'
        ? problemOf('target-dot-port', 'error', { args: [number], fixArgs: [{ host: origin.host }], where })
        : problemOf('target-elsewhere', 'error', {
            args: [number, { host: targetName }],
            fixArgs: [{ host: targetName }],
            where,
          }),
    );
  }
  if (reasons.firefox === 'bad-port' || reasons.rfc === 'bad-port')
    problems.push(
      problemOf('bad-port', severity, { args: [number, { code: port ?? 0 }], where: at('SvcParams.port') }),
    );
  else if (reasons.chromium === 'port-ignored')
    problems.push(
      problemOf('port-ignored', severity, { args: [number, { code: port ?? 0 }], where: at('SvcParams.port') }),
    );
  if (noDefaultAlpn && alpn.length > 0 && (gives('alpn-unusable') || gives('needs-http3'))) {
    const kind = alpn.includes('h3') ? 'needs-http3' : 'alpn-unusable';
    problems.push(problemOf(kind, severity, { args: [number], where: at('SvcParams.alpn') }));
  }
  return problems;
}

export function recordProblems(set: RecordSet, setIndex: number, origin: Origin): Problem[] {
  const problems: Problem[] = [];
  for (const [recordIndex, rdata] of octetsOf(set).slice(0, mostRecordsJudged).entries()) {
    const number = ordinal(recordIndex);
    const decoded = decodeServiceBinding(rdata);
    if (!decoded.ok) {
      const { field, offset } = decoded.error;
      const where = { setIndex, recordIndex, field, offset };
      problems.push(
        problemOf('record-malformed', 'error', { args: [number], details: damageDetails(decoded.error), where }),
      );
    } else if (decoded.value.priority > 0) {
      const at = (field: string): ProblemPlace => {
        const param = decoded.value.params.find(({ name }) => field === `SvcParams.${name}`);
        return { setIndex, recordIndex, field, offset: param?.offset ?? (field === 'TargetName' ? 2 : 0) };
      };
      const reasons = reasonsOf(set, set.rdatas[recordIndex] as string, origin);
      problems.push(...problemsOf(decoded.value, reasons, origin, number, at));
    }
  }
  return problems;
}
