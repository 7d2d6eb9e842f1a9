import { describe, expect, it } from 'vitest';
import chromiumExample from '../../../.github/policies/chromium-policies.json';
import firefoxExample from '../../../.github/policies/firefox-policies.json';
import manifest from '../../../manifest.json';
import {
  isBinding,
  isExcluded,
  managedSettings,
  NO_READING,
  POLICY_FIELDS,
  parsePolicy,
  reachableReferences,
} from '../../../src/shared/managed.ts';
import { DEFAULT_SETTINGS, secondChoice } from '../../../src/shared/settings.ts';

const SHA = 'ab'.repeat(32);
const EMPTY = parsePolicy({}).policy;

const policyOf = (values: Record<string, unknown>) => parsePolicy(values).policy;
const problemsOf = (values: Record<string, unknown>) => parsePolicy(values).problems;
const settingsOf = (values: Record<string, unknown>, stored: unknown = undefined) =>
  managedSettings(stored, { ...NO_READING, ...parsePolicy(values), hasPolicy: true });

describe('the example files', () => {
  const firefox = firefoxExample.policies['3rdparty'].Extensions;
  const chromium = Object.values(chromiumExample['3rdparty'].extensions);

  it('give every field, are good, and say the same', () => {
    const values = firefox[manifest.browser_specific_settings.gecko.id as keyof typeof firefox];
    expect(Object.keys(values)).toEqual(POLICY_FIELDS);
    expect(problemsOf(values)).toEqual([]);
    expect(chromium).toEqual([values]);
  });
});

describe('a good field', () => {
  it.each([
    [{ preset: 'quad9' }, { kind: 'preset', id: 'quad9' }],
    [
      { preset: 'nextdns', profile: 'abc123' },
      { kind: 'preset', id: 'nextdns', profile: 'abc123' },
    ],
    [{ template: 'https://r.example/dns-query' }, { kind: 'custom', template: 'https://r.example/dns-query' }],
    [{ template: 'https://r.example/q{?dns}' }, { kind: 'custom', template: 'https://r.example/q' }],
    [{ template: 'HTTPS://R.example/q' }, { kind: 'custom', template: 'https://r.example/q' }],
    [{ template: 'https://r.example/q?k=v{&dns}' }, { kind: 'custom', template: 'https://r.example/q?k=v' }],
  ])('resolver %j', (resolver, choice) => {
    expect(parsePolicy({ resolver })).toEqual({ policy: { ...EMPTY, choices: { resolver: choice } }, problems: [] });
  });

  it.each(['every-site', 'on-click'])('mode %s', (mode) => {
    expect(parsePolicy({ mode })).toEqual({ policy: { ...EMPTY, choices: { ask: mode } }, problems: [] });
  });

  it.each(['on-click', 'automatic', 'never'])('measurePages %s', (measurePages) => {
    expect(parsePolicy({ measurePages })).toEqual({ policy: { ...EMPTY, choices: { measurePages } }, problems: [] });
  });

  it.each([true, false])('testNetwork %s', (testNetwork) => {
    expect(parsePolicy({ testNetwork })).toEqual({ policy: { ...EMPTY, choices: { testNetwork } }, problems: [] });
  });

  it.each([true, false])('lock %s', (lock) => {
    expect(parsePolicy({ lock })).toEqual({ policy: { ...EMPTY, lock }, problems: [] });
  });

  it('referenceHosts, as hosts, with a path or as addresses', () => {
    const { policy, problems } = parsePolicy({
      referenceHosts: ['a.example', 'b.example/trace', 'https://c.example/x'],
    });
    expect(policy.choices.references).toEqual([
      { url: 'https://a.example' },
      { url: 'https://b.example/trace' },
      { url: 'https://c.example/x' },
    ]);
    expect(problems).toEqual([]);
  });

  it('referenceHosts, each once: the same host asked twice proves no more', () => {
    const { policy } = parsePolicy({
      referenceHosts: ['a.example', 'A.example:443/trace', 'a.example:8443', 'b.example'],
    });
    expect(policy.choices.references?.map(({ url }) => url)).toEqual([
      'https://a.example',
      'https://a.example:8443',
      'https://b.example',
    ]);
  });

  it('checkResolvers, each as a resolver, or nobody', () => {
    const checkResolvers = [{ preset: 'quad9' }, { template: 'https://r.example/dns-query' }];
    expect(parsePolicy({ checkResolvers })).toEqual({
      policy: {
        ...EMPTY,
        choices: {
          checkResolvers: [
            { kind: 'preset', id: 'quad9' },
            { kind: 'custom', template: 'https://r.example/dns-query' },
          ],
        },
      },
      problems: [],
    });
    expect(policyOf({ checkResolvers: [] }).choices).toEqual({ checkResolvers: [] });
  });

  it('expectedRoots, as certificate viewers write them, with a label or without', () => {
    const { policy, problems } = parsePolicy({
      expectedRoots: [{ sha256: Array(32).fill('AB').join(':'), label: 'Proxy' }, { sha256: 'cd'.repeat(32) }],
    });
    expect(policy.expectedRoots).toEqual([
      { sha256: SHA, label: 'Proxy' },
      { sha256: 'cd'.repeat(32), label: 'cdcdcdcd' },
    ]);
    expect(problems).toEqual([]);
  });

  it('neverAsk, in the form of the hosts of pages', () => {
    const { policy, problems } = parsePolicy({ neverAsk: ['Intranet.Example.', '*.corp.example', 'bücher.example'] });
    expect(policy.neverAsk).toEqual(['intranet.example', '*.corp.example', 'xn--bcher-kva.example']);
    expect(problems).toEqual([]);
  });
});

