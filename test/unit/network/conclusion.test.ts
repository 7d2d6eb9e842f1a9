// What the network check concludes, as a table: what each network does, alone and two at once, and when nothing can be said.

import { describe, expect, it } from 'vitest';
import type { ClassifiedAnswer } from '../../../src/doh/answer-class.ts';
import { type Conclusion, concludeNetworkCheck } from '../../../src/network/conclusion.ts';
import type {
  CheckedReference,
  CheckedResolver,
  CheckFacts,
  ReferenceResult,
  WhyFailed,
} from '../../../src/network/measurements.ts';
import { whyFailed } from '../../../src/network/request-outcome.ts';
import type { RootFacts } from '../../../src/shared/facts.ts';
import type { AnswerClass } from '../../../src/shared/lookup.ts';
import { textsOf } from '../arguments.ts';

const HOSTS = ['one.example', 'two.example', 'three.example'];
const BUILT_IN: RootFacts = { sha256: 'cd'.repeat(32), subject: 'CN=Shipped Root', builtIn: true };
const ADDED: RootFacts = { sha256: 'ab'.repeat(32), subject: 'CN=Example Inspection', builtIn: false };

const answer = (kind: AnswerClass, change: Partial<ClassifiedAnswer> = {}): ClassifiedAnswer => ({
  class: kind,
  latencyMs: 20,
  authenticated: kind === 'ech' ? false : null,
  validationFailed: false,
  servfail: false,
  extendedErrors: [],
  ...change,
});
/** The same answer about every host, or one for each. */
const resolver = (name: string, ...answers: (AnswerClass | ClassifiedAnswer | null)[]): CheckedResolver => ({
  name,
  host: `${name.toLowerCase()}.example`,
  isChosen: name === 'Chosen',
  answers: HOSTS.map((host, index) => {
    const given = answers[index] ?? answers[0] ?? null;
    return { host, answer: typeof given === 'string' ? answer(given) : given };
  }),
});
const told = (usedEch: boolean, root: RootFacts | null = BUILT_IN): ReferenceResult => ({
  kind: 'reported',
  usedEch,
  by: 'browser',
  usedPrivateDns: true,
  root,
});
const failed = (why: WhyFailed = 'other'): ReferenceResult => ({
  kind: 'failed',
  why,
});
const references = (...results: (ReferenceResult | null)[]): CheckedReference[] =>
  results.map((result, index) => ({ host: HOSTS[index] ?? '', result }));

const clean = (change: Partial<CheckFacts> = {}): CheckFacts => ({
  browser: 'firefox',
  online: true,
  ended: 'done',
  resolvers: [resolver('Chosen', 'ech'), resolver('Other', 'ech')],
  references: references(told(true), told(true), told(true)),
  canary: [{ by: 'system', resolver: null, state: 'not-set' }],
  httpsRecordSupport: null,
  expectedRoots: [],
  ...change,
});
const never = references(told(false), told(false), told(false));
const intercepted = references(told(false, ADDED), told(false, ADDED), told(false, ADDED));
const silent = [resolver('Chosen', 'unreachable'), resolver('Other', 'timed-out')];

/** `possible`, `off dns`, `unknown offline`, with the evidence; then the means, by kind and by whom. */
function inShort(conclusion: Conclusion): [string, string] {
  const kind =
    conclusion.kind === 'off'
      ? `off ${conclusion.by.join('+')}`
      : conclusion.kind === 'unknown'
        ? `unknown ${conclusion.reason}`
        : conclusion.kind;
  const means = conclusion.blocking.map(
    (one) => `${one.kind}${'resolver' in one && one.resolver ? `:${one.resolver}` : ''}`,
  );
  return [`${kind}, ${conclusion.evidence}`, means.join(' ')];
}

