// What an organisation decides by policy (storage.managed), read and put on top of what the user chose. A field that is not
// valid is ignored and reported, and so is an entry of a list; the others hold. Under `lock` the user may not change what is
// given; without, it is a default. Lists of authorities and of names always count.

import * as v from 'valibot';
import { parseTemplate } from './doh-template.ts';
import { readFingerprint } from './fingerprint.ts';
import { hostOfQueryName } from './query-policy.ts';
import { RESOLVER_PRESETS } from './resolvers.ts';
import { err, ok, type Result } from './result.ts';
import type { Argument, MessageKey, Sentence } from './sentence.ts';
import { keyOf, sentence } from './sentence.ts';
import {
  type Choices,
  type ExpectedRoot,
  ExpectedRootSchema,
  type LockedField,
  parseSettings,
  ReferenceSchema,
  type ResolverChoice,
  ResolverChoiceSchema,
  readChoices,
  type Settings,
} from './settings.ts';
import { isUrlHost, siteAddress } from './site-address.ts';
import { MEASURE_PAGES } from './trace.ts';

export interface Policy {
  /** What the settings have in these fields; those that are not given are absent. */
  choices: Partial<Pick<Choices, LockedField>>;
  lock: boolean;
  expectedRoots: ExpectedRoot[];
  neverAsk: string[];
}

/** A reading of storage.managed. */
export interface PolicyReading {
  policy: Policy;
  problems: Sentence[];
  hasPolicy: boolean;
  /** A policy was binding at the last start and has not arrived yet: Chrome delivers it some seconds late. */
  isAwaited: boolean;
  /** Reading failed. The other fields are those of the last reading that did not. */
  isUnreadable: boolean;
}

const NO_POLICY: Policy = { choices: {}, lock: false, expectedRoots: [], neverAsk: [] };

export const NO_READING: PolicyReading = {
  policy: NO_POLICY,
  problems: [],
  hasPolicy: false,
  isAwaited: false,
  isUnreadable: false,
};

/** A failed reading does not lift the policy of an earlier one. */
export function lastKnownPolicy(before: PolicyReading | null, reading: PolicyReading): PolicyReading {
  return reading.isUnreadable && before?.hasPolicy ? { ...before, isUnreadable: true } : reading;
}

/** Entries of a list, reference hosts apart: a policy is read at every start. */
const MOST_ENTRIES = 1000;
const MOST_REFERENCES = 5;
const MOST_CHECK_RESOLVERS = 4;
/** More problems than anybody would read. */
const MOST_PROBLEMS = 50;

/** As in managed-schema.json. */
export const POLICY_FIELDS = [
  'resolver',
  'lock',
  'mode',
  'measurePages',
  'testNetwork',
  'referenceHosts',
  'checkResolvers',
  'expectedRoots',
  'neverAsk',
];

/** Whether lookups have to wait for this policy, since it may forbid them. */
export const isBinding = ({ lock, neverAsk }: Policy): boolean => lock || neverAsk.length > 0;

