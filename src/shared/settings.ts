// What the user chose, as stored in storage.local. Whatever is stored can be read: a field that is damaged falls back to its
// default, a bad entry of a list is left out, and both are reported. What an organisation decides by policy comes on top: managed.ts.

import * as v from 'valibot';
import { type DohTemplate, parseTemplate, type TemplateProblem } from './doh-template.ts';
import type { ResolverIdentity } from './facts.ts';
import { RESOLVER_PRESETS } from './resolvers.ts';
import { MEASURE_PAGES, type MeasurePages } from './trace.ts';

/** A NextDNS profile identifier: letters, digits and hyphens, at most 64. */
export const PROFILE_PATTERN = /^[0-9A-Za-z-]{1,64}$/;
/** SHA-256 as 64 lower-case hex digits. */
export const FINGERPRINT_PATTERN = /^[0-9a-f]{64}$/;

/** The address of a resolver, in whatever spelling. Its output is the normal form. */
export const TemplateSchema = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const template = parseTemplate(dataset.value);
    if (template.ok) return template.value.base;
    addIssue({ message: template.error });
    return NEVER;
  }),
);

export const ResolverChoiceSchema = v.variant('kind', [
  v.object({
    kind: v.literal('preset'),
    id: v.picklist(RESOLVER_PRESETS.map((preset) => preset.id)),
    profile: v.optional(v.pipe(v.string(), v.regex(PROFILE_PATTERN))),
  }),
  v.object({ kind: v.literal('custom'), template: TemplateSchema }),
]);

export const ExpectedRootSchema = v.object({
  sha256: v.pipe(v.string(), v.regex(FINGERPRINT_PATTERN)),
  label: v.pipe(v.string(), v.maxLength(200)),
});

/** Whom a probe asks: `https:`, and nothing in it that would tell who the user is. */
export const ReferenceSchema = v.object({
  url: v.pipe(
    v.string(),
    v.startsWith('https://'),
    v.maxLength(2000),
    v.check((url) => URL.canParse(url) && new URL(url).username === '' && new URL(url).password === ''),
  ),
});

/** One that fails proves nothing: three are asked. */
const REFERENCES = ['crypto.cloudflare.com/cdn-cgi/trace', 'cloudflare-ech.com/cdn-cgi/trace', 'tls-ech.dev/'];

/** Whom the network check asks beside the chosen one. */
const CHECK_RESOLVERS = ['cloudflare', 'quad9', 'google'];

/** Settings that are one value. */
const VALUES = {
  resolver: ResolverChoiceSchema,
  ask: v.picklist(['every-site', 'on-click']),
  privateWindows: v.boolean(),
  measurePages: v.picklist(MEASURE_PAGES),
  testNetwork: v.boolean(),
  secondResolver: ResolverChoiceSchema,
};

/** Settings that are a list, and how many of its entries count. */
const LISTS = {
  expectedRoots: { entry: ExpectedRootSchema, most: Number.POSITIVE_INFINITY },
  references: { entry: ReferenceSchema, most: 5 },
  checkResolvers: { entry: ResolverChoiceSchema, most: 4 },
};

export type ResolverChoice = v.InferOutput<typeof ResolverChoiceSchema>;
export type ExpectedRoot = v.InferOutput<typeof ExpectedRootSchema>;

/** What the user can choose. */
export interface Choices {
  /** Null until the user chose one: then nobody is asked. */
  resolver: ResolverChoice | null;
  /** Whether a visit asks the resolver, or only a click. */
  ask: 'every-site' | 'on-click';
  privateWindows: boolean;
  /** Whether a page behind a provider that tells is asked how its connection was opened (Chrome). The site and its provider notice. */
  measurePages: MeasurePages;
  /** Whether reference hosts are asked, once a network, if this browser uses ECH with them (Chrome). */
  testNetwork: boolean;
  expectedRoots: ExpectedRoot[];
  /** Hosts that take ECH: they are reached when the user wants to find out why a site's was not used. */
  references: v.InferOutput<typeof ReferenceSchema>[];
  /** Who gives a second opinion when the user asks for one; null: see secondChoice. */
  secondResolver: ResolverChoice | null;
  /** Asked about reference hosts by the network check, beside the chosen one. */
  checkResolvers: ResolverChoice[];
}

export type SettingField = keyof Choices;

export const SETTING_FIELDS = [...Object.keys(VALUES), ...Object.keys(LISTS)] as SettingField[];

const DEFAULT_CHOICES: Choices = {
  resolver: null,
  ask: 'every-site',
  privateWindows: false,
  measurePages: 'on-click',
  testNetwork: false,
  expectedRoots: [],
  references: REFERENCES.map((address) => ({ url: `https://${address}` })),
  secondResolver: null,
  checkResolvers: CHECK_RESOLVERS.map((id) => ({ kind: 'preset', id })),
};

/** Something stored that cannot be understood, and so is not used. */
export interface StoredProblem {
  field: SettingField;
  /** Which entry of a list, from 0; null for all of the setting. */
  index: number | null;
  /** What is wrong with the address of a resolver, where that is all. */
  template: TemplateProblem | null;
}

export interface ChoicesReading {
  /** What the user chose. What is absent was not chosen, or cannot be understood. */
  choices: Partial<Choices>;
  problems: StoredProblem[];
}

const NamedTemplateSchema = v.object({ kind: v.literal('custom'), template: v.string() });

function problemOf(field: SettingField, value: unknown, index: number | null = null): StoredProblem {
  const template = v.is(NamedTemplateSchema, value) ? parseTemplate(value.template) : null;
  return { field, index, template: template === null || template.ok ? null : template.error };
}

