// What the user chose, as stored in storage.local. Reading never fails: a field that is damaged falls back to its default
// and the others are kept. What an organisation decides by policy comes on top: managed.ts. Imports shared only.

import * as v from 'valibot';
import { type DohTemplate, parseTemplate } from './doh-template.ts';
import type { ResolverIdentity } from './facts.ts';
import { RESOLVER_PRESETS } from './resolvers.ts';

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

const SettingsSchema = v.object({
  /** Null until the user chose one: then nobody is asked. */
  resolver: v.fallback(v.nullable(ResolverChoiceSchema), null),
  /** Whether a visit asks the resolver, or only a click. */
  ask: v.fallback(v.picklist(['every-site', 'on-click']), 'every-site'),
  privateWindows: v.fallback(v.boolean(), false),
  expectedRoots: v.fallback(v.array(ExpectedRootSchema), []),
  /** Hosts that take ECH: they are reached when the user wants to find out why a site's was not used. */
  references: v.fallback(
    v.pipe(v.array(ReferenceSchema), v.maxLength(5)),
    REFERENCES.map((address) => ({ url: `https://${address}` })),
  ),
  /** Who gives a second opinion when the user asks for one; null: see secondChoice. */
  secondResolver: v.fallback(v.nullable(ResolverChoiceSchema), null),
  /** Asked about reference hosts by the network check, beside the chosen one. */
  checkResolvers: v.fallback(
    v.pipe(v.array(ResolverChoiceSchema), v.maxLength(4)),
    CHECK_RESOLVERS.map((id) => ({ kind: 'preset' as const, id })),
  ),
});

export type ResolverChoice = v.InferOutput<typeof ResolverChoiceSchema>;
export type ExpectedRoot = v.InferOutput<typeof ExpectedRootSchema>;
/** What is stored: only what the user changed is in there. */
export type Choices = v.InferOutput<typeof SettingsSchema>;

/** What an organisation may take out of the user's hands. */
export type LockedField = 'resolver' | 'ask' | 'references' | 'checkResolvers';

/** What it has decided, besides the fields themselves. */
export interface Managed {
  locked: LockedField[];
  /** Fingerprints of the authorities that it expects. */
  roots: string[];
  /** Names, and `*.` before a name for it and all below: no resolver is asked about these. */
  neverAsk: string[];
  /** It has decided whom to ask, and has not been heard of since the browser started: nobody is asked. */
  isAwaited: boolean;
}

export interface Settings extends Choices {
  managed: Managed;
}

const NOT_MANAGED: Managed = { locked: [], roots: [], neverAsk: [], isAwaited: false };

export const DEFAULT_SETTINGS: Settings = { ...v.parse(SettingsSchema, {}), managed: NOT_MANAGED };

/** Settings out of anything that storage holds, where there is no policy. */
export function parseSettings(stored: unknown): Settings {
  const result = v.safeParse(SettingsSchema, stored ?? {});
  return result.success ? { ...result.output, managed: NOT_MANAGED } : DEFAULT_SETTINGS;
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
export function secondChoice({ resolver, secondResolver, managed }: Settings): ResolverChoice | null {
  if (managed.isAwaited || managed.locked.includes('resolver')) return null;
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
