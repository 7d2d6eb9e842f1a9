// A site's records decoded once and predicted once, for all lints to read.

import { type Origin, type Prediction, predictClient } from '../browsers/rows.ts';
import { type Client, judgeConfig, judgeList, type ListJudgement } from '../browsers/tls-policies.ts';
import { encodeBase64 } from '../bytes/base64.ts';
import { sameName } from '../dns/names.ts';
import type { Endpoint } from '../dns/record-set.ts';
import type { ServiceBinding } from '../dns/service-binding.ts';
import { eachRecord, recordsOf, setOfOne } from '../dns/stored-records.ts';
import { type EchConfig, type EchConfigContents, type EchConfigListError, echVersion } from '../ech/config-list.ts';
import { configsOf, decodedList } from '../ech/decoded-list.ts';
import { anonymitySetOf } from '../observers/anonymity-set.ts';
import type { DecodeError } from '../shared/decode-error.ts';
import type { LookupOutcome, RecordSet } from '../shared/lookup.ts';
import type { AnonymitySet } from '../shared/report.ts';
import type { Argument } from '../shared/sentence.ts';
import type { SuffixList } from '../shared/suffix-list.ts';
import type { FindingPlace, Severity } from './lint.ts';
import type { WwwComparison } from './www-counterpart.ts';

/** What an answer or a pasted text says of a site, and what clients make of it. */
export interface SiteFacts {
  /** Null for pasted records that do not say whose they are. */
  host: string | null;
  /** Of the https URL. */
  port: number;
  /** Browsers use no SVCB records. */
  type?: 'HTTPS' | 'SVCB';
  outcome: LookupOutcome;
  rows: readonly Prediction[];
  /** AD; null where it is unknown. */
  authenticated: boolean | null;
  /** Of the answer; null where it is unknown. */
  ttlSeconds: number | null;
  /** By which a public name of the site's own owner is told from a stranger's. */
  suffixes: SuffixList;
  /** Where an alias leads out of pasted text. */
  leadsTo?: string | null;
  www?: WwwComparison | null;
  /** The alternatives that the site's Alt-Svc names and Chromium follows (RFC 7838 §3). Absent where the header is not known. */
  altSvc?: readonly Alternative[];
}

/** Where Alt-Svc sends a browser. */
export interface Alternative {
  /** The site's own where Alt-Svc names none. */
  host: string;
  port: number;
  /** What Chromium makes of the HTTPS records there, which it looks up under the alternative's own name; null where nobody looked. */
  outcome: Prediction['outcome'] | null;
}

export interface ExaminedAlternative extends Alternative {
  /** Another host or port than the site's, whose own records do not apply there. */
  isElsewhere: boolean;
}

export interface Examined {
  facts: SiteFacts;
  aliasSets: AliasSet[];
  /** The set whose ServiceMode records matter: where an alias leads, else the first. Null where it has no records. */
  main: MainSet | null;
  alternatives: ExaminedAlternative[];
  /** Both browsers hide the name in spite of any finding. */
  isHidden: boolean;
}

/** A set with a record in AliasMode. */
export interface AliasSet {
  facts: SiteFacts;
  isFirst: boolean;
  isLast: boolean;
  /** Of the first AliasMode record; `.` is no service. */
  targetName: string;
  hasServiceRecords: boolean;
  where: FindingPlace;
}

type ByBrowser<T> = Record<'chromium' | 'firefox', T>;

export interface MainSet {
  facts: SiteFacts;
  /** Browsers look at no set that an alias leads to. */
  isFirst: boolean;
  /** Null where a record is malformed. */
  bindings: ServiceBinding[] | null;
  hasEch: boolean;
  /** For this set alone, without the aliases before it. */
  rows: ByBrowser<Prediction>;
  records: (MalformedRecord | ServiceRecord)[];
  lists: ExaminedList[];
  configIds: UsedConfigId[];
  where: FindingPlace;
}

export interface MalformedRecord {
  kind: 'malformed';
  /** Position in the set, counted from 1. */
  number: Argument;
  error: DecodeError;
  where: FindingPlace;
}

