// One parser reads the addresses of resolvers: what it gives is the resolver's identity, and what a policy may name can be asked.

import fc from 'fast-check';
import * as v from 'valibot';
import { expect, it, vi } from 'vitest';
import { expandTemplate } from '../../src/doh/template.ts';
import { parseTemplate } from '../../src/shared/doh-template.ts';
import { parsePolicy } from '../../src/shared/managed.ts';
import { RequestSchema } from '../../src/shared/message-schemas.ts';
import { parseSettings, resolverIdentity, templateOf } from '../../src/shared/settings.ts';
import { numRuns, timeoutMs } from './mutations.ts';

vi.setConfig({ testTimeout: timeoutMs });

/** Pieces that parsers are likely to disagree about, and anything else. */
const piece = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('https://', 'HTTPS://', 'http://', 'r.example', 'R.Example', '.', ':443', ':8443'),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom('/', '/q', '/../', '?', '?k=v', '&', '=', '#', '{?dns}', '{&dns}', '{', '}', 'dns='),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '%',
      '%2',
      '%2D',
      '%2d',
      '%25',
      '%64ns',
      '@',
      'user:x@',
      ' ',
      '\\',
      'bücher',
      '[::1]',
      '127.1',
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 3 }) },
);
const pieces = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(''));
const address = fc.oneof(
  pieces,
  pieces.map((rest) => `https://r.example${rest}`),
);

const check = (property: (text: string) => void): void =>
  fc.assert(fc.property(address, property), { numRuns: numRuns * 4 });

it('what is parsed, written and parsed again is the same', () => {
  check((text) => {
    const template = parseTemplate(text);
    if (!template.ok) return;
    const { base } = template.value;
    expect(parseTemplate(base)).toEqual(template);
    expect(parseTemplate(`${base}${base.includes('?') ? '{&dns}' : '{?dns}'}`)).toEqual(template);
  });
});

it('what is accepted expands to one dns parameter behind everything else, at the same host', () => {
  check((text) => {
    const template = parseTemplate(text);
    if (!template.ok) return;
    const url = new URL(expandTemplate(template.value, Uint8Array.of(0, 0, 251)));
    expect([url.protocol, url.host, url.hash, url.username]).toEqual(['https:', template.value.host, '', '']);
    expect(url.searchParams.getAll('dns')).toEqual(['AAD7']);
    expect(url.href.endsWith('dns=AAD7')).toBe(true);
  });
});

it('settings, policy and messages accept an address exactly when it can be asked', () => {
  check((text) => {
    const template = parseTemplate(text);
    const expected = template.ok ? template.value : null;
    const choice = { kind: 'custom', template: text } as const;
    expect(templateOf(choice)).toEqual(expected);
    expect(templateOf(parseSettings({ resolver: choice }).resolver)).toEqual(expected);
    expect(resolverIdentity(choice) === null).toBe(expected === null);
    const { policy, problems } = parsePolicy({ resolver: { template: text } });
    expect(templateOf(policy.choices.resolver ?? null)).toEqual(expected);
    expect(problems).toHaveLength(template.ok ? 0 : 1);
    expect(v.is(RequestSchema, { kind: 'test-canary', template: text })).toBe(template.ok);
  });
});
