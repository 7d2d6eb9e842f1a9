import { describe, expect, it } from 'vitest';
import { type Claim, judge, judgeVisit, servedAs } from '../../lab/agreement.ts';
import type { LabSite } from '../../lab/lab.ts';
import type { ProxyId } from '../../lab/proxy.ts';
import { hides } from '../../lab/site-parts.ts';
import { handshake, request, visit } from './visit.ts';

const site = { id: 'hidden', tls: { names: ['hidden.example'] } } as unknown as LabSite;
const misleading = { ...site, misleadsInference: true };
const local = { ...site, unasked: 'local-address' } as const;
const homely = { ...site, unasked: 'local-name' } as const;

const accepted = visit({ echAccepted: true, outerName: 'public.example' });
const refused = visit({ echAccepted: false, outerName: 'hidden.example' });
const intercepted = visit({ echAccepted: true, outerName: 'public.example' }, { intercepted: new Set(['hidden']) });
const interceptedPlain = visit(
  { echAccepted: false, outerName: 'hidden.example' },
  { intercepted: new Set(['hidden']) },
);
const cleartextIntercepted = visit(
  { scheme: 'http', echAccepted: false, outerName: '' },
  { after: [request({ host: 'img.hidden.example' }, { site: 'added' })], intercepted: new Set(['added']) },
);
const cleartext = visit({ scheme: 'http', echAccepted: false, outerName: '' });
const none = visit(undefined);

const claim = (verdict: string, evidence = 'measured', networkReads?: string, cause?: string): Claim => ({
  verdict,
  evidence,
  networkReads,
  cause,
});
/** With a cause. */
const owning = (verdict: string, cause: string): Claim => claim(verdict, 'measured', undefined, cause);

describe('the popup and the document’s own connection', () => {
  it.each([
    ['hidden, and so it was', site, claim('hidden', 'measured', 'public.example'), accepted, 'agrees'],
    ['hidden, but ECH was refused', site, claim('hidden'), refused, 'disagrees'],
    ['hidden behind another name', site, claim('hidden', 'measured', 'cover.example'), accepted, 'disagrees'],
    ['hidden, but intercepted', site, claim('hidden'), intercepted, 'disagrees'],
    ['exposed, but intercepted', site, claim('exposed'), interceptedPlain, 'disagrees'],
    ['cleartext, but a sibling was intercepted', site, claim('cleartext'), cleartextIntercepted, 'disagrees'],
    ['intercepted, and so it was', site, claim('intercepted'), intercepted, 'agrees'],
    ['partly hidden, but ECH was refused', site, claim('partly-hidden'), refused, 'disagrees'],
    ['exposed, and so it was', site, claim('exposed', 'measured', 'hidden.example'), refused, 'agrees'],
    ['exposed, but ECH was taken', misleading, claim('exposed'), accepted, 'disagrees'],
    ['offered and not used, but taken', site, claim('offered-not-used'), accepted, 'disagrees'],
    ['offered and not used, and so it was', site, claim('offered-not-used'), refused, 'agrees'],
    ['probably exposed, but taken', site, claim('exposed', 'inferred'), accepted, 'disagrees'],
    ['probably exposed where the lab misleads', misleading, claim('exposed', 'inferred'), accepted, 'could-not-know'],
    ['likely hidden, and so it was', site, claim('likely-hidden', 'inferred', 'public.example'), accepted, 'agrees'],
    ['likely hidden, but refused', site, claim('likely-hidden', 'inferred'), refused, 'disagrees'],
    ['likely hidden where the lab misleads', misleading, claim('likely-hidden', 'inferred'), refused, 'could-not-know'],
    ['cleartext, and so it was', site, claim('cleartext'), cleartext, 'agrees'],
    ['cleartext, but encrypted', site, claim('cleartext'), accepted, 'disagrees'],
    ['not applicable, but a name', site, claim('not-applicable'), accepted, 'disagrees'],
    ['intercepted, but by the expected root', site, claim('intercepted'), accepted, 'disagrees'],
    ['unknown, though a page was served', site, claim('unknown', 'unknown'), accepted, 'disagrees'],
    ['unknown, where no lookup may be made', local, claim('unknown', 'unknown'), accepted, 'agrees'],
    ['hidden, but ECH was refused, where no lookup may be made', local, claim('hidden'), refused, 'disagrees'],
    ['not applicable to a local name', homely, claim('not-applicable'), accepted, 'agrees'],
    ['not applicable, but a public name at a local address', local, claim('not-applicable'), accepted, 'disagrees'],
    ['unknown, and nothing was served', site, claim('unknown', 'unknown'), none, 'agrees'],
    ['hidden, and nothing was served', site, claim('hidden'), none, 'disagrees'],
  ] as const)('%s', (_, at, says, saw, kind) => {
    expect(judge('firefox', at, says, saw).kind).toBe(kind);
  });
});

