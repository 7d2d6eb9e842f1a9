import { describe, expect, it } from 'vitest';
import { judge } from '../../lab/agreement.ts';
import { falsehoodsIn } from '../../lab/falsehoods.ts';
import type { LabSite } from '../../lab/lab.ts';
import { isBorrowed, isSameSite, readingsOf } from '../../lab/readings.ts';
import { TRACE_PATH } from '../../lab/site.ts';
import { handshake, request, visit } from './visit.ts';

const hidden = { echAccepted: true, outerName: 'public.example' };
const named = (host: string, others: object = {}) => request({ host, outerName: host }, others);
const plain = (host: string, others: object = {}) => request({ scheme: 'http', host }, others);
/** Over the connection that brought the document, or another. */
const borrowed = (host: string, others: object = {}) =>
  request({ ...hidden, innerName: 'hidden.example', host, ...others });
const spare = handshake({ outerName: 'img.hidden.example' });
const HINT = 'https://img.hidden.example/hinted?a';
const interception = { intercepted: new Set(['added']) };

describe('what could be read in a visit', () => {
  it.each([
    ['nothing of a visit that hid all', visit(hidden), []],
    ['nothing of the document’s own connection', visit({ echAccepted: false, outerName: 'hidden.example' }), []],
    [
      'nothing of a spare connection behind the document’s own public name',
      visit(
        { echAccepted: true, outerName: 'cover.hidden.example' },
        { handshakes: [handshake({ echAccepted: true, outerName: 'cover.hidden.example' })] },
      ),
      [],
    ],
    ['nothing of strangers', visit(hidden, { before: [named('t.example')], after: [named('cdn.example')] }), []],
    ['a hop of the site', visit(hidden, { before: [named('www.hidden.example')] }), ['same-site-before']],
    ['a hop of the very host', visit(hidden, { before: [named('hidden.example')] }), ['same-site-before']],
    ['another host of the site', visit(hidden, { after: [named('img.hidden.example')] }), ['same-site-exposed']],
    ['a later connection to the host', visit(hidden, { after: [named('hidden.example')] }), ['later']],
    [
      'a connection with ECH whose public name is another of the site',
      visit(hidden, { after: [request({ ...hidden, outerName: 'edge.hidden.example' })] }),
      ['same-site-exposed'],
    ],
    [
      'a connection over the other transport',
      visit(hidden, {
        handshakes: [handshake({ transport: 'quic', outerName: 'hidden.example', error: 'under way' })],
      }),
      ['race'],
    ],
    [
      'nothing of one behind the public name',
      visit(hidden, { handshakes: [handshake({ transport: 'quic', ...hidden })] }),
      [],
    ],
    ['a plain hop of the site', visit(hidden, { before: [plain('hidden.example:80')] }), ['http-hop']],
    [
      'a plain hop of a stranger that redirects to it',
      visit(hidden, { before: [plain('t.example', { location: 'https://Hidden.example./x' })] }),
      ['http-hop'],
    ],
    [
      'a plain hop of a stranger whose address holds it',
      visit(hidden, { before: [plain('t.example', { query: 'to=https%3A%2F%2Fhidden.example%2F' })] }),
      ['http-hop'],
    ],
    ['a plain hop that redirects elsewhere', visit(hidden, { before: [plain('t.example', { location: '/x' })] }), []],
    ['a plain request for the site', visit(hidden, { after: [plain('hidden.example')] }), ['same-site-exposed']],
    [
      'a plain request to a stranger with a Referer',
      visit(hidden, { after: [plain('t.example', { headers: { Referer: ['https://hidden.example/'] } })] }),
      ['http-hop'],
    ],
    [
      'an intercepted sibling',
      visit(hidden, {
        after: [request({ ...hidden, host: 'img.hidden.example' }, { site: 'added' })],
        ...interception,
      }),
      ['intercepted'],
    ],
    [
      'an intercepted stranger that is told the site',
      visit(hidden, {
        after: [named('t.example', { site: 'added', headers: { Referer: ['https://hidden.example/'] } })],
        ...interception,
      }),
      ['intercepted-elsewhere'],
    ],
    [
      'an intercepted stranger that is told nothing',
      visit(hidden, { after: [named('t.example', { site: 'added' })], ...interception }),
      [],
    ],
    ['a query', visit(hidden, { plainQueries: [{ name: '_8443._https.hidden.example', type: 'HTTPS' }] }), ['dns']],
    ['a proxy that was told an address', visit(hidden, { proxied: [{ proxy: 'socks', told: '203.0.113.1' }] }), []],
    [
      'a proxy that was told the name',
      visit(hidden, { proxied: [{ proxy: 'socks', told: 'hidden.example' }] }),
      ['proxy'],
    ],
    [
      'nothing of a sibling on the document’s connection',
      visit(hidden, { after: [borrowed('img.hidden.example')] }),
      [],
    ],
    [
      'nothing of a sibling on a stranger’s connection',
      visit(hidden, {
        after: [borrowed('img.hidden.example', { echAccepted: false, outerName: 't.example', innerName: 't.example' })],
      }),
      [],
    ],
    [
      'the sibling for whom a connection was opened, when it carries another',
      visit(hidden, {
        after: [
          borrowed('t.example', {
            echAccepted: false,
            outerName: 'img.hidden.example',
            innerName: 'img.hidden.example',
          }),
        ],
      }),
      ['same-site-exposed'],
    ],
    ['nothing where no page was served', visit(undefined, { before: [named('hidden.example')] }), []],
  ])('%s', (_, witness, leaks) => {
    expect(readingsOf('firefox', witness).map(({ leak }) => leak)).toEqual(leaks);
  });

  it('names the worst first, and each name once a way', () => {
    const img = named('img.hidden.example');
    const before = [named('www.hidden.example'), plain('hidden.example')];
    const witness = visit(hidden, { before, after: [img, img, named('a.hidden.example')] });
    const described = readingsOf('firefox', witness).map(({ leak, name }) => `${leak} ${name}`);
    expect(described).toEqual([
      'http-hop hidden.example',
      'same-site-before www.hidden.example',
      'same-site-exposed img.hidden.example',
      'same-site-exposed a.hidden.example',
    ]);
  });

  it.each([
    ['carried no request', { error: '' }, 'unused-connection'],
    ['ended with the client', { error: 'read tcp: connection reset by peer' }, 'unused-connection'],
    ['failed', { error: 'remote error: tls: bad certificate' }, 'unanswered'],
  ])('a handshake that %s', (_, others, unreported) => {
    const witness = visit(hidden, { handshakes: [handshake({ outerName: 'img.hidden.example', ...others })] });
    expect(readingsOf('firefox', witness)).toMatchObject([{ name: 'img.hidden.example', unreported }]);
  });

  it.each([
    ['firefox', 'which is reported by the request', undefined],
    ['chromium', 'which is as unreported as any', 'unused-connection'],
  ] as const)('a spare connection beside a shared one in %s, %s', (name, _, unreported) => {
    const witness = visit(hidden, { after: [borrowed('img.hidden.example')], handshakes: [spare] });
    expect(readingsOf(name, witness)).toMatchObject([{ name: 'img.hidden.example', unreported }]);
  });

  it.each([
    ['firefox', undefined],
    ['chromium', 'early-hint'],
  ] as const)('what %s loads for an early hint', (name, unreported) => {
    const seen = { host: 'img.hidden.example', outerName: 'img.hidden.example', path: '/hinted' };
    const witness = visit(hidden, { after: [request(seen, { query: 'a' })], hinted: new Set([HINT]) });
    expect(readingsOf(name, witness)).toMatchObject([{ leak: 'same-site-exposed', unreported }]);
  });

  it('a handshake that failed with a host that answered another', () => {
    const failed = handshake({ outerName: 'img.hidden.example', error: 'the lab reset it' });
    const witness = visit(hidden, { after: [named('img.hidden.example')], handshakes: [failed] });
    expect(readingsOf('firefox', witness)).toMatchObject([{ unreported: undefined }]);
  });

  it.each([
    ['firefox', true, undefined],
    ['chromium', true, 'asked-again'],
    ['chromium', false, undefined],
  ] as const)('what %s asked again on a connection of its own', (name, misdirected, unreported) => {
    const shared = request({ ...hidden, host: 'img.hidden.example' }, { site: 'hidden', misdirected });
    const witness = visit(hidden, { after: [shared, named('img.hidden.example')] });
    expect(readingsOf(name, witness)).toMatchObject([{ leak: 'same-site-exposed', unreported }]);
  });

  it('takes no handshake twice that carried a request', () => {
    const connection = 3;
    const witness = visit(hidden, {
      handshakes: [handshake({ outerName: 'img.hidden.example', connection })],
      after: [named('img.hidden.example', { connection })],
    });
    expect(readingsOf('firefox', witness)).toMatchObject([{ unreported: undefined }]);
  });

  it('says what Chromium reports to no extension', () => {
    const witness = visit(hidden, {
      plainQueries: [{ name: 'hidden.example', type: 'A' }],
      intercepted: new Set(['hidden']),
    });
    const unreported = (name: 'firefox' | 'chromium') => readingsOf(name, witness).map((reading) => reading.unreported);
    expect(unreported('chromium')).toEqual(['certificate', 'dns']);
    expect(unreported('firefox')).toEqual([undefined, undefined]);
  });
});