export function parsePolicy(values: Record<string, unknown>): Pick<PolicyReading, 'policy' | 'problems'> {
  const problems: Sentence[] = [];
  const report = (key: MessageKey, field: string, ...args: Argument[]): undefined => {
    if (problems.length < MOST_PROBLEMS) problems.push(sentence(key, { field }, ...args));
  };
  for (const field of Object.keys(values))
    if (!POLICY_FIELDS.includes(field)) report('policy_unknown_field', shortened(field));

  /** The good entries of a list. */
  const entries = <T>(field: string, most: number, read: (entry: unknown) => Result<T, MessageKey>): T[] => {
    const list = values[field];
    if (list === undefined) return [];
    if (!Array.isArray(list)) return report('policy_not_a_list', field) ?? [];
    if (list.length > most) report('policy_list_too_long', field, { count: most });
    return list.slice(0, most).flatMap((entry: unknown, index) => {
      const one = read(entry);
      return one.ok ? [one.value] : (report(one.error, `${field}[${index}]`) ?? []);
    });
  };

  const { resolver, lock, mode, testNetwork } = values;
  const choices: Policy['choices'] = {};
  if (resolver !== undefined) {
    const choice = readResolver(resolver);
    if (choice.ok) choices.resolver = choice.value;
    else report(choice.error, 'resolver');
  }
  if (mode === 'every-site' || mode === 'on-click') choices.ask = mode;
  else if (mode !== undefined) report('policy_bad_mode', 'mode');
  const measurePages = MEASURE_PAGES.find((value) => value === values.measurePages);
  if (measurePages !== undefined) choices.measurePages = measurePages;
  else if (values.measurePages !== undefined) report('policy_bad_measure_pages', 'measurePages');
  if (typeof testNetwork === 'boolean') choices.testNetwork = testNetwork;
  else if (testNetwork !== undefined) report('policy_not_boolean', 'testNetwork');
  if (lock !== undefined && typeof lock !== 'boolean') report('policy_not_boolean', 'lock');
  const references = entries('referenceHosts', MOST_REFERENCES, readReference);
  if (references.length > 0) choices.references = eachHostOnce(references);
  const checkResolvers = entries('checkResolvers', MOST_CHECK_RESOLVERS, readResolver);
  // An empty list is a decision too: nobody is asked beside the chosen one.
  if (Array.isArray(values.checkResolvers)) choices.checkResolvers = checkResolvers;
  const policy: Policy = {
    choices,
    lock: lock === true,
    expectedRoots: entries('expectedRoots', MOST_ENTRIES, readRoot),
    neverAsk: entries('neverAsk', MOST_ENTRIES, readName),
  };
  return { policy, problems };
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

const PresetSchema = v.strictObject({ preset: v.string(), profile: v.optional(v.string()) });
const TemplateSchema = v.strictObject({ template: v.string() });

function readResolver(value: unknown): Result<ResolverChoice, MessageKey> {
  if (v.is(TemplateSchema, value)) {
    const template = parseTemplate(value.template);
    return template.ok
      ? ok({ kind: 'custom', template: template.value.base })
      : err(keyOf('policy_template', template.error));
  }
  if (!v.is(PresetSchema, value)) return err('policy_bad_resolver');
  const preset = RESOLVER_PRESETS.find(({ id }) => id === value.preset);
  if (preset === undefined) return err('policy_bad_preset');
  const wantsProfile = preset.filtering === 'profile';
  const choice = { kind: 'preset', id: value.preset, ...(wantsProfile && { profile: value.profile }) };
  const isComplete = wantsProfile === (value.profile !== undefined);
  return isComplete && v.is(ResolverChoiceSchema, choice) ? ok(choice) : err('policy_bad_profile');
}

function readReference(value: unknown): Result<Choices['references'][number], MessageKey> {
  if (typeof value !== 'string') return err('policy_bad_reference');
  const reference = { url: value.includes('://') ? value : `https://${value}` };
  return v.is(ReferenceSchema, reference) ? ok(reference) : err('policy_bad_reference');
}

/** Misses of several hosts are what conclusions count. */
function eachHostOnce(references: Choices['references']): Choices['references'] {
  const hosts = references.map(({ url }) => new URL(url).host);
  return references.filter((_, index) => hosts.indexOf(hosts[index] ?? '') === index);
}

const RootSchema = v.object({ sha256: v.string(), label: v.optional(v.string()) });

function readRoot(value: unknown): Result<ExpectedRoot, MessageKey> {
  if (!v.is(RootSchema, value)) return err('policy_bad_root');
  const sha256 = readFingerprint(value.sha256);
  const root = { sha256, label: value.label?.trim() || sha256?.slice(0, 8) };
  return v.is(ExpectedRootSchema, root) ? ok(root) : err('policy_bad_root');
}

/** In the form in which hosts of pages come. */
function readName(value: unknown): Result<string, MessageKey> {
  if (typeof value !== 'string') return err('policy_bad_name');
  const [, wildcard = '', name = ''] = /^(\*\.)?([^\s*/?#@:\\%]{1,1000})$/.exec(value) ?? [];
  const { host } = siteAddress(`https://${name}/`);
  return isUrlHost(host) ? ok(`${wildcard}${host}`) : err('policy_bad_name');
}

/** Whether policy keeps a host from every resolver, however its name is written and whichever ports are put before it (RFC 9460 §2.3). */
export function isExcluded(asked: string, neverAsk: readonly string[]): boolean {
  const host = hostOfQueryName(asked);
  return neverAsk.some((entry) => {
    const name = entry.replace('*.', '');
    return host === name || (entry !== name && host.endsWith(`.${name}`));
  });
}

/** Reference hosts but for those that policy keeps: a request to one would make the browser ask its own resolver about it. */
export const reachableReferences = ({ references, managed }: Settings): Settings['references'] =>
  managed.isAwaited ? [] : references.filter(({ url }) => !isExcluded(new URL(url).hostname, managed.neverAsk));

/** The settings in force, from the user's choices and policy. */
export function managedSettings(stored: unknown, { policy, isAwaited, isUnreadable }: PolicyReading): Settings {
  const own = parseSettings(stored);
  // A choice that could not be decoded fell back to a default, which policy may override.
  const { choices: chosen } = readChoices(stored);
  const { choices, lock, expectedRoots, neverAsk } = policy;
  const given = Object.keys(choices) as LockedField[];
  const decided = Object.fromEntries(
    given.filter((field) => lock || !(field in chosen)).map((field) => [field, choices[field]]),
  );
  const roots = expectedRoots.map(({ sha256 }) => sha256);
  return {
    ...own,
    ...decided,
    ...(isAwaited && { resolver: null }),
    expectedRoots: [...expectedRoots, ...own.expectedRoots.filter(({ sha256 }) => !roots.includes(sha256))],
    managed: { locked: lock ? given : [], roots, neverAsk, isAwaited, isUnreadable },
  };
}

/** The settings in force until the user's choices could be read: no resolver, since they may have chosen none. */
export const unknownSettings = (reading: PolicyReading): Settings => ({
  ...managedSettings({}, reading),
  resolver: null,
  isKnown: false,
});