const CASES: [string, CheckFacts, string, string][] = [
  ['clean', clean(), 'possible, measured', ''],
  [
    'one success among misses',
    clean({ references: references(told(false), told(true), told(false)) }),
    'possible, measured',
    '',
  ],
  [
    'one success, and nothing else ended',
    clean({ references: references(told(true), null, null), resolvers: [], ended: 'stopped' }),
    'possible, measured',
    '',
  ],
  ['one success, and no resolver answers', clean({ resolvers: silent }), 'possible, measured', ''],
  [
    'the canary alone',
    clean({ canary: [{ by: 'system', resolver: null, state: 'set' }] }),
    'possible, measured',
    'canary',
  ],
  [
    'the chosen resolver strips, the browser asks another',
    clean({ resolvers: [resolver('Chosen', 'no-ech'), resolver('Other', 'ech')] }),
    'possible, measured',
    'stripped:Chosen',
  ],

  ['never, and resolvers have the keys', clean({ references: never }), 'off-undecided, inferred', ''],
  ['never, and no resolver answers', clean({ references: never, resolvers: silent }), 'off-undecided, inferred', ''],
  [
    'two misses and one silence',
    clean({ references: references(told(false), told(false), failed()) }),
    'unknown too-few, unknown',
    '',
  ],
  [
    'two misses where a third host would not tell',
    clean({ browser: 'chromium', references: references(told(false), told(false), { kind: 'not-sent' }) }),
    'off-undecided, inferred',
    '',
  ],
  [
    'one miss proves nothing',
    clean({ references: references(told(false), failed(), failed()) }),
    'unknown too-few, unknown',
    '',
  ],
  [
    'three misses, two of them by an added authority',
    clean({ references: references(told(false, ADDED), told(false, ADDED), told(false)) }),
    'unknown varied, unknown',
    'interception',
  ],
  [
    'one miss and what nobody tells',
    clean({ references: references(told(false), { kind: 'not-sent' }) }),
    'unknown too-few, unknown',
    '',
  ],
  [
    'never, the chosen one strips and another does not',
    clean({ references: never, resolvers: [resolver('Chosen', 'no-ech'), resolver('Other', 'ech')] }),
    'off-undecided, inferred',
    'stripped:Chosen',
  ],

  ...(
    [
      ['no-ech', 'stripped'],
      ['no-record', 'no-record'],
      ['name-error', 'no-record'],
      ['refused', 'fails'],
      ['server-failure', 'fails'],
      ['malformed', 'damaged'],
      ['withheld', 'blocked'],
    ] as [AnswerClass, string][]
  ).flatMap(([kind, means]): typeof CASES => [
    [
      `${kind} by every resolver`,
      clean({ references: never, resolvers: [resolver('Chosen', kind), resolver('Other', kind)] }),
      'off dns, inferred',
      `${means}:Chosen ${means}:Other`,
    ],
    [
      `${kind} by the only one that answers`,
      clean({ references: never, resolvers: [resolver('Chosen', kind), resolver('Other', 'unreachable')] }),
      'off dns, inferred',
      `${means}:Chosen`,
    ],
    [
      `${kind}, and ECH is used all the same`,
      clean({ resolvers: [resolver('Chosen', kind)] }),
      'possible, measured',
      `${means}:Chosen`,
    ],
  ]),
  [
    'a reference host that publishes no key any more',
    clean({
      references: never,
      resolvers: [resolver('Chosen', 'no-record', 'ech', 'ech'), resolver('Other', 'no-record', 'ech', 'ech')],
    }),
    'off-undecided, inferred',
    'no-record:Chosen no-record:Other',
  ],
  [
    'two such hosts leave one miss',
    clean({ references: never, resolvers: [resolver('Chosen', 'no-record', 'no-record', 'ech')] }),
    'unknown varied, unknown',
    'no-record:Chosen',
  ],

  ['interception', clean({ references: intercepted }), 'off interception, measured', 'interception'],
  [
    'interception by an authority that is expected',
    clean({ references: intercepted, expectedRoots: [ADDED.sha256] }),
    'off-undecided, inferred',
    '',
  ],
  [
    'interception, and ECH is used',
    clean({ references: references(told(true, ADDED), told(true, ADDED)) }),
    'possible, measured',
    'interception',
  ],
  [
    'interception of some',
    clean({ references: references(told(false, ADDED), told(false), told(false)) }),
    'off-undecided, inferred',
    'interception',
  ],

  [
    'interception and stripping',
    clean({
      references: intercepted,
      resolvers: [resolver('Chosen', 'no-ech'), resolver('Other', 'no-ech')],
    }),
    'off interception+dns, inferred',
    'interception stripped:Chosen stripped:Other',
  ],
  [
    'interception of one, dropping for the others',
    clean({
      references: references(told(false, ADDED), told(false), told(false)),
      resolvers: [resolver('Chosen', 'ech', 'no-record', 'no-record')],
    }),
    'off interception+dns, inferred',
    'interception no-record:Chosen',
  ],
  [
    'canary and dropping',
    clean({
      references: never,
      resolvers: [resolver('Chosen', 'no-record')],
      canary: [{ by: 'system', resolver: null, state: 'set' }],
    }),
    'off dns, inferred',
    'no-record:Chosen canary',
  ],
  [
    'canary and a policy',
    clean({ references: never, canary: [{ by: 'system', resolver: null, state: 'set' }] }),
    'off-undecided, inferred',
    'canary',
  ],
  [
    'two ways by two resolvers',
    clean({ references: never, resolvers: [resolver('Chosen', 'withheld'), resolver('Other', 'no-ech')] }),
    'off dns, inferred',
    'blocked:Chosen stripped:Other',
  ],
  [
    'two ways by one resolver',
    clean({ references: never, resolvers: [resolver('Chosen', 'no-ech', 'no-record')] }),
    'off dns, inferred',
    'stripped:Chosen no-record:Chosen',
  ],

  ['stopped', clean({ references: references(null, null, null), ended: 'stopped' }), 'unknown stopped, unknown', ''],
  [
    'stopped after one miss',
    clean({ references: references(told(false), null, null), ended: 'stopped' }),
    'unknown stopped, unknown',
    '',
  ],
  ['stopped after enough misses', clean({ references: never, ended: 'stopped' }), 'off-undecided, inferred', ''],
  [
    'offline',
    clean({ online: false, references: references(failed(), failed()), resolvers: silent }),
    'unknown offline, unknown',
    '',
  ],
  [
    'nothing answers',
    clean({ references: references(failed(), failed()), resolvers: silent }),
    'unknown nothing-answers, unknown',
    '',
  ],
  [
    'nothing answers in time',
    clean({ references: references(null, null), resolvers: [resolver('Chosen', null)], ended: 'time-limit' }),
    'unknown nothing-answers, unknown',
    '',
  ],
  [
    'a portal',
    clean({ references: references(failed('certificate'), failed('certificate')), resolvers: silent }),
    'unknown captive-portal, unknown',
    '',
  ],
  [
    'half broken: resolvers answer alone',
    clean({ references: references(failed(), null) }),
    'unknown references-silent, unknown',
    '',
  ],
  [
    'an interception that this browser does not trust',
    clean({ references: references(failed('certificate'), failed('certificate')) }),
    'unknown references-untrusted, unknown',
    '',
  ],
  [
    'a network that resets every connection with ECH: no impostor',
    clean({ references: references(...['PR_CONNECT_RESET_ERROR', 'PR_END_OF_FILE_ERROR'].map(whyFailed).map(failed)) }),
    'unknown references-cut-off, unknown',
    '',
  ],
  [
    'some connections are cut off',
    clean({ references: references(failed('cut-off'), failed('timed-out')) }),
    'unknown references-silent, unknown',
    '',
  ],
  [
    'names that no resolver of the browser knows',
    clean({ references: references(failed('name-not-resolved')) }),
    'unknown references-silent, unknown',
    '',
  ],
  [
    'nobody tells',
    clean({ browser: 'chromium', references: references({ kind: 'unreported' }, { kind: 'not-sent' }) }),
    'unknown unreported, unknown',
    '',
  ],
  [
    'nobody was asked',
    clean({ browser: 'chromium', references: references({ kind: 'not-sent' }) }),
    'unknown unreported, unknown',
    '',
  ],
  ['no host to ask about', clean({ references: [] }), 'unknown no-references, unknown', ''],
  [
    'no host to ask about, and offline',
    clean({ references: [], resolvers: [], online: false }),
    'unknown no-references, unknown',
    '',
  ],
  [
    'half broken: reference hosts answer alone',
    clean({ references: never, resolvers: silent, canary: [{ by: 'system', resolver: null, state: 'unknown' }] }),
    'off-undecided, inferred',
    '',
  ],
  [
    'hosts that policy keeps from resolvers behind their aliases',
    clean({ references: never, resolvers: [resolver('Chosen', 'excluded-by-policy')] }),
    'off-undecided, inferred',
    '',
  ],
];