describe('a bad field is reported and nothing of it is taken', () => {
  it.each<[Record<string, unknown>, string]>([
    [{ resolver: 'quad9' }, 'policy_bad_resolver'],
    [{ resolver: null }, 'policy_bad_resolver'],
    [{ resolver: {} }, 'policy_bad_resolver'],
    [{ resolver: { preset: 'quad9', template: 'https://r.example/' } }, 'policy_bad_resolver'],
    [{ resolver: { preset: 'quad9', more: 1 } }, 'policy_bad_resolver'],
    [{ resolver: { preset: 'nobody' } }, 'policy_bad_preset'],
    [{ resolver: { preset: 'nextdns' } }, 'policy_bad_profile'],
    [{ resolver: { preset: 'nextdns', profile: '../x' } }, 'policy_bad_profile'],
    [{ resolver: { preset: 'quad9', profile: 'abc' } }, 'policy_bad_profile'],
    [{ resolver: { template: 'http://r.example/' } }, 'policy_template_not_https'],
    [{ resolver: { template: 'r.example' } }, 'policy_template_not_a_url'],
    [{ resolver: { template: 'https://user:secret@r.example/' } }, 'policy_template_credentials'],
    [{ resolver: { template: 'https://r.example/{?x}' } }, 'policy_template_variable'],
    [{ resolver: { template: 'https://r.example/q?k=v{?dns}' } }, 'policy_template_variable'],
    [{ resolver: { template: 'https://r.example/?dns=AAAA' } }, 'policy_template_variable'],
    [{ resolver: { template: 'https://r.example/#x' } }, 'policy_template_fragment'],
    [{ resolver: { template: `https://r.example/${'x'.repeat(2000)}` } }, 'policy_template_too_long'],
    [{ lock: 'yes' }, 'policy_not_boolean'],
    [{ lock: 1 }, 'policy_not_boolean'],
    [{ mode: 'never' }, 'policy_bad_mode'],
    [{ mode: null }, 'policy_bad_mode'],
    [{ measurePages: true }, 'policy_bad_measure_pages'],
    [{ measurePages: 'always' }, 'policy_bad_measure_pages'],
    [{ testNetwork: 'yes' }, 'policy_not_boolean'],
    [{ referenceHosts: 'a.example' }, 'policy_not_a_list'],
    [{ checkResolvers: { preset: 'quad9' } }, 'policy_not_a_list'],
    [{ expectedRoots: {} }, 'policy_not_a_list'],
    [{ neverAsk: 'corp.example' }, 'policy_not_a_list'],
    [{ nevrAsk: [] }, 'policy_unknown_field'],
  ])('%j', (values, key) => {
    const { policy, problems } = parsePolicy(values);
    expect(policy).toEqual(EMPTY);
    expect(problems).toEqual([{ key, args: Object.keys(values).map((field) => ({ field })) }]);
  });

  it.each<[string, unknown]>([
    ['referenceHosts', 5],
    ['referenceHosts', 'http://a.example'],
    ['referenceHosts', 'https://user@a.example'],
    ['referenceHosts', ''],
    ['expectedRoots', SHA],
    ['expectedRoots', { sha256: 'abcd' }],
    ['expectedRoots', { sha256: SHA, label: 'x'.repeat(201) }],
    ['neverAsk', 5],
    ['neverAsk', ''],
    ['neverAsk', '*'],
    ['neverAsk', '*.'],
    ['neverAsk', 'https://corp.example'],
    ['neverAsk', 'corp.example/path'],
    ['neverAsk', 'corp.example:8443'],
    ['neverAsk', 'a.*.example'],
    ['neverAsk', `${'a'.repeat(60)}.`.repeat(5)],
  ])('%s: an entry %j, and the others hold', (field, entry) => {
    const good: Record<string, unknown> = { expectedRoots: { sha256: SHA, label: 'x' } };
    const { policy, problems } = parsePolicy({ [field]: [entry, good[field] ?? 'good.example'] });
    const key = {
      referenceHosts: 'policy_bad_reference',
      expectedRoots: 'policy_bad_root',
      neverAsk: 'policy_bad_name',
    };
    expect(problems).toEqual([{ key: key[field as keyof typeof key], args: [{ field: `${field}[0]` }] }]);
    const taken = [policy.choices.references ?? [], policy.expectedRoots, policy.neverAsk].map(({ length }) => length);
    expect(taken.reduce((sum, count) => sum + count)).toBe(1);
  });

  it.each<[unknown, string]>([
    ['quad9', 'policy_bad_resolver'],
    [{ preset: 'nobody' }, 'policy_bad_preset'],
    [{ preset: 'nextdns' }, 'policy_bad_profile'],
    [{ template: 'http://r.example/' }, 'policy_template_not_https'],
  ])('checkResolvers: an entry %j, with what is wrong with it, and the others hold', (entry, key) => {
    const { policy, problems } = parsePolicy({ checkResolvers: [entry, { preset: 'mullvad' }] });
    expect(problems).toEqual([{ key, args: [{ field: 'checkResolvers[0]' }] }]);
    expect(policy.choices.checkResolvers).toEqual([{ kind: 'preset', id: 'mullvad' }]);
    // Whom nobody named is not asked in their place.
    expect(policyOf({ checkResolvers: [entry] }).choices).toEqual({ checkResolvers: [] });
  });

  it('applies the other fields', () => {
    const { policy, problems } = parsePolicy({ lock: true, mode: 'x', resolver: { preset: 'mullvad' }, neverAsk: 7 });
    expect(policy).toMatchObject({ lock: true, choices: { resolver: { id: 'mullvad' } }, neverAsk: [] });
    expect(problems.map(({ args }) => args[0])).toEqual([{ field: 'mode' }, { field: 'neverAsk' }]);
  });

  it('limits the length of lists and of reports', () => {
    const many = parsePolicy({ neverAsk: Array.from({ length: 5000 }, (_, n) => `host-${n}.example`) });
    expect(many.policy.neverAsk).toHaveLength(1000);
    expect(many.problems).toEqual([{ key: 'policy_list_too_long', args: [{ field: 'neverAsk' }, { count: 1000 }] }]);
    expect(problemsOf({ neverAsk: Array(900).fill('?') })).toHaveLength(50);
    expect(problemsOf({ referenceHosts: Array(6).fill('a.example') })).toHaveLength(1);
    expect(policyOf({ checkResolvers: Array(6).fill({ preset: 'quad9' }) }).choices.checkResolvers).toHaveLength(4);
    expect(JSON.stringify(problemsOf({ ['x'.repeat(5000)]: 1 })).length).toBeLessThan(130);
  });
});

