// What the user's clicks bring: results of the popup's own requests, a second resolver, a measured reload.

import { describe, expect, it } from 'vitest';
import type { ProbeFacts } from '../../../src/shared/facts.ts';
import type { Measured } from '../../../src/shared/ports.ts';
import { chromeConnection, connection } from '../assess/facts-builder.ts';
import { https, messageOf } from '../builders.ts';
import { answer, dnsResponse, FakeBrowser } from '../fake-browser/fake-browser.ts';
import { subresource } from './subresource.ts';
import { COMMITTED_AT_MS, visit } from './visit.ts';

const NEWS = 'https://news.example/';
const SECOND = { kind: 'custom', template: 'https://second.example/dns-query' };

async function play(browser: FakeBrowser, events: ReturnType<typeof visit>): Promise<void> {
  for (const event of events) browser.emit(event);
  await browser.settle();
}

async function watched(browser: FakeBrowser) {
  const popup = browser.openPopup();
  popup.ask({ kind: 'watch', tabId: 1 });
  await browser.settle();
  return popup;
}

describe('the popup’s own requests', () => {
  const told = (usedEch: boolean) => ({ kind: 'reported', usedEch, by: 'browser' }) as const;
  const probes: ProbeFacts = { fresh: told(false), references: [{ host: 'one.example', result: told(true) }] };

  async function unused() {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS, { connection: connection({ usedEch: false }) }));
    return { browser, popup: await watched(browser), navigationId: browser.report(1)!.navigationId };
  }

  it('name the cause, and are kept when the background dies', async () => {
    const { browser, popup, navigationId } = await unused();
    expect(popup.reports.at(-1)?.cause?.kind).toBe('not-yet-known');
    popup.ask({ kind: 'probed', navigationId, probes });
    await browser.settle();
    expect(popup.reports.at(-1)).toMatchObject({ verdict: 'offered-not-used', cause: { kind: 'server-refused' } });
    browser.kill();
    expect((await watched(browser)).reports.at(-1)?.cause?.kind).toBe('server-refused');
  });

  it('are dropped when the tab shows another page by now', async () => {
    const { browser, popup, navigationId } = await unused();
    await play(browser, visit(NEWS, { connection: connection({ usedEch: false }) }));
    popup.ask({ kind: 'probed', navigationId, probes });
    await browser.settle();
    expect(popup.reports.at(-1)?.cause?.kind).toBe('not-yet-known');
  });

  it.each([
    { fresh: { kind: 'reported', usedEch: 'yes', by: 'browser' }, references: [] },
    { fresh: null, references: [{ host: 'one.example' }] },
    { fresh: null, references: Array(6).fill({ host: 'one.example', result: { kind: 'failed' } }) },
    {},
  ])('in another shape are no message: %j', async (damaged) => {
    const { browser, popup, navigationId } = await unused();
    popup.ask({ kind: 'probed', navigationId, probes: damaged });
    await browser.settle();
    expect(popup.reports.at(-1)).toMatchObject({ findings: [], cause: { kind: 'not-yet-known' } });
  });

  it('reach the hosts of the settings', async () => {
    const { browser, popup } = await unused();
    browser.changeSettings({ ...(browser.settings as object), references: [{ url: 'https://ref.example:8443/x' }] });
    await browser.settle();
    expect(popup.reports.at(-1)?.actions).toContainEqual({
      kind: 'find-out',
      site: 'news.example',
      references: ['ref.example:8443'],
      siteTraces: false,
    });
  });
});

