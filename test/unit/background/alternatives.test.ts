// Where servers lead Chrome besides (Alt-Svc): what is looked up of it, what a visit's verdict makes of it, and for how long it holds.

import { beforeEach, describe, expect, it } from 'vitest';
import { CANARY_NAME } from '../../../src/network/canary.ts';
import type { HeardAltSvc } from '../../../src/shared/alt-svc.ts';
import type { BrowserName } from '../../../src/shared/facts.ts';
import type { NavigationEvent } from '../../../src/shared/ports.ts';
import { ok } from '../../../src/shared/result.ts';
import { chromeConnection } from '../assess/facts-builder.ts';
import { echListOf, https, httpsRdata, messageOf } from '../builders.ts';
import { answer, dnsResponse, FakeBrowser } from '../fake-browser/fake-browser.ts';
import { isInterrupted } from './interruption.ts';
import { subresource } from './subresource.ts';
import { at, COMMITTED_AT_MS, redirect, visit } from './visit.ts';

const NEWS = 'https://news.example/';
const PORT = '_444._https.news.example';
const HOUR_MS = 3_600_000;

const service = (change: Partial<HeardAltSvc['services'][number]> = {}) => ({
  host: 'news.example',
  port: 444,
  maxAgeSeconds: 3_600,
  isSpare: false,
  ...change,
});
const heard = (change: Partial<HeardAltSvc> = {}): HeardAltSvc => ({
  atMs: 0,
  replaces: true,
  services: [service()],
  ...change,
});
const ELSEWHERE = heard({ services: [service({ host: 'edge.example', port: 443 })] });
const CLEAR = heard({ services: [] });

let browser: FakeBrowser;
/** Names that publish ECH, and those for which the resolver has nothing yet. */
let hidden: string[];
let silent: string[];

function begin(name: BrowserName = 'chromium'): void {
  browser = new FakeBrowser(name);
  hidden = ['news.example'];
  silent = [];
  browser.resolve = async (name, type) => {
    if (silent.includes(name)) return new Promise<never>(() => {});
    if (type !== 65) return answer(name, type);
    // Records of another port name their host.
    const target = name.startsWith('_') ? 'news.example' : '.';
    const rdata = httpsRdata(1, target, { alpn: ['h3', 'h2'], ech: echListOf({ publicName: 'cloudflare-ech.com' }) });
    return dnsResponse(messageOf({ name, answers: hidden.includes(name) ? [https(name, rdata)] : [] }));
  };
}
beforeEach(() => begin());

interface Load {
  url?: string;
  tabId?: number;
  afterMs?: number;
  altSvc?: HeardAltSvc;
  /** Requests to its own host after it. */
  own?: number;
}

const eventsOf = ({ url = NEWS, tabId = 1, afterMs = 0, altSvc }: Load): NavigationEvent[] =>
  at(visit(url, { tabId, connection: chromeConnection() }), afterMs).map((event) =>
    event.kind === 'response' && altSvc !== undefined ? { ...event, altSvc: { ...altSvc, atMs: event.timeMs } } : event,
  );

async function load({ own = 0, ...options }: Load = {}): Promise<void> {
  const { url = NEWS, tabId = 1, afterMs = 0 } = options;
  browser.nowMs = COMMITTED_AT_MS + afterMs;
  for (const event of eventsOf(options)) browser.emit(event);
  const { host } = new URL(url);
  for (let count = 0; count < own; count++)
    browser.see(
      subresource(host, { tabId, topHost: host, connection: chromeConnection(), timeMs: browser.nowMs + 100 }),
    );
  await browser.settle();
}

/** Each once: an answer without a lifetime is asked for again. */
const asked = () => [...new Set(browser.questions)].filter((name) => ![CANARY_NAME, 'news.example'].includes(name));
const shown = (tabId = 1) => {
  const { verdict, icon, evidence, cause } = browser.report(tabId)!;
  return [verdict, icon, evidence, cause?.kind];
};
const LEAKING = ['likely-hidden', 'partly-hidden', 'inferred', 'alternative-service'];
const HIDDEN = ['likely-hidden', 'likely-hidden', 'inferred', undefined];

