import { describe, expect, it } from 'vitest';
import { RESOLVER_PRESETS } from '../../../src/shared/resolvers.ts';
import {
  checkedResolvers,
  DEFAULT_SETTINGS,
  parseSettings,
  readChoices,
  resolverIdentity,
  resolverTemplate,
  secondChoice,
} from '../../../src/shared/settings.ts';

describe('parseSettings', () => {
  it.each([undefined, null, 'text', 7, [], { privateWindows: 1, resolver: 'x' }])(
    'makes the defaults of %j',
    (stored) => {
      expect(parseSettings(stored)).toEqual(DEFAULT_SETTINGS);
    },
  );

  it('keeps what is sound beside what is damaged', () => {
    const stored = {
      resolver: { kind: 'preset', id: 'nobody' },
      ask: 'on-click',
      privateWindows: 'yes',
      expectedRoots: [{}],
    };
    expect(parseSettings(stored)).toEqual({ ...DEFAULT_SETTINGS, ask: 'on-click' });
  });

  it.each([1, 'sometimes', {}])('asks on a click alone where the user may have said so: %j', (ask) => {
    expect(parseSettings({ ask })).toEqual({ ...DEFAULT_SETTINGS, ask: 'on-click' });
  });

  it('keeps the valid certificate authorities beside a malformed one', () => {
    const root = { sha256: 'ab'.repeat(32), label: 'Office' };
    const expectedRoots = [{ sha256: 'AB' }, root, null, { ...root, label: 7 }];
    expect(parseSettings({ expectedRoots }).expectedRoots).toEqual([root]);
    const problems = [0, 2, 3].map((index) => ({ field: 'expectedRoots', index, template: null }));
    expect(readChoices({ expectedRoots }).problems).toEqual(problems);
  });

  it('asks nobody in the place of a resolver that is damaged', () => {
    const quad9 = { kind: 'preset', id: 'quad9' };
    expect(parseSettings({ checkResolvers: [quad9, { kind: 'preset', id: 'nobody' }] }).checkResolvers).toEqual([
      quad9,
    ]);
    expect(parseSettings({ checkResolvers: [{}] }).checkResolvers).toEqual([]);
  });

  it.each([
    ['http://r.example/', 'not-https'],
    ['https://r.example/q?k=v{?dns}', 'variable'],
    ['r.example', 'not-a-url'],
  ])('says what is wrong with a stored resolver %s', (template, problem) => {
    expect(readChoices({ resolver: { kind: 'custom', template } })).toEqual({
      choices: {},
      problems: [{ field: 'resolver', index: null, template: problem }],
    });
  });

  it.each(['http://r.example/', 'javascript:alert(1)', '', 'https://', 'https://{?dns}', 'https://[', 'https://a b/'])(
    'has no resolver %s',
    (template) => {
      expect(parseSettings({ resolver: { kind: 'custom', template } }).resolver).toBeNull();
    },
  );
});

describe('references', () => {
  it('are three, since one that fails proves nothing', () => {
    expect(DEFAULT_SETTINGS.references).toHaveLength(3);
  });

  it.each([
    'http://r.example/',
    'https://user@r.example/',
    'https://u:p@r.example/',
    'https://',
    'javascript:alert(1)',
    '',
  ])('are those that are good where one is %s, and the default where none is', (url) => {
    const good = { url: 'https://good.example/' };
    expect(parseSettings({ references: [good, { url }] }).references).toEqual([good]);
    expect(parseSettings({ references: [{ url }] })).toEqual(DEFAULT_SETTINGS);
  });

  it('are five at most', () => {
    const of = (count: number) => Array(count).fill({ url: 'https://good.example/' });
    expect(parseSettings({ references: of(5) }).references).toEqual(of(5));
    expect(parseSettings({ references: of(6) }).references).toEqual(of(5));
  });
});

describe('the second resolver', () => {
  const second = (settings: object) => resolverIdentity(secondChoice({ ...DEFAULT_SETTINGS, ...settings }))?.host;

  it('is the first that leaves nothing out and is not the chosen one', () => {
    expect(second({})).toBe('cloudflare-dns.com');
    expect(second({ resolver: { kind: 'preset', id: 'quad9' } })).toBe('cloudflare-dns.com');
    expect(second({ resolver: { kind: 'preset', id: 'cloudflare' } })).toBe('dns.mullvad.net');
    expect(second({ resolver: { kind: 'custom', template: 'https://cloudflare-dns.com/other' } })).toBe(
      'dns.mullvad.net',
    );
  });

  it('is the user’s own choice, unless that is the first one too', () => {
    const own = { kind: 'custom', template: 'https://r.example/q' };
    expect(second({ secondResolver: own })).toBe('r.example');
    expect(second({ secondResolver: own, resolver: own })).toBe('cloudflare-dns.com');
    expect(second({ secondResolver: { kind: 'preset', id: 'nextdns' } })).toBe('cloudflare-dns.com');
  });
});

describe('resolvers', () => {
  it('of ours are written in normal form', () => {
    const isPlain = ({ filtering }: (typeof RESOLVER_PRESETS)[number]) => filtering !== 'profile';
    for (const { id, template } of RESOLVER_PRESETS.filter(isPlain))
      expect(resolverTemplate({ kind: 'preset', id })).toBe(template);
  });

  it('have an id each, and a template over HTTPS', () => {
    expect(new Set(RESOLVER_PRESETS.map(({ id }) => id)).size).toBe(RESOLVER_PRESETS.length);
    for (const { template } of RESOLVER_PRESETS) expect(template).toMatch(/^https:\S+$/);
  });

  it('NextDNS needs a profile', () => {
    expect(resolverTemplate({ kind: 'preset', id: 'nextdns' })).toBeNull();
    expect(resolverTemplate({ kind: 'preset', id: 'nextdns', profile: 'abc123' })).toBe(
      'https://dns.nextdns.io/abc123',
    );
  });

  it('are named by preset, or by the host of a template', () => {
    expect(resolverIdentity({ kind: 'preset', id: 'quad9' })).toEqual({ name: 'Quad9', host: 'dns.quad9.net' });
    expect(resolverIdentity({ kind: 'custom', template: 'https://r.example/q{?dns}' })).toEqual({
      name: 'r.example',
      host: 'r.example',
    });
    expect(resolverIdentity(null)).toBeNull();
  });
});

describe('checkedResolvers', () => {
  const templates = (settings: object) => checkedResolvers(parseSettings(settings)).map(resolverTemplate);
  const own = { kind: 'custom', template: 'https://own.example/dns-query' };

  it('begins with the chosen one', () => {
    expect(templates({ resolver: own })).toHaveLength(4);
    expect(templates({ resolver: own })[0]).toBe(own.template);
    expect(templates({})).toHaveLength(3);
  });

  it('names a resolver once, however often it is spelled', () => {
    const spellings = ['https://Own.example:443/dns-query', 'https://own.example/dns-query{?dns}'];
    const checkResolvers = spellings.map((template) => ({ kind: 'custom', template }));
    expect(templates({ resolver: own, checkResolvers })).toEqual([own.template]);
    const quad9 = { kind: 'custom', template: 'HTTPS://DNS.quad9.net/dns-query' };
    expect(templates({ resolver: quad9, checkResolvers: [{ kind: 'preset', id: 'quad9' }] })).toHaveLength(1);
  });

  it('names nobody twice, nor a choice that lacks its profile', () => {
    const nextdns = { kind: 'preset', id: 'nextdns' };
    expect(templates({ resolver: own, checkResolvers: [own, nextdns, own] })).toEqual([own.template]);
  });
});