const hidden = { echAccepted: true, outerName: 'public.example' };
const sibling = { host: 'img.hidden.example', outerName: 'img.hidden.example', echAccepted: false };
const exposedSibling = visit(hidden, { after: [request(sibling)] });
const failedSibling = visit(hidden, {
  handshakes: [handshake({ outerName: sibling.host, error: 'the lab reset it' })],
});
const misdirected = (seen: object) => request({ ...hidden, ...seen }, { misdirected: true });
const askedAgain = visit(hidden, { after: [misdirected({ host: sibling.host }), request(sibling)] });
const askedItself = visit({ echAccepted: false, outerName: 'hidden.example' }, { before: [misdirected({})] });
const strayHandshake = visit(hidden, { handshakes: [handshake({ outerName: 'hidden.example' })] });
const hop = request({ scheme: 'http', host: 'short.example', outerName: '' }, { location: 'https://hidden.example/' });
const twoLeaks = visit(hidden, { before: [hop], after: [request(sibling)] });
const plainDns = visit(hidden, { plainQueries: [{ name: 'hidden.example', type: 'HTTPS' }] });
const containsSite = visit({ echAccepted: true, outerName: 'www.hidden.example.edge.test' });
const sameOwner = visit({ echAccepted: true, outerName: 'cover.hidden.example' });

describe('the popup and the rest of the visit', () => {
  it.each([
    ['hidden, but a sibling was exposed', 'firefox', claim('hidden'), exposedSibling, 'disagrees'],
    ['partly hidden for it', 'firefox', owning('partly-hidden', 'same-site-exposed'), exposedSibling, 'agrees'],
    ['partly hidden for something else', 'firefox', owning('partly-hidden', 'proxy'), exposedSibling, 'disagrees'],
    ['hidden, with that cause', 'firefox', owning('hidden', 'same-site-exposed'), exposedSibling, 'disagrees'],
    ['likely hidden, without a word', 'chromium', claim('likely-hidden'), exposedSibling, 'disagrees'],
    ['likely hidden, but for it', 'chromium', owning('likely-hidden', 'same-site-exposed'), exposedSibling, 'agrees'],
    [
      'partly hidden for the worst of two',
      'firefox',
      owning('partly-hidden', 'cleartext-redirect'),
      twoLeaks,
      'agrees',
    ],
    ['… for the other', 'firefox', owning('partly-hidden', 'same-site-exposed'), twoLeaks, 'disagrees'],
    ['partly hidden, and nothing was readable', 'firefox', owning('partly-hidden', 'proxy'), accepted, 'disagrees'],
    ['hidden, with an unused connection', 'firefox', claim('hidden'), strayHandshake, 'unreported'],
    ['hidden, with plain DNS', 'firefox', claim('hidden'), plainDns, 'disagrees'],
    ['likely hidden, with plain DNS', 'chromium', claim('likely-hidden'), plainDns, 'unreported'],
    [
      'partly hidden by what is not reported',
      'chromium',
      claim('partly-hidden', 'inferred', undefined, 'unencrypted-dns'),
      plainDns,
      'agrees',
    ],
    [
      'hidden, and another name in plain DNS',
      'firefox',
      claim('hidden'),
      visit(hidden, { plainQueries: [{ name: 'other.example', type: 'A' }] }),
      'agrees',
    ],
    ['likely hidden, and a sibling was asked again', 'chromium', claim('likely-hidden'), askedAgain, 'disagrees'],
    ['… which it says may be', 'chromium', owning('likely-hidden', 'shared-connection'), askedAgain, 'unreported'],
    ['hidden, likewise', 'firefox', owning('hidden', 'shared-connection'), askedAgain, 'disagrees'],
    ['hidden, and a handshake with a sibling failed', 'firefox', claim('hidden'), failedSibling, 'disagrees'],
    ['… which it says may be', 'firefox', owning('hidden', 'names-unchecked'), failedSibling, 'unreported'],
    ['unknown, and it was asked again itself', 'chromium', claim('unknown', 'unknown'), askedItself, 'agrees'],
    ['… where the browser reports it', 'firefox', claim('unknown', 'unknown'), askedItself, 'disagrees'],
    ['hidden behind its own domain', 'firefox', claim('hidden'), sameOwner, 'disagrees'],
    ['hidden behind its own domain, and says so', 'firefox', owning('hidden', 'same-owner'), sameOwner, 'agrees'],
    ['hidden behind a name with its own in it', 'firefox', claim('hidden'), containsSite, 'disagrees'],
    ['likely hidden where Chromium is intercepted', 'chromium', claim('likely-hidden'), intercepted, 'unreported'],
  ] as const)('%s', (_, name, says, saw, kind) => {
    expect(judge(name, site, says, saw).kind).toBe(kind);
  });
});

