import { describe, expect, it } from 'vitest';
import { RESOLVER_PRESETS } from '../../../src/shared/resolvers.ts';
import { DEFAULT_SETTINGS, parseSettings, resolverIdentity, resolverTemplate } from '../../../src/shared/settings.ts';

describe('parseSettings', () => {
  it.each([undefined, null, 'text', 7, [], { ask: 1, resolver: 'x' }])('makes the defaults of %j', (stored) => {
    expect(parseSettings(stored)).toEqual(DEFAULT_SETTINGS);
  });

  it('keeps what is sound beside what is damaged', () => {
    const stored = {
      resolver: { kind: 'preset', id: 'nobody' },
      ask: 'on-click',
      privateWindows: 'yes',
      expectedRoots: [{}],
    };
    expect(parseSettings(stored)).toEqual({ ...DEFAULT_SETTINGS, ask: 'on-click' });
  });

  it.each(['http://r.example/', 'javascript:alert(1)', '', 'https://', 'https://{?dns}', 'https://[', 'https://a b/'])(
    'has no resolver %s',
    (template) => {
      expect(parseSettings({ resolver: { kind: 'custom', template } }).resolver).toBeNull();
    },
  );
});

describe('resolvers', () => {
  it('are the ten that were looked up', () => {
    expect(RESOLVER_PRESETS).toHaveLength(10);
    for (const { template, policyUrl } of RESOLVER_PRESETS)
      expect([template, policyUrl].join(' ')).toMatch(/^https:\S+ https:\S+$/);
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