describe('concludeNetworkCheck', () => {
  it.each(CASES)('%s', (_, facts, conclusion, means) => {
    expect(inShort(concludeNetworkCheck(facts))).toEqual([conclusion, means]);
  });
});

it.each<[string, Partial<CheckFacts>, string | null]>([
  ['Chrome shows no certificates', { browser: 'chromium', references: never }, 'unseen'],
  ['the browser’s own authorities', { references: never }, null],
  ['an expected authority', { references: intercepted, expectedRoots: [ADDED.sha256] }, 'expected'],
  [
    'an expected authority for one of three',
    { references: references(told(false, ADDED), told(false), told(false)), expectedRoots: [ADDED.sha256] },
    'expected',
  ],
])('where policy and resolver cannot be told apart, so perhaps somebody in between: %s', (_, change, inspection) => {
  expect(concludeNetworkCheck(clean(change))).toMatchObject({ kind: 'off-undecided', inspection });
});

describe('findings', () => {
  const findings = (change: Partial<CheckFacts>) =>
    concludeNetworkCheck(clean(change)).findings.map(({ kind, evidence, args }) =>
      [kind, evidence, ...textsOf(args)].join(' '),
    );

  it('of requests: used and not used are measured, silence is unknown', () => {
    const results = references(told(true), { ...told(false), by: 'trace' } as ReferenceResult, failed('certificate'));
    expect(findings({ references: results })).toEqual(
      expect.arrayContaining([
        'used-browser measured one.example',
        'not-used-trace measured two.example',
        'not-trusted unknown three.example',
      ]),
    );
    const kinds = (...whys: WhyFailed[]) =>
      findings({ references: references(...whys.map(failed)) }).map((one) => one.split(' ')[0]);
    expect(kinds('name-not-resolved', 'tls-handshake', 'cut-off').slice(0, 3)).toEqual([
      'not-resolved',
      'no-tls',
      'cut-off',
    ]);
    expect(kinds('timed-out', 'refused', 'proxy').slice(0, 3)).toEqual(['timed-out', 'refused', 'proxy-failed']);
    expect(kinds('blocked', 'other').slice(0, 2)).toEqual(['request-blocked', 'failed']);
    expect(findings({ references: references(null, { kind: 'unreported' }, { kind: 'not-sent' }) })).toEqual(
      expect.arrayContaining([
        'unfinished unknown one.example',
        'unreported unknown two.example',
        'not-sent unknown three.example',
      ]),
    );
  });

  it('of a resolver in the local network: the permission that it may lack, measured where the browser says so', () => {
    const found = (kind: AnswerClass) => findings({ resolvers: [resolver('Chosen', kind), resolver('Other', 'ech')] });
    expect(found('local-network-denied')).toContain('resolver-local-network-denied measured Chosen');
    expect(found('local-network')).toContain('resolver-local-network unknown Chosen');
    expect(found('unreachable')).toContain('resolver-silent unknown Chosen');
  });

  it('keys that resolvers have and the browser does not use point at the browser', () => {
    expect(findings({ references: never })).toContain('keys-not-used measured 2 2');
    expect(
      findings({ references: never, resolvers: [resolver('Chosen', 'no-record'), resolver('Other', 'ech')] }),
    ).toContain('keys-not-used measured 1 2');
    expect(findings({ references: never, resolvers: silent }).join()).not.toContain('keys-not-used');
    expect(findings({}).join()).not.toContain('keys-not-used');
  });

  it('of certificates: Firefox tells, Chrome does not', () => {
    expect(findings({})).toContain('roots-built-in measured 3');
    expect(findings({ references: references(told(true, ADDED)), expectedRoots: [ADDED.sha256] })).toContain(
      'root-expected measured CN=Example Inspection',
    );
    expect(findings({ references: intercepted }).join()).not.toContain('root');
    expect(findings({ browser: 'chromium', references: references(told(true, null)) })).toContain(
      'certificates-unreported unknown',
    );
  });

  it('of DNSSEC: a rewritten record fails where somebody validates', () => {
    const resolvers = [
      resolver('Chosen', answer('server-failure', { servfail: true })),
      resolver('Other', answer('ech', { authenticated: true })),
      resolver('Third', answer('server-failure', { validationFailed: true })),
      resolver('Fourth', 'no-ech'),
    ];
    expect(findings({ resolvers })).toEqual(
      expect.arrayContaining([
        'failure-unlike-others inferred Chosen',
        'validation-failed measured Third',
        'rewritten-signed inferred Fourth',
      ]),
    );
    const servfail = resolver('Chosen', answer('server-failure', { servfail: true }));
    expect(findings({ resolvers: [servfail] }).join()).not.toContain('unlike');
    // An HTTP error is the resolver's own trouble: a limit on questions, an outage.
    const httpError = resolver('Chosen', 'server-failure');
    expect(findings({ resolvers: [httpError, resolver('Other', 'ech')] }).join()).not.toContain('unlike');
    expect(findings({ resolvers: [resolver('Fourth', 'no-ech'), resolver('Other', 'ech')] }).join()).not.toContain(
      'signed',
    );
  });

  it.each([
    ['yes', 'records-reach measured'],
    ['no', 'records-not-seen inferred'],
    ['unknown', 'records-unreported unknown'],
  ] as const)('of records that reach the browser: %s', (httpsRecordSupport, expected) => {
    expect(findings({ httpsRecordSupport, references: never })).toContain(expected);
  });

  it('records that came too late are not held against a connection with ECH', () => {
    for (const httpsRecordSupport of ['no', 'unknown'] as const)
      expect(findings({ httpsRecordSupport }).join()).not.toContain('records');
    expect(findings({ httpsRecordSupport: 'yes' })).toContain('records-reach measured');
  });

  it('a resolver that never answers is named, an unfinished one is not', () => {
    expect(findings({ resolvers: silent })).toContain('resolver-silent unknown Other');
    expect(findings({ resolvers: [resolver('Chosen', 'timed-out', 'ech')] }).join()).not.toContain('silent');
  });
});