const overQuic = handshake({ transport: 'quic', outerName: 'hidden.example', error: 'under way' });
const raced = visit(hidden, { handshakes: [overQuic] });
const lostOverTcp = visit(
  { ...hidden, proto: 'HTTP/3.0' },
  { handshakes: [handshake({ outerName: 'hidden.example' })] },
);
const ownConnection = handshake({ connection: 1, outerName: 'public.example', echAccepted: true });
const toOtherPort = visit(hidden, {
  handshakes: [ownConnection, handshake({ outerName: 'hidden.example', address: '203.0.113.1:444' })],
});
const withoutEchOverQuic = visit(
  { proto: 'HTTP/3.0', outerName: 'hidden.example' },
  { handshakes: [handshake({ site: 'hidden', outerName: 'public.example' })] },
);
const likely = claim('likely-hidden', 'inferred', 'public.example');
const exposed = claim('exposed', 'inferred', 'hidden.example');
const ownsUp = (verdict: string) => claim(verdict, 'inferred', undefined, 'alternative-service');
const racing = { ...site, mayExpose: true };
const racingAndMisleading = { ...misleading, mayExpose: true };

describe('the popup and connections that race the document’s', () => {
  it.each([
    ['hidden, and QUIC showed the name', 'firefox', site, claim('hidden'), raced, 'disagrees'],
    ['… where the lab misleads', 'firefox', misleading, claim('hidden'), raced, 'disagrees'],
    ['likely hidden, and QUIC showed it', 'chromium', site, likely, raced, 'disagrees'],
    ['… where the server refuses ECH', 'chromium', misleading, likely, raced, 'could-not-know'],
    ['likely hidden, and TCP showed it beside QUIC', 'chromium', site, likely, lostOverTcp, 'disagrees'],
    ['likely hidden, and another port was shown it', 'chromium', site, likely, toOtherPort, 'disagrees'],
    ['likely hidden, and it came over QUIC without', 'chromium', site, likely, withoutEchOverQuic, 'disagrees'],
    ['likely hidden, but for Alt-Svc', 'chromium', site, ownsUp('likely-hidden'), raced, 'agrees'],
    [
      '… and the document itself came that way',
      'chromium',
      site,
      ownsUp('likely-hidden'),
      withoutEchOverQuic,
      'agrees',
    ],
    ['… and it came over TCP', 'chromium', site, ownsUp('likely-hidden'), refused, 'disagrees'],
    ['hidden, but for Alt-Svc', 'firefox', site, ownsUp('hidden'), raced, 'disagrees'],
    ['exposed, and QUIC showed it', 'chromium', site, exposed, raced, 'agrees'],
    [
      'exposed behind the public name',
      'chromium',
      site,
      claim('exposed', 'inferred', 'public.example'),
      raced,
      'disagrees',
    ],
    ['exposed, measured', 'firefox', site, claim('exposed'), raced, 'disagrees'],
    ['exposed, and by luck it was not', 'chromium', racing, exposed, accepted, 'agrees'],
    ['… where nothing could be', 'chromium', site, exposed, accepted, 'disagrees'],
    ['likely hidden, and by luck it was', 'chromium', racing, likely, accepted, 'agrees'],
    ['hidden, and by luck nothing was shown', 'firefox', racingAndMisleading, claim('hidden'), accepted, 'agrees'],
  ] as const)('%s', (_, name, at, says, saw, kind) => {
    expect(judge(name, at, says, saw).kind).toBe(kind);
  });

  it('says over which transport the browser tried ECH', () => {
    expect(judge('chromium', misleading, likely, withoutEchOverQuic)).toEqual({
      kind: 'could-not-know',
      why: 'the browser tried ECH over tcp alone, and the document came over quic',
    });
  });
});