describe('another port', () => {
  it('is looked up under its own name, and a later visit is judged by that', async () => {
    await load({ altSvc: heard() });
    expect(asked()).toEqual([PORT]);
    await load({ altSvc: heard(), afterMs: 1_000 });
    expect(shown()).toEqual(LEAKING);
    expect(browser.report(1)).toMatchObject({
      headline: { kind: 'likely-hidden-leaky' },
      cause: { why: { kind: 'alternative-service', args: [{ label: 'Chrome' }, { code: 444 }] } },
      seen: { kind: 'public' },
    });
  });

  it('counts in the very visit that named it, once a request follows to the same host', async () => {
    await load({ altSvc: heard() });
    expect(shown()).toEqual(HIDDEN);
    browser.see(subresource('cdn.example', { connection: chromeConnection() }));
    await browser.settle();
    expect(shown()).toEqual(HIDDEN);
    browser.see(subresource('news.example', { connection: chromeConnection() }));
    await browser.settle();
    expect(shown()).toEqual(LEAKING);
  });

  it('hides where ECH is published for it', async () => {
    hidden.push(PORT);
    await load({ altSvc: heard(), own: 1 });
    expect(asked()).toEqual([PORT]);
    expect(shown()).toEqual(HIDDEN);
  });

  it('is not known while it is being looked up', async () => {
    silent.push(PORT);
    await load({ altSvc: heard(), own: 1 });
    expect(shown()).toEqual(['likely-hidden', 'likely-hidden', 'inferred', 'alternative-unchecked']);
    expect(browser.report(1)?.headline.kind).toBe('likely-hidden-alternative-unchecked');
  });

  it('is a spare behind the site’s own port, and counts for no visit', async () => {
    const altSvc = heard({ services: [service({ isSpare: true })] });
    for (const afterMs of [0, 1_000]) await load({ altSvc, afterMs, own: 1 });
    expect(shown()).toEqual(HIDDEN);
  });

  it('that came with a redirect to the same host counts at once', async () => {
    browser.nowMs = COMMITTED_AT_MS;
    const [request, ...rest] = eventsOf({});
    const from = { ...redirect('https://news.example/old', NEWS), altSvc: heard({ atMs: COMMITTED_AT_MS - 30 }) };
    const requestId = (request as { requestId: string }).requestId;
    for (const event of [request!, { ...from, requestId }, ...rest]) browser.emit(event);
    await browser.settle();
    expect(shown()).toEqual(LEAKING);
  });
});

describe('another host', () => {
  it('is looked up by its own record', async () => {
    for (const afterMs of [0, 1_000]) await load({ altSvc: ELSEWHERE, afterMs });
    expect(asked()).toEqual(['edge.example']);
    expect(shown()).toEqual(LEAKING);
    expect(browser.report(1)?.cause?.why).toMatchObject({
      kind: 'alternative-host',
      args: [{}, { host: 'edge.example' }],
    });
    begin();
    hidden.push('edge.example');
    for (const afterMs of [0, 1_000]) await load({ altSvc: ELSEWHERE, afterMs });
    expect(shown()).toEqual(HIDDEN);
  });

  it.each(['printer.local', 'nas.home', '192.0.2.9', '[2001:db8::1]'])(
    'is kept from the resolver: %s',
    async (host) => {
      const altSvc = heard({ services: [service({ host, port: 443 })] });
      await load({ altSvc, own: 1 });
      expect(asked()).toEqual([]);
      expect(shown().at(-1)).toBe('alternative-unchecked');
    },
  );

  it('is kept from the resolver where policy says so', async () => {
    browser.tellPolicy({ neverAsk: ['edge.example'] });
    await load({ altSvc: ELSEWHERE, own: 1 });
    expect(asked()).toEqual([]);
    expect(shown().at(-1)).toBe('alternative-unchecked');
  });

  it('of many the first eight are looked up, site names after them', async () => {
    const services = Array.from({ length: 16 }, (_, n) => service({ host: `h${n}.edge.example`, port: 443 }));
    await load({ altSvc: heard({ services }) });
    browser.see(subresource('img.news.example', { connection: { ...chromeConnection(), address: '192.0.2.8' } }));
    await browser.settle();
    expect(asked()).toEqual(services.slice(0, 8).map(({ host }) => host));
  });
});

describe('nothing is looked up', () => {
  it.each<[string, () => void]>([
    [
      'where pages are looked up on a click',
      () => browser.changeSettings({ ...(browser.settings as object), ask: 'on-click' }),
    ],
    ['in a private window', () => browser.tabs.set(1, { url: NEWS, private: true })],
    ['in Firefox, which goes nowhere else', () => begin('firefox')],
  ])('%s', async (_, arrange) => {
    arrange();
    await load({ altSvc: heard(), own: 1 });
    expect(asked()).toEqual([]);
    expect(browser.report(1)?.cause?.kind).not.toBe('alternative-service');
  });
});