describe('a second resolver', () => {
  const setSecond = (browser: FakeBrowser, secondResolver: object) =>
    browser.changeSettings({ ...(browser.settings as object), secondResolver });

  const none = async (name: string, type: number) => dnsResponse(messageOf({ name, type }));
  const isSecond = (browser: FakeBrowser) => browser.asked.at(-1) === 'https://second.example';
  const bySecondAlone =
    (browser: FakeBrowser): FakeBrowser['resolve'] =>
    async (name, type) =>
      isSecond(browser) ? answer(name, type) : none(name, type);

  /** The chosen resolver has no record, the second one has. */
  async function withheld(kind: 'chromium' | 'firefox' = 'chromium') {
    const browser = new FakeBrowser(kind);
    setSecond(browser, SECOND);
    browser.resolve = none;
    await play(browser, visit(NEWS, { connection: chromeConnection() }));
    const popup = await watched(browser);
    browser.resolve = bySecondAlone(browser);
    return { browser, popup };
  }

  it('is named before it is asked, asked once with the first, and said to have what the first withholds', async () => {
    const { browser, popup } = await withheld();
    expect(popup.reports.at(-1)?.actions).toContainEqual({ kind: 'ask-second', resolver: 'second.example' });
    const before = browser.questions.length;
    popup.ask({ kind: 'ask-second' });
    await browser.settle();
    expect(browser.asked.slice(before)).toEqual(['https://second.example', 'https://resolver.example']);
    expect(browser.questions.slice(before)).toEqual(['news.example', 'news.example']);
    expect(popup.reports.at(-1)).toMatchObject({ verdict: 'exposed', cause: { kind: 'withheld' } });
  });

  it('is being asked, and asked again by the next background', async () => {
    const { browser, popup } = await withheld();
    browser.resolve = () => new Promise(() => {});
    popup.ask({ kind: 'ask-second' });
    await browser.settle();
    expect(popup.reports.at(-1)?.findings[0]?.finding.kind).toBe('second-pending');
    browser.kill();
    browser.resolve = bySecondAlone(browser);
    expect((await watched(browser)).reports.at(-1)?.cause?.kind).toBe('withheld');
  });

  it.each<[string, FakeBrowser['resolve'], object]>([
    [
      'has the record by now',
      async (name, type) => answer(name, type),
      { verdict: 'likely-hidden', cause: null, published: { state: 'ech' } },
    ],
    [
      'cannot be reached now',
      () => Promise.reject(new TypeError('Failed to fetch')),
      { verdict: 'unknown', cause: { kind: 'lookup-failed' }, findings: [{ finding: { kind: 'second-ech' } }] },
    ],
  ])('accuses no chosen one that %s, at no time', async (_, first, report) => {
    const { browser, popup } = await withheld();
    let answerLate = () => {};
    const isLate = new Promise<void>((resolve) => {
      answerLate = resolve;
    });
    browser.resolve = async (name, type) => {
      if (isSecond(browser)) return answer(name, type);
      await isLate;
      return first(name, type);
    };
    popup.ask({ kind: 'ask-second' });
    await browser.settle();
    answerLate();
    await browser.settle();
    expect(popup.reports.map(({ cause }) => cause?.kind)).not.toContain('withheld');
    expect(popup.reports.at(-1)).toMatchObject(report);
  });

  it.each<[string, (browser: FakeBrowser) => unknown]>([
    ['host access is taken back', (browser) => Object.assign(browser, { siteAccess: false })],
    ['another one is in the settings', (browser) => setSecond(browser, { kind: 'preset', id: 'google' })],
  ])('that was being asked is offered anew, and not asked, where meanwhile %s', async (_, change) => {
    const { browser, popup } = await withheld();
    browser.resolve = () => new Promise(() => {});
    popup.ask({ kind: 'ask-second' });
    await browser.settle();
    browser.kill();
    change(browser);
    const before = browser.questions.length;
    const report = (await watched(browser)).reports.at(-1);
    expect(browser.questions.slice(before)).toEqual([]);
    // It was asked once, as far as anybody knows, and stays among those who may have heard the name.
    expect(report?.findings.map(({ finding }) => finding.kind)).toEqual(['second-failed']);
    expect(report?.observers.map(({ id }) => id)).toContain('second-resolver');
    expect(report?.actions.map(({ kind }) => kind)).toContain('ask-second');
  });

  it('whose record cannot be read does not say that it has no ECH', async () => {
    const { browser, popup } = await withheld();
    browser.resolve = async (name, type) =>
      isSecond(browser)
        ? dnsResponse(messageOf({ name, type, answers: [https(name, Uint8Array.of(0, 1, 0, 0, 1))] }))
        : none(name, type);
    popup.ask({ kind: 'ask-second' });
    await browser.settle();
    expect(popup.reports.at(-1)?.findings[0]?.finding.kind).toBe('second-malformed');
  });

  it.each([
    ['consent is taken back', 'firefox', (browser: FakeBrowser) => Object.assign(browser, { consent: false })],
    ['host access is taken back', 'chromium', (browser: FakeBrowser) => Object.assign(browser, { siteAccess: false })],
    ['the window is private', 'chromium', (browser: FakeBrowser) => browser.tabs.set(1, { url: NEWS, private: true })],
  ] as const)('is not asked where %s', async (_, kind, change) => {
    const { browser, popup } = await withheld(kind);
    change(browser);
    const before = browser.questions.length;
    popup.ask({ kind: 'ask-second' });
    await browser.settle();
    expect(browser.questions.slice(before)).toEqual([]);
  });
});