const trace = (others: object = {}) => request({ path: '/cdn-cgi/trace' }, { site: 'hidden', ...others });
const traced = (seen: object, ...requests: ReturnType<typeof trace>[]) =>
  visit(seen, { after: requests, providers: new Set(['hidden']) });
const showed = { echAccepted: false, outerName: 'hidden.example' };

describe('what Chromium’s popup measured', () => {
  it.each([
    ['hidden, by the provider’s word', claim('hidden'), traced(hidden, trace()), 'agrees'],
    ['hidden, and the server took no ECH', claim('hidden'), traced(showed, trace()), 'disagrees'],
    ['exposed, by the provider’s word', claim('exposed'), traced(showed, trace()), 'agrees'],
    ['exposed, and the server took ECH', claim('exposed'), traced(hidden, trace()), 'disagrees'],
    ['hidden, and nobody asked', claim('hidden'), traced(hidden), 'disagrees'],
    ['hidden, by another site’s trace', claim('hidden'), traced(hidden, trace({ site: 'another' })), 'disagrees'],
    ['over another connection', claim('hidden'), traced(hidden, trace({ connection: 2 })), 'disagrees'],
    [
      'over another connection as well',
      claim('hidden'),
      traced(hidden, trace(), trace({ connection: 2 })),
      'disagrees',
    ],
    ['by the word of somebody else', claim('hidden'), visit(hidden, { after: [trace()] }), 'disagrees'],
    ['exposed, by somebody else', claim('exposed'), visit(showed, { after: [trace()] }), 'disagrees'],
    ['offered and not used, likewise', claim('offered-not-used'), visit(showed, { after: [trace()] }), 'disagrees'],
    ['partly hidden, likewise', owning('partly-hidden', 'same-site-exposed'), exposedSibling, 'disagrees'],
    ['exposed, inferred', claim('exposed', 'inferred'), visit(showed), 'agrees'],
    ['cleartext, which it reports', claim('cleartext'), cleartext, 'agrees'],
  ] as const)('%s', (_, says, saw, kind) => {
    expect(judge('chromium', site, says, saw).kind).toBe(kind);
  });
});

const overWww = { innerName: 'www.hidden.example', outerName: 'www.hidden.example' };
const overStranger = { innerName: 't.example', outerName: 't.example' };
const overEch = { innerName: 'www.hidden.example', outerName: 'public.example', echAccepted: true };
const ownSpare = { handshakes: [handshake({ outerName: 'hidden.example' })] };
const probably = (networkReads?: string) => claim('exposed', 'inferred', networkReads);