/** A record in ServiceMode. */
export interface ServiceRecord {
  kind: 'service';
  number: Argument;
  binding: ServiceBinding;
  origin: Origin;
  /** Each client's prediction for a set of this record alone. */
  predictionsAlone: Record<Client, Prediction>;
  whereIs(field: string): FindingPlace;
}

/** An ECHConfigList, once however many records have it. */
export interface ExaminedList {
  number: Argument;
  bytes: Uint8Array;
  error: EchConfigListError | null;
  judgements: ByBrowser<ListJudgement['kind']>;
  configs: ExaminedConfig[];
  where: FindingPlace & { offset: number };
}

export interface ExaminedConfig {
  host: string | null;
  config: EchConfig;
  /** Null for another version, and for contents that cannot be read. */
  contents: ExaminedContents | null;
  /** Position of the record and of the config, counted from 1. */
  ordinals: [Argument, Argument];
  /** For findings that make this config unusable: a note where both browsers can use another one in the list. */
  severity: Severity;
  whereIs(field: string): FindingPlace;
}

export interface ExaminedContents extends Omit<ExaminedConfig, 'contents'> {
  contents: EchConfigContents;
  /** Who shares its public name; null where the host is unknown. */
  anonymitySet: AnonymitySet;
  /** Each browser's result for a list of this config alone. */
  resultsAlone: ByBrowser<ListJudgement['kind']>;
}

export interface UsedConfigId {
  id: number;
  /** Different configs have it. */
  isShared: boolean;
  where: FindingPlace;
}

/** More records than a page can discuss. */
const mostRecords = 100;

/** More configs than servers have keys. */
const mostConfigs = 16;

/** People count from 1. */
const ordinal = (index: number): Argument => ({ count: index + 1 });

const inBoth = <T>(judge: (browser: 'chromium' | 'firefox') => T): ByBrowser<T> => ({
  chromium: judge('chromium'),
  firefox: judge('firefox'),
});

function aliasSetsOf(facts: SiteFacts): AliasSet[] {
  const sets = facts.outcome.sets ?? [];
  return sets.flatMap((set, setIndex): AliasSet[] => {
    const records = recordsOf(set);
    const aliases = records.ok ? records.value.filter(({ binding }) => binding.priority === 0) : [];
    const [alias] = aliases;
    if (!records.ok || !alias) return [];
    return [
      {
        facts,
        isFirst: setIndex === 0,
        isLast: setIndex === sets.length - 1,
        targetName: alias.binding.targetName,
        hasServiceRecords: aliases.length < records.value.length,
        where: { setIndex, recordIndex: alias.index, field: 'SvcPriority', offset: 0 },
      },
    ];
  });
}

function recordsIn(set: RecordSet, setIndex: number, origin: Origin): MainSet['records'] {
  return eachRecord(set, mostRecords).flatMap(({ decoded }, recordIndex): MainSet['records'] => {
    if (!decoded.ok) {
      const { error } = decoded;
      const where = { setIndex, recordIndex, field: error.field, offset: error.offset };
      return [{ kind: 'malformed', number: ordinal(recordIndex), error, where }];
    }
    if (decoded.value.priority === 0) return [];
    return [serviceRecord(decoded.value, set, { setIndex, recordIndex }, origin)];
  });
}

function serviceRecord(
  binding: ServiceBinding,
  set: RecordSet,
  place: { setIndex: number; recordIndex: number },
  origin: Origin,
): ServiceRecord {
  const sets = [setOfOne(set, set.rdatas[place.recordIndex] as string, binding)];
  const predict = (client: Client) => predictClient(client, { kind: 'records', sets }, origin);
  return {
    kind: 'service',
    number: ordinal(place.recordIndex),
    binding,
    origin,
    predictionsAlone: { rfc: predict('rfc'), chromium: predict('chromium'), firefox: predict('firefox') },
    whereIs(field) {
      const param = binding.params.find(({ name }) => field === `SvcParams.${name}`);
      return { ...place, field, offset: param?.offset ?? (field === 'TargetName' ? 2 : 0) };
    },
  };
}