describe('the measuring build', () => {
  const measuredAs = (usedEch: boolean, url = NEWS): Extract<Measured, { kind: 'measured' }> => ({
    kind: 'measured',
    document: { url, connection: { ...chromeConnection(), usedEch } },
    subresources: [
      subresource('cdn.example', {
        connection: { ...chromeConnection(), usedEch: false },
        topHost: null,
        timeMs: LATER,
      }),
    ],
  });
  const LATER = COMMITTED_AT_MS + 5_000;

  /** A tab that is reloaded while the debugger is attached. */
  async function measure(measured: Measured, { reloads = true } = {}) {
    const browser = new FakeBrowser('chromium');
    browser.kill();
    browser.measureTab = async () => {
      if (reloads) await play(browser, visit(NEWS, { connection: chromeConnection() }));
      if (reloads) browser.see(subresource('cdn.example', { connection: chromeConnection() }));
      return measured;
    };
    await play(browser, visit(NEWS, { connection: chromeConnection() }));
    const popup = await watched(browser);
    expect(popup.reports.at(-1)).toMatchObject({ verdict: 'likely-hidden', actions: [{ kind: 'measure' }] });
    browser.nowMs = COMMITTED_AT_MS - 10;
    popup.ask({ kind: 'measure' });
    await browser.settle();
    await browser.settle();
    return { browser, popup };
  }

  it('measures the page that the reload brings, and its hosts', async () => {
    const { browser, popup } = await measure(measuredAs(true));
    expect(popup.reports.map(({ findings }) => findings[0]?.finding.kind)).toContain('measuring-running');
    const report = browser.report(1)!;
    expect(report).toMatchObject({ navigationId: '1.2', verdict: 'hidden', evidence: 'measured', actions: [] });
    expect(report.others?.hosts.items).toMatchObject([{ host: 'cdn.example', state: 'exposed', evidence: 'measured' }]);
  });

  it('says of a host with ECH that its DNS question is unreported', async () => {
    const cdn = subresource('cdn.example', { connection: { ...chromeConnection(), usedEch: true }, timeMs: LATER });
    const { browser } = await measure({ ...measuredAs(true), subresources: [cdn] });
    const [host] = browser.report(1)?.others?.hosts.items ?? [];
    expect(host).toMatchObject({ state: 'hidden', evidence: 'measured', how: { kind: 'dns-unreported' } });
  });

  it('measures that ECH was not used', async () => {
    const { browser } = await measure(measuredAs(false));
    expect(browser.report(1)).toMatchObject({ verdict: 'offered-not-used', evidence: 'measured' });
  });

  it.each(['in-use', 'refused'] as const)('says why it could not: %s', async (kind) => {
    const { browser } = await measure({ kind }, { reloads: false });
    expect(browser.report(1)).toMatchObject({
      navigationId: '1.1',
      verdict: 'likely-hidden',
      findings: [{ finding: { kind: `measuring-${kind}` } }],
    });
  });

  /** A reload that is never heard of. */
  async function underWay() {
    const browser = new FakeBrowser('chromium');
    browser.kill();
    let times = 0;
    browser.measureTab = () => new Promise(() => times++);
    await play(browser, visit(NEWS, { connection: chromeConnection() }));
    const popup = await watched(browser);
    popup.ask({ kind: 'measure' });
    await browser.settle();
    return { browser, popup, times: () => times };
  }

  it('measures a tab once at a time, though the reload offers it anew', async () => {
    const { browser, popup, times } = await underWay();
    await play(browser, visit(NEWS, { connection: chromeConnection() }));
    popup.ask({ kind: 'measure' });
    await browser.settle();
    expect(times()).toBe(1);
  });

  it('offers it anew when the background that measured is gone', async () => {
    const { browser } = await underWay();
    browser.kill();
    const report = (await watched(browser)).reports.at(-1);
    expect(report).toMatchObject({ findings: [], actions: [{ kind: 'measure' }] });
  });

  it('puts nothing to a page that it did not measure', async () => {
    const { browser } = await measure(measuredAs(true, 'https://elsewhere.example/'));
    expect(browser.report(1)?.verdict).toBe('likely-hidden');
  });

  it('is offered by no other build', async () => {
    const browser = new FakeBrowser('chromium');
    await play(browser, visit(NEWS, { connection: chromeConnection() }));
    expect(browser.report(1)?.actions).toEqual([]);
  });
});
