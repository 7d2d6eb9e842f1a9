// What the inspect page found out about one site, as plain JSON for others to read: names and words, nothing to be looked up.

import { describePrediction } from '../assess/prediction-words.ts';
import { differingTransports, type Prediction, type TransportPrediction } from '../browsers/rows.ts';
import { encodeHex, hex16 } from '../bytes/hex.ts';
import { latin1Bytes } from '../bytes/latin1.ts';
import { textOf } from '../dissect/field-tree.ts';
import { formatServiceBinding } from '../dns/format-service-binding.ts';
import type { ServiceBinding } from '../dns/service-binding.ts';
import { eachRecord, type StoredRecord } from '../dns/stored-records.ts';
import { aeadName, kdfName, kemName } from '../ech/algorithm-names.ts';
import type { EchConfig } from '../ech/config-list.ts';
import { configsOf, decodedList } from '../ech/decoded-list.ts';
import type { Finding, FindingPlace, Severity } from '../lint/lint.ts';
import type { ExtendedError, LookupOutcome, RecordSet } from '../shared/lookup.ts';
import type { Some } from '../shared/report.ts';
import type { Argument, Sentence } from '../shared/sentence.ts';
import type { SuffixList } from '../shared/suffix-list.ts';
import { describeFinding } from './finding-words.ts';
import { type Blanker, blankedHost, blankerFor } from './redact.ts';

export interface Inspected {
  /** Null for pasted records that do not say whose they are. */
  host: string | null;
  port: number;
  type: 'HTTPS' | 'SVCB';
  /** Null for pasted text. */
  resolver: { name: string; host: string } | null;
  /** Unix milliseconds of the answer, or of the paste. */
  atMs: number;
  outcome: LookupOutcome;
  authenticated: boolean | null;
  /** Null where the text has no TTL. */
  ttlSeconds: number | null;
  extendedErrors: readonly ExtendedError[];
  rows: readonly Prediction[];
  findings: Some<Finding>;
  /** What else was said: the www counterpart, the change of keys, what was taken for granted in pasted text. */
  remarks: readonly Sentence[];
}

export interface ReportedConfig {
  version: string;
  configId?: number;
  kem?: string;
  publicKey?: string;
  cipherSuites?: string[];
  maximumNameLength?: number;
  publicName?: string;
  extensions?: string[];
}

export interface ReportedRecord {
  /** Zone-file text of the RDATA; null for one that cannot be read. */
  text: string | null;
  /** In hexadecimal; null where it holds a host that is blanked. */
  rdata: string | null;
  configs: ReportedConfig[];
}

/** A sentence in the reader's language, with its parts for whoever sets it. */
export interface ReportedWords {
  text: string;
  sentence: Sentence;
}

export type ReportedTransport = Pick<TransportPrediction, 'outcome' | 'opens'> & { reason: ReportedWords };

export interface Report {
  host: string | null;
  isBlanked: boolean;
  port: number;
  type: 'HTTPS' | 'SVCB';
  resolver: { name: string; host: string } | null;
  /** ISO 8601. */
  at: string;
  outcome: string;
  authenticated: boolean | null;
  extendedErrors: ExtendedError[];
  /** What is said of clients is inferred from the records and from what is known of them; nothing was connected to. */
  evidence: 'inferred';
  clients: (Pick<Prediction, 'client' | 'outcome' | 'onFailure' | 'basis'> & {
    reason: ReportedWords;
    /** Null where the client does the same over both, or uses one. */
    transports: Record<'tcp' | 'quic', ReportedTransport> | null;
  })[];
  sets: {
    owner: string;
    cnames: string[];
    ttlSeconds: number | null;
    records: ReportedRecord[];
    moreRecords: number;
  }[];
  problems: {
    kind: string;
    severity: Severity;
    /** The RFC and section, or the browsers that behave so. */
    citation: string;
    what: ReportedWords;
    details: ReportedWords[];
    fix: ReportedWords;
    where: FindingPlace | null;
  }[];
  moreProblems: number;
  remarks: ReportedWords[];
}

export interface ReportOptions {
  /** Takes the host out, which nobody can without the list; null leaves it in. */
  suffixes: SuffixList | null;
  translate(sentence: Sentence): string;
}

/** A report is for people to read. */
const mostRecords = 32;
const mostConfigs = 16;

const named = (name: string | undefined, id: number): string => (name ? `${name} (${hex16(id)})` : hex16(id));

class Reporting {
  readonly #blanker: Blanker;
  readonly #translate: ReportOptions['translate'];

  constructor(blanker: Blanker, translate: ReportOptions['translate']) {
    this.#blanker = blanker;
    this.#translate = translate;
  }

  readonly name = (name: string): string => this.#blanker.name(name);
  readonly text = (text: string): string => this.#blanker.text(text);