describe('what was heard holds', () => {
  it.each<[string, Load, string[] | unknown[]]>([
    ['in another tab', { tabId: 2 }, LEAKING],
    ['until its time is over', { afterMs: HOUR_MS - 10_000 }, LEAKING],
    ['and no longer', { afterMs: HOUR_MS + 10_000 }, HIDDEN],
    [
      'for no other port of the host',
      { url: 'https://news.example:444/' },
      ['exposed', 'exposed', 'inferred', 'no-record'],
    ],
  ])('%s', async (_, again, expected) => {
    await load({ altSvc: heard() });
    await load({ afterMs: 1_000, ...again });
    expect(shown(again.tabId)).toEqual(expected);
  });

  it('until the server ends it, after the visit in which it does', async () => {
    await load({ altSvc: heard() });
    await load({ altSvc: CLEAR, afterMs: 1_000 });
    expect(shown()).toEqual(LEAKING);
    await load({ altSvc: CLEAR, afterMs: 2_000, tabId: 2 });
    expect(shown(2)).toEqual(HIDDEN);
  });

  it('where a header adds to it', async () => {
    await load({ altSvc: heard() });
    const added = heard({ replaces: false, services: [service({ port: 445 })] });
    await load({ altSvc: added, afterMs: 1_000 });
    await load({ afterMs: 2_000 });
    expect(browser.report(1)?.cause?.why?.kind).toBe('alternative-service');
    expect(asked()).toEqual([PORT, '_445._https.news.example']);
  });

  it('after the background was killed', async () => {
    await load({ altSvc: heard() });
    browser.kill();
    await load({ afterMs: 1_000 });
    expect(shown()).toEqual(LEAKING);
  });

  it('of a private window in that tab alone, and is gone with it', async () => {
    browser.changeSettings({ ...(browser.settings as object), privateWindows: true });
    browser.tabs.set(1, { url: NEWS, private: true });
    await load({ altSvc: heard() });
    await load({ afterMs: 1_000 });
    expect(shown()).toEqual(LEAKING);
    await load({ afterMs: 2_000, tabId: 2 });
    expect(shown(2)).toEqual(HIDDEN);
    browser.emit({ kind: 'closed', tabId: 1 });
    await browser.settle();
    expect([...browser.session.keys()].filter((key) => key.startsWith('alt-svc:'))).toEqual([]);
  });

  it('in the tab that took the place of the one that heard it', async () => {
    browser.changeSettings({ ...(browser.settings as object), privateWindows: true });
    browser.tabs.set(1, { url: NEWS, private: true });
    browser.tabs.set(2, { url: NEWS, private: true });
    await load({ altSvc: heard() });
    browser.emit({ kind: 'replaced', tabId: 2, oldTabId: 1 });
    await load({ tabId: 2, afterMs: 1_000 });
    expect(shown(2)).toEqual(LEAKING);
  });

  it('of the last 200 origins', async () => {
    for (let n = 0; n < 201; n++) {
      const host = `n${n}.example`;
      await load({ url: `https://${host}/`, altSvc: heard({ services: [service({ host })] }), tabId: n + 1 });
    }
    expect([...browser.session.keys()].filter((key) => key.startsWith('alt-svc:'))).toHaveLength(200);
  }, 60_000);
});

it('an ordinary header, for HTTP/3 at the site’s own port, leaves nothing in storage', async () => {
  await load({ altSvc: CLEAR });
  expect([...browser.session.keys()].filter((key) => key.startsWith('alt-svc:'))).toEqual([]);
});

it('a page whose server leads elsewhere is not measured by asking its server', async () => {
  let traces = 0;
  browser.traceTab = async (_, { host }) => {
    traces++;
    const body = `h=${host}\nhttp=http/3\nsni=encrypted\n`;
    const { address } = chromeConnection();
    return ok({ status: 200, body, isCut: false, address, fromCache: false, pageProtocol: 'h3', pageByWorker: false });
  };
  browser.changeSettings({ ...(browser.settings as object), measurePages: 'automatic' });
  await load({ altSvc: heard() });
  await load({ altSvc: heard(), afterMs: 1_000 });
  expect([traces, ...shown()]).toEqual([0, ...LEAKING]);
  hidden.push('_444._https.other.example', 'other.example');
  await load({ url: 'https://other.example/', tabId: 2 });
  expect([traces, ...shown(2)]).toEqual([1, 'hidden', 'hidden', 'measured', undefined]);
});

it('is judged the same wherever the background is killed, or says that it may have lost something', async () => {
  const run = async (killAt: number) => {
    begin();
    browser.killAtAwait = killAt;
    await load({ altSvc: heard() });
    await load({ altSvc: heard(), afterMs: 1_000 });
    browser.openPopup().ask({ kind: 'watch', tabId: 1 });
    await browser.settle();
    return { report: browser.report(1)!, awaits: browser.awaits };
  };
  const { awaits } = await run(Number.POSITIVE_INFINITY);
  for (let killAt = 1; killAt <= awaits; killAt++) {
    const { report } = await run(killAt);
    if (!isInterrupted(report)) expect(report.cause?.kind, `killed at await ${killAt}`).toBe('alternative-service');
  }
});
