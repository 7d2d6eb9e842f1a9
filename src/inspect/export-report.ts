// What the inspect page found out about one site, as plain JSON for others to read: names and words, nothing to be looked up.
// Pure; imports shared, wire, dns, ech, browsers and assess.
//   reportOf(inspected, { isBlanked, translate }): Report

import { describePrediction } from '../assess/prediction-words.ts';
import type { BrowserRow } from '../browsers/rows.ts';
import { encodeHex } from '../bytes/hex.ts';
import { textOf } from '../dissect/field-tree.ts';
import { formatServiceBinding } from '../dns/format-service-binding.ts';
import { decodeServiceBinding, type ServiceBinding } from '../dns/service-binding.ts';
import { octetsOf } from '../dns/stored-records.ts';
import { aeadName, kdfName, kemName } from '../ech/algorithm-names.ts';
import { decodeEchConfigList, type EchConfig } from '../ech/config-list.ts';
import type { Problem, ProblemPlace, Severity } from '../lint/lint.ts';
import type { ExtendedError, LookupOutcome, RecordSet } from '../shared/lookup.ts';
import type { Some } from '../shared/report.ts';
import type { Argument, Sentence } from '../shared/sentence.ts';
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
  rows: readonly BrowserRow[];
  problems: Some<Problem>;
  /** What was said beside: the twin, the change of keys, what was taken for granted in pasted text. */
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
  clients: (Pick<BrowserRow, 'client' | 'outcome' | 'onFailure' | 'basis'> & { reason: ReportedWords })[];
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
    what: ReportedWords;
    details: ReportedWords[];
    fix: ReportedWords;
    where: ProblemPlace | null;
  }[];
  moreProblems: number;
  remarks: ReportedWords[];
}

export interface ReportOptions {
  /** Takes the host out. */
  isBlanked: boolean;
  translate(sentence: Sentence): string;
}

/** A report is for people to read. */
const mostRecords = 32;
const mostConfigs = 16;

const hex16 = (value: number): string => `0x${(value + 0x10000).toString(16).slice(1)}`;
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
    const nameOctets = Uint8Array.from(publicName, (octet) => octet.charCodeAt(0));
    return {
      version: hex16(version),
      configId,
      kem: named(kemName(kemId), kemId),
      publicKey: this.#blanker.isIn(publicKey) ? blankedHost : encodeHex(publicKey),
      cipherSuites: cipherSuites
        .slice(0, mostConfigs)
        .map(({ kdfId, aeadId }) => `${named(kdfName(kdfId), kdfId)}, ${named(aeadName(aeadId), aeadId)}`),
      maximumNameLength,
      publicName: this.name(textOf(nameOctets)),
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

  record(rdata: Uint8Array): ReportedRecord {
    const decoded = decodeServiceBinding(rdata);
    const list =
      decoded.ok && decoded.value.priority > 0 && decoded.value.ech ? decodeEchConfigList(decoded.value.ech) : null;
    const configs = list ? (list.ok ? list.value : list.error).configs : [];
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
      records: octetsOf(set)
        .slice(0, mostRecords)
        .map((rdata) => this.record(rdata)),
      moreRecords: Math.max(0, rdatas.length - mostRecords),
    };
  }

  problem({ kind, severity, what, details, fix, where }: Problem): Report['problems'][number] {
    return { kind, severity, what: this.words(what), details: details.map(this.words), fix: this.words(fix), where };
  }
}

export function reportOf(inspected: Inspected, { isBlanked, translate }: ReportOptions): Report {
  const { host, port, type, resolver, atMs, outcome, authenticated, extendedErrors, rows, problems, remarks } =
    inspected;
  const out = new Reporting(blankerFor(isBlanked ? host : null), translate);
  return {
    host: host === null ? null : out.name(host),
    isBlanked: isBlanked && host !== null,
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
        reason: out.words(describePrediction(row.reason, row.publicName ?? null)),
      };
    }),
    sets: (outcome.sets ?? [])
      .filter(({ rdatas }) => rdatas.length > 0)
      .map((set) => out.set(set, inspected.ttlSeconds !== null)),
    problems: problems.items.map((problem) => out.problem(problem)),
    moreProblems: problems.more,
    remarks: remarks.map(out.words),
  };
}
