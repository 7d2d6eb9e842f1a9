// Lints of single records. What a browser makes of a record alone comes from src/browsers, so that nothing is said here that the
// rows do not know.

import { measured } from '../browsers/versions.ts';
import { serviceParamKey, serviceParamName } from '../dns/service-param-keys.ts';
import type { PredictionReason } from '../shared/prediction-reason.ts';
import type { MalformedRecord, ServiceRecord } from './examined.ts';
import { always, foundIf, type Lint, type Severity } from './lint.ts';

export const malformedRecordLints: Lint<MalformedRecord>[] = [
  {
    name: 'record-malformed',
    citation: 'RFC 9460 §2.2',
    severity: 'error',
    applies: always,
    check: ({ number, error, where }) => ({ args: [number], error, where }),
  },
];

/** Some browser drops the record for this reason. */
const isDropped = ({ predictionsAlone }: ServiceRecord, reason: PredictionReason): boolean =>
  predictionsAlone.chromium.reason === reason || predictionsAlone.firefox.reason === reason;

/** A record without ECH has no name to lose. */
const byEch = ({ binding }: ServiceRecord): Severity => (binding.ech ? 'error' : 'warning');

/** The first key that makes the record contradict itself. */
const contradiction = ({ binding: { verdict } }: ServiceRecord): number | undefined =>
  verdict.kind === 'inconsistent' ? (verdict.keys[0] ?? 0) : undefined;

/** no-default-alpn without alpn, unless it is its own absence that `mandatory` complains of. */
const lacksAlpn = (record: ServiceRecord): boolean =>
  contradiction(record) === serviceParamKey.noDefaultAlpn &&
  !record.binding.mandatory.includes(serviceParamKey.noDefaultAlpn);

const hasBadPort = ({ predictionsAlone }: ServiceRecord): boolean =>
  predictionsAlone.firefox.reason === 'bad-port' || predictionsAlone.rfc.reason === 'bad-port';

const portOf = ({ number, binding, whereIs }: ServiceRecord) => ({
  args: [number, { code: binding.port ?? 0 }],
  where: whereIs('SvcParams.port'),
});

export const recordLints: Lint<ServiceRecord>[] = [
  {
    name: 'inconsistent-alpn',
    citation: 'RFC 9460 §2.4.3',
    severity: 'warning',
    applies: (record) => contradiction(record) !== undefined,
    check: (record) =>
      foundIf(lacksAlpn(record), { args: [record.number], where: record.whereIs('SvcParams.no-default-alpn') }),
  },
  {
    name: 'inconsistent',
    citation: 'RFC 9460 §2.4.3',
    severity: 'warning',
    applies: (record) => contradiction(record) !== undefined,
    check(record) {
      const key = { field: serviceParamName(contradiction(record) ?? 0) };
      const where = record.whereIs('SvcParams.mandatory');
      return foundIf(!lacksAlpn(record), { args: [record.number, key], fixArgs: [key], where });
    },
  },
  {
    name: 'unknown-mandatory',
    citation: 'RFC 9460 §8',
    severity: 'error',
    applies: ({ binding }) => binding.mandatory.length > 0,
    check(record) {
      const { number, binding, whereIs } = record;
      const key = { field: serviceParamName(binding.mandatory.find((one) => one > serviceParamKey.ipv6hint) ?? 0) };
      return foundIf(isDropped(record, 'unknown-mandatory'), {
        args: [number, key],
        fixArgs: [key],
        where: whereIs('SvcParams.mandatory'),
      });
    },
  },
  {
    name: 'target-dot-port',
    citation: measured.chromium,
    severity: 'error',
    // That browsers pass over a record without ech has no effect that would show.
    applies: ({ binding }) => binding.ech !== undefined && binding.targetName === '.',
    check: (record) =>
      foundIf(isDropped(record, 'target-name-differs'), {
        args: [record.number],
        fixArgs: [{ host: record.origin.host }],
        where: record.whereIs('TargetName'),
      }),
  },
  {
    name: 'target-elsewhere',
    citation: `${measured.chromium}, ${measured.firefox}`,
    severity: 'error',
    applies: ({ binding }) => binding.ech !== undefined && binding.targetName !== '.',
    check(record) {
      const target = { host: record.binding.targetName };
      return foundIf(isDropped(record, 'target-name-differs'), {
        args: [record.number, target],
        fixArgs: [target],
        where: record.whereIs('TargetName'),
      });
    },
  },
  {
    name: 'bad-port',
    citation: 'RFC 9460 §9',
    severity: byEch,
    applies: ({ binding }) => binding.port !== undefined,
    check: (record) => foundIf(hasBadPort(record), portOf(record)),
  },
  {
    name: 'port-ignored',
    citation: measured.chromium,
    severity: byEch,
    applies: (record) => record.binding.port !== undefined && !hasBadPort(record),
    check: (record) => foundIf(record.predictionsAlone.chromium.reason === 'port-ignored', portOf(record)),
  },
  {
    name: 'alpn-unusable',
    citation: 'RFC 9460 §7.1.2',
    severity: byEch,
    applies: ({ binding }) => binding.noDefaultAlpn && binding.alpn.length > 0,
    check: (record) =>
      foundIf(isDropped(record, 'alpn-unusable'), { args: [record.number], where: record.whereIs('SvcParams.alpn') }),
  },
];