  readonly words = ({ key, args }: Sentence): ReportedWords => {
    const sentence = { key, args: args.map(this.#redacted) };
    return { text: this.text(this.#translate(sentence)), sentence };
  };

  /** Fields and numbers name no site. */
  readonly #redacted = (argument: Argument): Argument => {
    if ('host' in argument) return { host: this.name(argument.host) };
    if ('label' in argument) return { label: this.text(argument.label) };
    return 'list' in argument ? { list: argument.list.map(this.#redacted) } : argument;
  };

  #config({ version, contents }: EchConfig): ReportedConfig {
    if (!contents) return { version: hex16(version) };
    const { configId, kemId, publicKey, cipherSuites, maximumNameLength, publicName, extensions } = contents;
    return {
      version: hex16(version),
      configId,
      kem: named(kemName(kemId), kemId),
      publicKey: this.#blanker.isIn(publicKey) ? blankedHost : encodeHex(publicKey),
      cipherSuites: cipherSuites
        .slice(0, mostConfigs)
        .map(({ kdfId, aeadId }) => `${named(kdfName(kdfId), kdfId)}, ${named(aeadName(aeadId), aeadId)}`),
      maximumNameLength,
      publicName: this.name(textOf(latin1Bytes(publicName))),
      extensions: extensions.slice(0, mostConfigs).map(({ type }) => hex16(type)),
    };
  }

  /** Whether it can be shown in base64: a list with a name that is blanked cannot. */
  #isTelling(name: string, value: Uint8Array, configs: readonly EchConfig[]): boolean {
    if (this.#blanker.isIn(value)) return true;
    const names = configs.flatMap(({ contents }) => contents?.publicName ?? []);
    return name === 'ech' && names.some((one) => this.name(one) !== one);
  }

  /** What holds the host stands behind the rest, as `ech=<host>`. */
  #zoneText(binding: ServiceBinding, configs: readonly EchConfig[]): string {
    const isTelling = ({ name, value }: ServiceBinding['params'][number]) => this.#isTelling(name, value, configs);
    const shown = { ...binding, params: binding.params.filter((param) => !isTelling(param)), targetName: '.' };
    const [priority, , ...params] = formatServiceBinding(shown).split(' ');
    const target = binding.targetName === '.' ? '.' : `${this.name(binding.targetName)}.`;
    const blanked = binding.params.filter(isTelling).map(({ name }) => `${name}=${blankedHost}`);
    return [priority, target, this.text(params.join(' ')), ...blanked].filter((part) => part !== '').join(' ');
  }

  record({ rdata, decoded }: StoredRecord): ReportedRecord {
    const list = decoded.ok && decoded.value.priority > 0 ? decoded.value.ech : undefined;
    const configs = list ? configsOf(decodedList(list)) : [];
    const text = decoded.ok ? this.#zoneText(decoded.value, configs) : null;
    const isBlanked =
      this.#blanker.isIn(rdata) ||
      (text?.includes(blankedHost) ?? false) ||
      this.#isOther(decoded.ok ? decoded.value : null);
    return {
      text,
      rdata: isBlanked ? null : encodeHex(rdata),
      configs: configs.slice(0, mostConfigs).map((config) => this.#config(config)),
    };
  }

  /** A target that was blanked in part. */
  #isOther(binding: ServiceBinding | null): boolean {
    return binding !== null && this.name(binding.targetName) !== binding.targetName;
  }

  set(set: RecordSet, hasTtl: boolean): Report['sets'][number] {
    const { owner, cnames, rdatas } = set;
    return {
      owner: this.name(owner),
      cnames: cnames.map(this.name),
      ttlSeconds: hasTtl ? set.ttlSeconds : null,
      records: eachRecord(set, mostRecords).map((record) => this.record(record)),
      moreRecords: Math.max(0, rdatas.length - mostRecords),
    };
  }

  reason({ reason, publicName }: Pick<Prediction, 'reason' | 'publicName'>): ReportedWords {
    return this.words(describePrediction(reason, publicName ?? null));
  }

  transports(row: Prediction): Report['clients'][number]['transports'] {
    const differing = differingTransports(row);
    const transport = (one: TransportPrediction) => ({
      outcome: one.outcome,
      opens: one.opens,
      reason: this.reason(one),
    });
    return differing && { tcp: transport(differing.tcp), quic: transport(differing.quic) };
  }

  finding(finding: Finding): Report['problems'][number] {
    const { kind, severity, citation, where } = finding;
    const { what, details, fix } = describeFinding(finding);
    return {
      kind,
      severity,
      citation,
      what: this.words(what),
      details: details.map(this.words),
      fix: this.words(fix),
      where,
    };
  }
}

export function reportOf(inspected: Inspected, { suffixes, translate }: ReportOptions): Report {
  const { host, port, type, resolver, atMs, outcome, authenticated, extendedErrors, rows, findings, remarks } =
    inspected;
  const out = new Reporting(blankerFor(host, suffixes), translate);
  return {
    host: host === null ? null : out.name(host),
    isBlanked: suffixes !== null && host !== null,
    port,
    type,
    resolver: resolver && { name: out.text(resolver.name), host: out.name(resolver.host) },
    at: new Date(atMs).toISOString(),
    outcome: outcome.kind,
    authenticated,
    extendedErrors: extendedErrors.map(({ code, text }) => ({ code, text: out.text(text) })),
    evidence: 'inferred',
    clients: rows.map((row) => {
      const { client, outcome: judged, onFailure, basis } = row;
      return {
        client,
        outcome: judged,
        onFailure,
        basis,
        reason: out.reason(row),
        transports: out.transports(row),
      };
    }),
    sets: (outcome.sets ?? [])
      .filter(({ rdatas }) => rdatas.length > 0)
      .map((set) => out.set(set, inspected.ttlSeconds !== null)),
    problems: findings.items.map((finding) => out.finding(finding)),
    moreProblems: findings.more,
    remarks: remarks.map(out.words),
  };
}