describe('the popup and a document that came over another host’s connection', () => {
  it.each([
    ['exposed, measured', 'firefox', claim('exposed'), visit(overWww), 'disagrees'],
    ['offered and not used', 'firefox', claim('offered-not-used'), visit(overWww), 'disagrees'],
    ['probably exposed by that name', 'chromium', probably('www.hidden.example'), visit(overWww), 'agrees'],
    ['probably exposed by its own', 'chromium', probably('hidden.example'), visit(overWww), 'disagrees'],
    ['… and a spare connection', 'firefox', probably('hidden.example'), visit(overWww, ownSpare), 'agrees'],
    ['unknown, and a sibling was shown', 'chromium', claim('unknown'), visit(overWww), 'disagrees'],
    ['unknown, and a stranger was shown', 'chromium', claim('unknown'), visit(overStranger), 'agrees'],
    ['probably exposed, and a stranger was shown', 'chromium', probably(), visit(overStranger), 'disagrees'],
    ['hidden, and a spare connection', 'firefox', claim('hidden'), visit(overEch, ownSpare), 'disagrees'],
    ['probably exposed, and so it was', 'firefox', probably('hidden.example'), visit(overEch, ownSpare), 'agrees'],
    ['unknown, and a spare connection', 'firefox', claim('unknown'), visit(overEch, ownSpare), 'disagrees'],
    ['hidden, and nothing was shown', 'firefox', claim('hidden'), visit(overEch), 'agrees'],
    ['unknown, and nothing was shown', 'chromium', claim('unknown'), visit(overEch), 'agrees'],
    ['probably exposed, and nothing was shown', 'chromium', probably(), visit(overEch), 'disagrees'],
  ] as const)('%s', (_, name, says, saw, kind) => {
    expect(judge(name, site, says, saw).kind).toBe(kind);
  });
});

const told = (proxy: ProxyId, seen: object) => visit(seen, { proxied: [{ proxy, told: 'hidden.example' }] });
const shown = { outerName: 'hidden.example', innerName: 'hidden.example' };

describe('the popup and proxies', () => {
  it.each([
    ['over TLS: partly hidden', owning('partly-hidden', 'tls-proxy'), told('https', shown), 'agrees'],
    ['… for something else', owning('partly-hidden', 'unencrypted-dns'), told('https', shown), 'disagrees'],
    ['… exposed', claim('exposed'), told('https', shown), 'disagrees'],
    ['… hidden', claim('hidden'), told('https', hidden), 'disagrees'],
    ['plain: exposed', claim('exposed'), told('http', shown), 'agrees'],
    ['plain: unknown', claim('unknown'), told('socks', shown), 'disagrees'],
    ['on the device: unknown', claim('unknown'), told('socks-loopback', shown), 'agrees'],
    ['… exposed, measured', claim('exposed'), told('socks-loopback', shown), 'disagrees'],
    ['… hidden', claim('hidden'), told('socks-loopback', hidden), 'disagrees'],
    ['… partly hidden', owning('partly-hidden', 'device-proxy'), told('socks-loopback', hidden), 'agrees'],
  ] as const)('%s', (_, says, saw, kind) => {
    expect(judge('firefox', site, says, saw).kind).toBe(kind);
  });
});

describe('the lab and its table', () => {
  const expecting = (expectation: ReturnType<typeof hides>) =>
    ({ ...site, expects: { firefox: expectation } }) as LabSite;
  const says = owning('partly-hidden', 'same-site-exposed');

  it('disagrees where the wire shows a leak that the table lacks, whatever the popup says', () => {
    expect(judgeVisit('firefox', expecting(hides()), says, exposedSibling).kind).toBe('disagrees');
    expect(
      judgeVisit('firefox', expecting(hides('public.example', 'same-site-exposed')), says, exposedSibling).kind,
    ).toBe('agrees');
  });

  it('leaves out connections that carried nothing, which come and go', () => {
    expect(servedAs('firefox', strayHandshake)).toEqual(hides());
    expect(servedAs('chromium', plainDns)).toEqual(hides('public.example', 'dns'));
  });
});