it.each([
  ['another’s', { innerName: 'a.example' }, true],
  ['its own', { innerName: 'hidden.example' }, false],
  ['its own, on another port', { innerName: 'hidden.example', host: 'hidden.example:8443' }, false],
  ['none with a name, as to an address', { innerName: '', host: '127.0.0.1' }, false],
  ['no TLS', { scheme: 'http', innerName: '' }, false],
])('a request over %s', (_, seen, expected) => {
  expect(isBorrowed(request(seen).seen)).toBe(expected);
});

it.each([
  ['hidden.example', 'img.hidden.example:8443', true],
  ['img.hidden.example.', 'Hidden.example', true],
  ['a.example.co.uk', 'b.example.co.uk', true],
  ['one.example', 'other.example', false],
  ['203.0.113.1', '198.51.113.1', false],
  ['127.0.0.1', '127.0.0.1:443', true],
  ['hidden.example', '', false],
  ['', '', false],
])('%s and %s are one site: %s', (one, other, same) => {
  expect(isSameSite(one, other)).toBe(same);
});

describe.each(['firefox', 'chromium'] as const)('in %s', (name) => {
  const site = { id: 'hidden' } as LabSite;
  const claim = { verdict: 'hidden', evidence: 'measured', networkReads: undefined, cause: undefined };
  const trace = request({ ...hidden, path: TRACE_PATH }, { site: 'hidden' });
  const truth = visit(hidden, { after: [trace], providers: new Set(['hidden']) });

  it.each(falsehoodsIn(name).map((falsehood) => [falsehood.what, falsehood] as const))(
    'notices a lie about %s',
    (_, falsehood) => {
      expect(judge(name, site, claim, truth).kind).toBe('agrees');
      const { kind } = judge(name, site, claim, falsehood.falsify(truth.request ?? request(hidden), truth));
      expect(kind).toBe(falsehood.unreported?.[name] === undefined ? 'disagrees' : 'unreported');
    },
  );
});
