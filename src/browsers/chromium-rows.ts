// What Chromium 156 makes of a record set, as measured on Linux. It opens TCP and QUIC at once: over each it takes the first record
// that fits, and a name that either shows is shown, whichever wins.

import { httpsPort } from '../dns/query.ts';
import { decodeRecords, type Endpoint } from '../dns/record-set.ts';
import { rdatasOf, recordsOf } from '../dns/stored-records.ts';
import type { RecordSet } from '../shared/lookup.ts';
import type { Origin, SetVerdict, TransportPrediction, Verdict } from './prediction.ts';
import {
  type Filter,
  filterRecords,
  isAlias,
  isIncompatible,
  isOwnTarget,
  overQuic,
  shows,
  speaks,
  verdictByPriority,
  verdictOfBoth,
} from './record-choice.ts';

/** Chromium 156 takes an `ech` without a value for none (measured). */
const hasEchValue = ({ binding }: Endpoint): boolean => Boolean(binding.ech?.length);

const speaksTcp: Filter = ({ binding }) => (speaks(binding, 'h2', 'http/1.1') ? undefined : 'alpn-unusable');
const speaksQuic: Filter = ({ binding }) => (speaks(binding, 'h3') ? undefined : 'alpn-unusable');

/** Chromium 156: net/dns reads TargetNames of up to 256 bytes (measured) and does not check self-consistency (measured). */
export function chromiumVerdict(set: RecordSet, origin: Origin): SetVerdict {
  const strict = recordsOf(set);
  const decoded = strict.ok ? strict : decodeRecords(rdatasOf(set), { maxNameBytes: 256 });
  if (!decoded.ok) return shows('set-malformed', 'observed', { recordIndex: decoded.error.index });
  const alias = decoded.value.find(isAlias);
  if (alias) return shows('alias-not-followed', 'observed', { recordIndex: alias.index, upgradesHttp: true });
  const upgradesHttp = decoded.value.some(({ binding }) => !isIncompatible(binding));
  const port = httpsPort(origin.scheme, origin.port);
  const whyNot: Filter = ({ binding }) => {
    if (isIncompatible(binding)) return 'unknown-mandatory';
    if (!isOwnTarget('chromium', binding.targetName, set, origin)) return 'target-name-differs';
    return binding.port !== undefined && binding.port !== port ? 'port-ignored' : undefined;
  };
  const ofUse = decoded.value.filter((record) => whyNot(record) === undefined);
  const overTcp = filterRecords(decoded.value, (record) => whyNot(record) ?? speaksTcp(record));
  // net/dns drops all records where none allows the default protocol (RFC 9460 §7.1.2; its source, and measured).
  if (ofUse.length > 0 && ofUse.every(({ binding }) => binding.noDefaultAlpn)) {
    const isUnspoken = !ofUse.some(({ binding }) => speaks(binding, 'h2', 'http/1.1', 'h3'));
    return shows(isUnspoken ? 'alpn-unusable' : 'no-default-alpn', 'observed', { upgradesHttp });
  }
  const quicLeft = filterRecords(ofUse, speaksQuic);
  const isEchThere = ofUse.some(hasEchValue);
  const onTransport = (
    { usable, dropReason }: ReturnType<typeof filterRecords>,
    lacking: 'no-ech-tcp' | 'no-ech-quic',
  ): TransportPrediction => {
    // A handshake that fails is not tried again on another record (measured).
    const verdict = verdictByPriority('chromium', { usable, dropReason }, hasEchValue, 'does-not');
    const isLacking = verdict.reason === 'no-ech' && isEchThere;
    const named: Verdict = isLacking ? { ...verdict, reason: lacking, recordIndex: usable[0]?.index ?? 0 } : verdict;
    return { ...named, opens: 'at-once', isEchInAll: usable.every(hasEchValue) };
  };
  const tcp = onTransport(overTcp, 'no-ech-tcp');
  const quic = quicLeft.usable.length > 0 ? onTransport(quicLeft, 'no-ech-quic') : null;
  const transports = { tcp, quic: quic && overQuic('chromium', quic) };
  return { ...verdictOfBoth(transports), upgradesHttp, transports };
}