it('reference hosts that no resolver is asked about are not named as such', () => {
  const settings = settingsOf({ neverAsk: ['*.cloudflare.com', 'tls-ech.dev'] });
  expect(reachableReferences(settings).map(({ url }) => new URL(url).host)).toEqual(['cloudflare-ech.com']);
});

describe('what holds', () => {
  const QUAD9 = { kind: 'preset', id: 'quad9' };
  const MULLVAD = { kind: 'preset', id: 'mullvad' };
  const DECIDED = { resolver: { preset: 'quad9' }, mode: 'on-click', referenceHosts: ['r.example'] };

  it('without policy is what the user chose', () => {
    expect(managedSettings({ resolver: MULLVAD }, NO_READING)).toEqual({ ...DEFAULT_SETTINGS, resolver: MULLVAD });
  });

  it('without lock is what the user chose, and policy where nothing was', () => {
    const stored = { resolver: MULLVAD };
    expect(settingsOf(DECIDED, stored)).toMatchObject({ resolver: MULLVAD, ask: 'on-click', managed: { locked: [] } });
    expect(settingsOf(DECIDED, { ask: 'every-site' })).toMatchObject({ resolver: QUAD9, ask: 'every-site' });
    expect(settingsOf(DECIDED)).toMatchObject({ resolver: QUAD9, references: [{ url: 'https://r.example' }] });
  });

  it('without lock is policy where what is stored is damaged', () => {
    expect(settingsOf(DECIDED, { resolver: { kind: 'preset', id: 'nobody' } })).toMatchObject({ resolver: QUAD9 });
    expect(settingsOf(DECIDED, 'damaged')).toMatchObject({ resolver: QUAD9, ask: 'on-click' });
  });

  it('applies locked policy to the fields that it sets and to no other', () => {
    const stored = { resolver: MULLVAD, ask: 'every-site', privateWindows: true };
    expect(settingsOf({ ...DECIDED, lock: true }, stored)).toMatchObject({
      resolver: QUAD9,
      ask: 'on-click',
      privateWindows: true,
      managed: { locked: ['resolver', 'ask', 'references'] },
    });
    const { ask, managed } = settingsOf({ resolver: { preset: 'quad9' }, lock: true }, stored);
    expect({ ask, locked: managed.locked }).toEqual({ ask: 'every-site', locked: ['resolver'] });
  });

  it('under lock the network check asks whom policy names, and else whom the user chose', () => {
    const stored = { checkResolvers: [MULLVAD] };
    const checkResolvers = [{ preset: 'quad9' }];
    expect(settingsOf({ checkResolvers, lock: true }, stored)).toMatchObject({
      checkResolvers: [QUAD9],
      managed: { locked: ['checkResolvers'] },
    });
    expect(settingsOf({ checkResolvers }, stored)).toMatchObject({ checkResolvers: [MULLVAD] });
    expect(settingsOf({ checkResolvers: [] })).toMatchObject({ checkResolvers: [] });
  });

  it('a bad field under lock is not locked', () => {
    const { resolver, managed } = settingsOf({ resolver: { preset: 'nobody' }, lock: true }, { resolver: MULLVAD });
    expect({ resolver, locked: managed.locked }).toEqual({ resolver: MULLVAD, locked: [] });
  });

  it('a locked resolver has no second one beside it', () => {
    expect(secondChoice(settingsOf({ resolver: { preset: 'quad9' } }))).not.toBeNull();
    expect(secondChoice(settingsOf({ resolver: { preset: 'quad9' }, lock: true }))).toBeNull();
  });

  it.each([true, false])('authorities of policy stand beside the user’s, with lock %s', (lock) => {
    const own = { sha256: 'cd'.repeat(32), label: 'Mine' };
    const stored = { expectedRoots: [own, { sha256: SHA, label: 'Known' }] };
    const { expectedRoots, managed } = settingsOf({ lock, expectedRoots: [{ sha256: SHA, label: 'Theirs' }] }, stored);
    expect(expectedRoots).toEqual([{ sha256: SHA, label: 'Theirs' }, own]);
    expect(managed.roots).toEqual([SHA]);
  });

  it('nobody is asked while policy is awaited', () => {
    const awaited = managedSettings({ resolver: MULLVAD }, { ...NO_READING, isAwaited: true });
    expect(awaited).toMatchObject({ resolver: null, managed: { isAwaited: true } });
    expect(secondChoice(awaited)).toBeNull();
  });
});