/** What is stored, by field, or whatever else storage holds. A bad entry of a list spoils no other. */
export function readChoices(stored: unknown): ChoicesReading {
  const values = (stored ?? {}) as Partial<Record<string, unknown>>;
  const choices: Partial<Record<string, unknown>> = {};
  const problems: StoredProblem[] = [];
  for (const field of SETTING_FIELDS) {
    const value = values[field] ?? null;
    if (value === null) continue;
    if (!isList(field)) {
      const result = v.safeParse(VALUES[field], value);
      if (result.success) choices[field] = result.output;
      else problems.push(problemOf(field, value));
    } else if (Array.isArray(value)) {
      const { entry, most } = LISTS[field];
      const good = value.flatMap((one: unknown, index) => {
        const result = v.safeParse(entry, one);
        if (!result.success) problems.push(problemOf(field, one, index));
        return result.success ? [result.output] : [];
      });
      // Whom nobody named is not asked in the place of somebody whose name is spoilt.
      if (good.length > 0 || value.length === 0 || field === 'checkResolvers') choices[field] = good.slice(0, most);
    } else problems.push(problemOf(field, value));
  }
  return { choices: choices as Partial<Choices>, problems };
}

export const isList = (field: SettingField): field is keyof typeof LISTS => field in LISTS;

/** Of a list as it is stored, the entries that can be understood. */
export const isEntry = (field: keyof typeof LISTS, entry: unknown): boolean => v.is(LISTS[field].entry, entry);

/** What an organisation may take out of the user's hands. */
export type LockedField = 'resolver' | 'ask' | 'measurePages' | 'testNetwork' | 'references' | 'checkResolvers';

/** What it has decided, besides the fields themselves. */
export interface Managed {
  locked: LockedField[];
  /** Fingerprints of the authorities that it expects. */
  roots: string[];
  /** Names, and `*.` before a name for it and all below: no resolver is asked about these. */
  neverAsk: string[];
  /** It has decided whom to ask, and has not been heard of since the browser started: nobody is asked. */
  isAwaited: boolean;
  /** The browser failed to say what it has decided: the rest is what was known before. */
  isUnreadable: boolean;
}

export interface Settings extends Choices {
  /** False while what the user chose could not be read: then nobody is asked. */
  isKnown: boolean;
  managed: Managed;
}

/** Pauses, in milliseconds, before the reads that follow one that failed, of settings or of policy. */
export const READ_RETRY_DELAYS_MS: readonly number[] = [1_000, 5_000, 30_000];

const NOT_MANAGED: Managed = { locked: [], roots: [], neverAsk: [], isAwaited: false, isUnreadable: false };

export const DEFAULT_SETTINGS: Settings = { ...DEFAULT_CHOICES, isKnown: true, managed: NOT_MANAGED };

/** Settings out of what is stored by field, or of anything else that storage holds, where there is no policy. */
export function parseSettings(stored: unknown): Settings {
  const { choices, problems } = readChoices(stored);
  // It may have said that only a click asks.
  const isAskSpoilt = problems.some(({ field }) => field === 'ask');
  return { ...DEFAULT_SETTINGS, ...(isAskSpoilt && { ask: 'on-click' }), ...choices };
}

function addressOf(choice: ResolverChoice): string | null {
  if (choice.kind === 'custom') return choice.template;
  const preset = RESOLVER_PRESETS.find(({ id }) => id === choice.id);
  if (preset === undefined) return null;
  if (!preset.template.includes('{profile}')) return preset.template;
  return choice.profile === undefined ? null : preset.template.replace('{profile}', choice.profile);
}

/** The resolver to ask, or null when none was chosen (a NextDNS choice without a profile is none). */
export function templateOf(choice: ResolverChoice | null): DohTemplate | null {
  const address = choice === null ? null : addressOf(choice);
  const template = address === null ? null : parseTemplate(address);
  return template?.ok ? template.value : null;
}

/** Its address in normal form, by which resolvers are compared. */
export const resolverTemplate = (choice: ResolverChoice | null): string | null => templateOf(choice)?.base ?? null;

/** Documented as leaving nothing out of their answers: the first that is not the chosen one is asked. */
const SECOND_RESOLVERS = ['cloudflare', 'mullvad'];

/** The resolver to ask for a second opinion, never the one that was asked for the first; nobody where the first is locked. */
export function secondChoice({ resolver, secondResolver, isKnown, managed }: Settings): ResolverChoice | null {
  if (!isKnown || managed.isAwaited || managed.locked.includes('resolver')) return null;
  const asked = resolverIdentity(resolver)?.host;
  const candidates = [secondResolver, ...SECOND_RESOLVERS.map((id): ResolverChoice => ({ kind: 'preset', id }))];
  return candidates.find((choice) => ![undefined, asked].includes(resolverIdentity(choice)?.host)) ?? null;
}

/** Whom the network check asks: the chosen one first, and nobody twice. */
export function checkedResolvers({ resolver, checkResolvers }: Settings): ResolverChoice[] {
  const choices = [resolver, ...checkResolvers].filter((choice) => choice !== null);
  const templates = choices.map(resolverTemplate);
  return choices.filter((_, index) => {
    const template = templates[index] ?? null;
    return template !== null && templates.indexOf(template) === index;
  });
}

/** How to name the chosen resolver on screen. */
export function resolverIdentity(choice: ResolverChoice | null): ResolverIdentity | null {
  const template = resolverTemplate(choice);
  if (choice === null || template === null) return null;
  const host = new URL(template).hostname;
  const preset = choice.kind === 'preset' ? RESOLVER_PRESETS.find(({ id }) => id === choice.id) : undefined;
  return { name: preset?.name ?? host, host };
}