/** Of records in ServiceMode. */
function listsIn(records: readonly Endpoint[], setIndex: number, facts: SiteFacts): ExaminedList[] {
  const lists = new Map<string, ExaminedList>();
  for (const { index, binding } of records.slice(0, mostRecords)) {
    const param = binding.params.find(({ name }) => name === 'ech');
    if (!param || binding.priority === 0) continue;
    const key = encodeBase64(param.value);
    if (lists.has(key)) continue;
    const where = { setIndex, recordIndex: index, field: 'SvcParams.ech', offset: param.offset };
    lists.set(key, examineList(param.value, where, facts));
  }
  return [...lists.values()];
}

function examineList(
  bytes: Uint8Array,
  where: FindingPlace & { recordIndex: number; offset: number },
  { host, suffixes }: SiteFacts,
): ExaminedList {
  const decoded = decodedList(bytes);
  const judgements = inBoth((browser) => judgeList(browser, bytes).kind);
  const isUsable = judgements.chromium === 'usable' && judgements.firefox === 'usable';
  const { setIndex, recordIndex, offset } = where;
  const configs = configsOf(decoded)
    .slice(0, mostConfigs)
    .map((config, configIndex): ExaminedConfig => {
      const common = {
        host,
        config,
        severity: isUsable ? ('note' as const) : ('error' as const),
        ordinals: [ordinal(recordIndex), ordinal(configIndex)] as [Argument, Argument],
        whereIs: (field: string): FindingPlace => ({
          setIndex,
          recordIndex,
          configIndex,
          field: `SvcParams.ech.ECHConfig[${configIndex}].${field}`,
          offset: offset + config.offset,
        }),
      };
      const { contents } = config;
      if (!contents || config.version !== echVersion) return { ...common, contents: null };
      const resultsAlone = inBoth((browser) => judgeConfig(browser, config).kind);
      const anonymitySet = host === null ? null : anonymitySetOf(host, contents.publicName, suffixes);
      return { ...common, contents: { ...common, contents, anonymitySet, resultsAlone } };
    });
  return { number: ordinal(recordIndex), bytes, error: decoded.ok ? null : decoded.error, judgements, configs, where };
}

function configIdsOf(lists: readonly ExaminedList[], where: FindingPlace): UsedConfigId[] {
  const used = new Map<number, { raw: Uint8Array; isShared: boolean }>();
  for (const { bytes } of lists)
    for (const { contents, raw } of configsOf(decodedList(bytes))) {
      if (!contents) continue;
      const other = used.get(contents.configId);
      if (!other) used.set(contents.configId, { raw, isShared: false });
      else other.isShared ||= !areEqual(raw, other.raw);
    }
  return Array.from(used, ([id, { isShared }]) => ({ id, isShared, where }));
}

const areEqual = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);

function mainSetOf(facts: SiteFacts): MainSet | null {
  const { host, port, outcome } = facts;
  const sets = outcome.sets ?? [];
  const setIndex = sets.length - 1;
  const set = sets[setIndex];
  if (!set || set.rdatas.length === 0) return null;
  const origin: Origin = { scheme: 'https', host: host ?? '', port };
  const decoded = recordsOf(set);
  const bindings = decoded.ok ? decoded.value.map(({ binding }) => binding) : null;
  const lists = decoded.ok ? listsIn(decoded.value, setIndex, facts) : [];
  const where = { setIndex };
  return {
    facts,
    isFirst: setIndex === 0,
    bindings,
    hasEch: bindings?.some(({ ech }) => ech !== undefined) ?? false,
    rows: inBoth((browser) => predictClient(browser, { kind: 'records', sets: [set] }, origin)),
    records: recordsIn(set, setIndex, origin),
    lists,
    configIds: configIdsOf(lists, where),
    where,
  };
}

/** Of an Alt-Svc header that names more, the rest is not discussed. */
const mostAlternatives = 16;

const alternativesOf = ({ host, port, altSvc = [] }: SiteFacts): ExaminedAlternative[] =>
  altSvc.slice(0, mostAlternatives).map((one) => ({
    ...one,
    isElsewhere: host !== null && (one.port !== port || !sameName(one.host, host)),
  }));

export function examine(facts: SiteFacts): Examined {
  const browsers = facts.rows.filter(({ client }) => client !== 'rfc');
  return {
    facts,
    aliasSets: aliasSetsOf(facts),
    main: mainSetOf(facts),
    alternatives: alternativesOf(facts),
    isHidden: browsers.length > 0 && browsers.every(({ outcome }) => outcome === 'hides'),
  };
}
