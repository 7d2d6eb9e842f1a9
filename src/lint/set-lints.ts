// Lints of a record set: of aliases, and of what its records come to together.

import type { Prediction } from '../browsers/rows.ts';
import { measured } from '../browsers/versions.ts';
import { lowerName } from '../dns/names.ts';
import type { AliasSet, MainSet, UsedConfigId } from './examined.ts';
import { always, foundIf, type Lint } from './lint.ts';

export const aliasLints: Lint<AliasSet>[] = [
  {
    name: 'alias-and-service',
    citation: 'RFC 9460 §2.4.1',
    severity: 'warning',
    applies: always,
    check: ({ hasServiceRecords, where }) => foundIf(hasServiceRecords, { where }),
  },
  {
    name: 'no-service',
    citation: 'RFC 9460 §2.5.1',
    severity: 'warning',
    applies: always,
    check: ({ targetName, where }) => foundIf(targetName === '.', { where }),
  },
  {
    name: 'alias',
    citation: `${measured.chromium}, ${measured.firefox}`,
    // What the alias leads to would hide the name.
    severity: ({ facts }) =>
      facts.rows.some(({ client, outcome }) => client === 'rfc' && outcome === 'hides') ? 'error' : 'warning',
    applies: ({ isFirst, targetName }) => isFirst && targetName !== '.',
    check({ facts, targetName, where }) {
      const args = [{ host: lowerName(targetName) }];
      return foundIf(
        facts.rows.some(({ reason }) => reason === 'alias-not-followed'),
        { args, fixArgs: args, where },
      );
    },
  },
  {
    name: 'alias-nowhere',
    citation: 'RFC 9460 §3',
    severity: 'warning',
    applies: ({ isLast, facts }) => isLast && !facts.leadsTo,
    check: ({ facts: { outcome }, targetName, where }) =>
      foundIf(outcome.kind === 'no-data' || outcome.kind === 'name-error', {
        args: [{ host: lowerName(targetName) }],
        where,
      }),
  },
];

export const configIdLints: Lint<UsedConfigId>[] = [
  {
    name: 'config-id-twice',
    citation: 'RFC 9849 §4.1',
    severity: 'note',
    applies: always,
    check: ({ id, isShared, where }) => foundIf(isShared, { args: [{ code: id }], where }),
  },
];

/** Longer than a day, the longest time that Overheard itself keeps an answer. */
const longTtlSeconds = 86_400;

const isUnusable = ({ reason }: Prediction) => reason === 'no-usable-config';

const isOverQuicAlone = ({ reason }: Prediction) => reason === 'usable-over-quic';

/** Chrome opens both transports, by the first record that fits each, and one of these has no `ech`. */
const echMissing = (transport: 'tcp' | 'quic'): Lint<MainSet> => ({
  name: `ech-missing-${transport}`,
  fix: 'ech-missing',
  citation: measured.chromium,
  severity: 'error',
  applies: ({ isFirst }) => isFirst,
  check({ rows, where }) {
    const row = rows.chromium.transports?.[transport];
    const recordIndex = row?.recordIndex ?? 0;
    return foundIf(row?.reason === `no-ech-${transport}`, {
      args: [{ count: recordIndex + 1 }],
      where: { ...where, recordIndex },
    });
  },
});

/** The record that decided for Chrome. */
const deciding = ({ where, rows }: MainSet) => ({ where: { ...where, recordIndex: rows.chromium.recordIndex ?? 0 } });

export const setLints: Lint<MainSet>[] = [
  {
    name: 'ech-not-first',
    citation: 'RFC 9848 §8',
    severity: 'error',
    applies: ({ isFirst }) => isFirst,
    check: (set) => foundIf(set.rows.chromium.reason === 'ech-not-first', deciding(set)),
  },
  echMissing('tcp'),
  echMissing('quic'),
  {
    name: 'no-default-alpn',
    citation: 'RFC 9460 §7.1.2',
    severity: ({ hasEch }) => (hasEch ? 'error' : 'note'),
    applies: ({ isFirst }) => isFirst,
    check: ({ rows, where }) => foundIf(rows.chromium.reason === 'no-default-alpn', { where }),
  },
  {
    name: 'needs-http3',
    citation: measured.firefox,
    severity: 'warning',
    applies: ({ isFirst }) => isFirst,
    check: ({ rows, where }) => foundIf(isOverQuicAlone(rows.firefox), { where }),
  },
  {
    name: 'mixed-set',
    citation: 'RFC 9848 §8',
    severity: 'warning',
    applies: ({ isFirst }) => isFirst,
    check: ({ rows: { firefox }, where }) =>
      foundIf(firefox.onFailure === 'falls-back' && !isOverQuicAlone(firefox), { where }),
  },
  {
    name: 'unusable-first',
    citation: `${measured.chromium}, ${measured.firefox}`,
    severity: 'error',
    applies: ({ isFirst, rows }) => isFirst && isUnusable(rows.chromium) && isUnusable(rows.firefox),
    check: (set) =>
      foundIf(
        set.records.some((record) => record.kind === 'service' && record.predictionsAlone.chromium.outcome === 'hides'),
        deciding(set),
      ),
  },
  {
    name: 'no-ech',
    citation: 'RFC 9848 §3',
    severity: 'warning',
    applies: ({ bindings }) => bindings?.every(({ priority }) => priority > 0) ?? false,
    check: ({ hasEch, where }) => foundIf(!hasEch, { where }),
  },
  {
    name: 'ttl-long',
    citation: 'RFC 9849 §4.1',
    severity: 'note',
    applies: ({ hasEch }) => hasEch,
    check: ({ facts: { ttlSeconds }, where }) =>
      foundIf((ttlSeconds ?? 0) > longTtlSeconds, { args: [{ count: ttlSeconds ?? 0 }], where }),
  },
  {
    name: 'quic-retry',
    citation: measured.chromium,
    severity: 'note',
    // Every site with HTTP/3 is concerned, but only while browsers may have a key that is no longer the server's.
    applies: ({ isFirst, rows, configIds, facts }) =>
      isFirst &&
      rows.chromium.transports?.quic?.outcome === 'hides' &&
      (configIds.length > 1 || (facts.ttlSeconds ?? 0) > longTtlSeconds),
    check: ({ where }) => ({ where }),
  },
];