it.each<[Record<string, unknown>, boolean]>([
  [{}, false],
  [{ resolver: { preset: 'quad9' } }, false],
  [{ lock: true }, true],
  [{ neverAsk: ['corp.example'] }, true],
  [{ neverAsk: ['?'] }, false],
])('whether %j binds: %s', (values, expected) => {
  expect(isBinding(policyOf(values))).toBe(expected);
});

it.each([
  ['corp.example', ['corp.example'], true],
  ['www.corp.example', ['corp.example'], false],
  ['corp.example', ['*.corp.example'], true],
  ['a.b.corp.example', ['*.corp.example'], true],
  ['notcorp.example', ['*.corp.example'], false],
  ['corp.example.com', ['*.corp.example'], false],
  ['corp.example', [], false],
  ['_8443._https.corp.example', ['corp.example'], true],
  ['_443._https._8443._https.corp.example', ['corp.example'], true],
  ['_1._HTTPS._2._https.a.Corp.example..', ['*.corp.example'], true],
  ['corp.example.', ['corp.example'], true],
  ['CORP.example', ['corp.example'], true],
  ['_8443._tcp.corp.example', ['corp.example'], false],
  ['notcorp.example', ['*.corp.example'], false],
  ['b.example', ['a.example', 'b.example'], true],
])('whether %s is barred by %j: %s', (host, names, expected) => {
  expect(isExcluded(host, names)).toBe(expected);
});
