// Alt-Svc headers at random and by the grammar of RFC 7838 §3: any text is read to its end, without a throw and within bounds; what the
// grammar makes is read back; and no text beside it hides an alternative.

import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { type AlternativeService, heardElsewhere, parseAltSvc } from '../../src/shared/alt-svc.ts';
import { numRuns, timeoutMs } from './mutations.ts';

vi.setConfig({ testTimeout: timeoutMs });

const TOKEN_CHARACTERS = [..."!#$%&'*+-.^_`|~09azAZ"];
const PIECES = [
  'h3',
  '=',
  '"',
  ':',
  '444',
  '443',
  ',',
  ';',
  ' ',
  '\t',
  'ma',
  'clear',
  '\\',
  '[',
  ']',
  '%',
  'é',
  '\u0000',
  'a.b',
];
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join('')),
);
const ORIGIN = { host: 'news.example', port: 443 };

/** As the RFC has it: escaped where a token cannot hold it, and only there. */
const escaped = (protocol: string): string =>
  [...protocol]
    .map((one) =>
      TOKEN_CHARACTERS.includes(one) && one !== '%'
        ? one
        : `%${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('');

const quoted = (value: string): string => `"${value.replace(/["\\]/g, '\\$&')}"`;
const space = fc.constantFrom('', ' ', '\t ');

interface Written {
  alternative: AlternativeService;
  written: string;
}

const alternative: fc.Arbitrary<Written> = fc
  .record({
    protocol: fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 8 }),
    host: fc.constantFrom(null, 'alt.example', '[2001:db8::1]', '192.0.2.1'),
    port: fc.integer({ min: 1, max: 65_535 }),
    maxAge: fc.option(fc.integer({ min: 0, max: 2 ** 31 })),
    isQuoted: fc.boolean(),
    unknown: fc.array(fc.string({ unit: fc.constantFrom(...'a",;=\\ '), maxLength: 5 }), { maxLength: 3 }),
    before: space,
    after: space,
  })
  .map(({ protocol: octets, host, port, maxAge, isQuoted, unknown, before, after }) => {
    const protocol = String.fromCharCode(...octets);
    const parameters = [
      ...unknown.map((value) => `x=${quoted(value)}`),
      ...(maxAge === null ? [] : [`ma=${isQuoted ? quoted(String(maxAge)) : maxAge}`]),
    ];
    const written = [`${escaped(protocol)}=${quoted(`${host ?? ''}:${port}`)}`, ...parameters].join(
      `${before};${after}`,
    );
    return { alternative: { protocol, host, port, maxAgeSeconds: maxAge ?? 86_400 }, written };
  });

it('reads back what the grammar makes', () => {
  fc.assert(
    fc.property(fc.array(alternative, { minLength: 1, maxLength: 5 }), space, (all, between) => {
      expect(parseAltSvc(all.map(({ written }) => written).join(`${between},${between}`))).toEqual({
        isValid: true,
        clears: false,
        alternatives: all.map(({ alternative }) => alternative),
      });
    }),
    { numRuns },
  );
});

it('reads any text, and gives nothing that is none', () => {
  fc.assert(
    fc.property(text, (value) => {
      for (const { protocol, host, port, maxAgeSeconds } of parseAltSvc(value).alternatives) {
        expect(protocol).not.toBe('');
        expect(host).not.toBe('');
        expect(port > 0 && port <= 65_535 && maxAgeSeconds >= 0 && maxAgeSeconds <= 2 ** 31).toBe(true);
      }
    }),
    { numRuns },
  );
});

it('no alternative is hidden by what stands before it', () => {
  // An open quotation mark swallows what follows, in browsers too.
  const before = text.filter((value) => !/["\\]/.test(value) && !value.includes('clear'));
  fc.assert(
    fc.property(before, (value) => {
      expect(parseAltSvc(`${value}, h3=":444"`).alternatives.at(-1)).toMatchObject({ protocol: 'h3', port: 444 });
    }),
    { numRuns },
  );
});

it('of thousands a few are kept, and of those that lead nowhere none', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 65_535 }), { maxLength: 3_000 }), (ports) => {
      const heard = heardElsewhere(ports.map((port) => `h3=":${port}"`).join(), ORIGIN);
      const elsewhere = new Set(ports.filter((port) => port < 1_024 && port !== 443));
      expect(heard?.services.length ?? 0).toBe(Math.min(16, elsewhere.size));
    }),
    { numRuns: Math.ceil(numRuns / 10) },
  );
});

it.each(['h3=":444",', '"', '\\"', 'h3=":444";', ' ', '=', 'h3="[', 'ma=1;'])('64 KB of %j come to an end', (piece) => {
  const value = piece.repeat(65_536 / piece.length);
  expect(heardElsewhere(value, ORIGIN)?.services.length ?? 0).toBeLessThanOrEqual(1);
});
