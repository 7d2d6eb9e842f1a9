// What Chromium makes of a request for the trace that an extension sends from inside a page: the facts that a measurement of the page's
// own connection stands on. With an extension of the lab's that does this alone; trace.test.ts is about Overheard.

import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../../lab/browsers/chromium.ts';
import type { LabBrowser } from '../../lab/browsers/lab-browser.ts';
import type { Lab } from '../../lab/lab.ts';
import { TRACE_PATH } from '../../lab/site.ts';
import { TRACE_SITES } from '../../lab/trace-sites.ts';
import { visitSite } from '../../lab/visit-site.ts';
import { withLab } from '../with-overheard.ts';

const PROBE = fileURLToPath(new URL('../../lab/probe-extension', import.meta.url));
const BLOCKER = fileURLToPath(new URL('../../lab/blocking-extension', import.meta.url));
const TIMEOUT_MS = 1500;
/** A page without an origin asks for nothing. */
const SANDBOX = 'traced-sandbox';
const TRUE_SITES = TRACE_SITES.filter(({ id, tls }) => id.startsWith('traced') && id !== SANDBOX && !tls?.trace);

const lab: Lab = withLab();
let browser: LabBrowser;
beforeAll(async () => {
  browser = await launchChromium({ extension: PROBE });
  await browser.grant({ permissions: ['scripting'] });
  await browser.evaluateInBackground(`void (() => {
    globalThis.reported = [];
    for (const event of ['onBeforeRequest', 'onCompleted', 'onErrorOccurred'])
      chrome.webRequest[event].addListener(
        (details) => reported.push({ event, ...details }),
        { urls: ['*://*${TRACE_PATH}*'] },
      );
  })()`);
});
afterAll(() => browser?.close());
afterEach(() => lab.reset());

interface Asked {
  documentId: string;
  frameId: number;
  result: { status?: number; body?: string; error?: string; isTimed?: boolean };
}

async function tabOf(page: Page): Promise<number> {
  await page.bringToFront();
  return browser.evaluateInBackground('chrome.tabs.query({ active: true }).then(([{ id }]) => id)');
}

/** Runs code in the tab's page, in a world of the extension's; a rejection comes back as its words. */
const run = <T>(tabId: number, code: string, target: object = {}): Promise<T | string> =>
  browser.evaluateInBackground(
    `chrome.scripting.executeScript({ target: ${JSON.stringify({ tabId, ...target })}, func: async () => { ${code} } })
      .then((results) => results, String)`,
  );

const ASK = `
  try {
    const response = await fetch(location.origin + '${TRACE_PATH}', { mode: 'same-origin', cache: 'no-store',
      credentials: 'same-origin', redirect: 'error', referrerPolicy: 'no-referrer', signal: AbortSignal.timeout(${TIMEOUT_MS}) });
    const body = (await response.text()).slice(0, 4096);
    return { status: response.status, body, isTimed: performance.getEntriesByName(response.url).length > 0 };
  } catch (error) {
    return { error: String(error) };
  }`;

/** Asks from inside the page, and says what the server and webRequest saw of that. */
async function ask(page: Page) {
  const from = lab.server.log.length;
  await browser.evaluateInBackground('void (reported.length = 0)');
  const [answer, ...more] = (await run<Asked[]>(await tabOf(page), ASK)) as Asked[];
  expect([more, answer?.frameId]).toEqual([[], 0]);
  const reports = () => browser.evaluateInBackground<Record<string, unknown>[]>('reported');
  // The last one may come after the answer.
  await expect.poll(async () => (await reports()).at(-1)?.event).not.toBe('onBeforeRequest');
  return {
    ...answer?.result,
    documentId: answer?.documentId,
    requests: lab.server.requests.filter(
      (entry) => lab.server.log.indexOf(entry) >= from && entry.seen.path === TRACE_PATH,
    ),
    reported: await reports(),
  };
}

const linesOf = (body = ''): string[] => body.split('\n').filter((line) => /^(?:h|http|sni)=/.test(line));

describe('a request from inside a page', () => {
  it.each(TRUE_SITES)('goes over the connection of $id, and its trace is true', async (site) => {
    const visit = await visitSite(browser, lab, site);
    const document = visit.witnessed().request;
    const { status, body, isTimed, requests } = await ask(visit.page);
    expect([status, isTimed, requests.length]).toEqual([200, false, 1]);
    expect(requests[0]?.connection).toBe(document?.connection);
    expect(linesOf(body)).toContain(`sni=${document?.seen.echAccepted ? 'encrypted' : 'plaintext'}`);
    await visit.page.close();
  });

  it('is reported as one of the page’s own', async () => {
    const { page } = await browser.visit('https://traced.example/');
    const { reported, documentId } = await ask(page);
    const { address } = lab.site('traced');
    const tabId = await tabOf(page);
    const own = { type: 'xmlhttprequest', initiator: 'https://traced.example', tabId, frameId: 0, documentId };
    expect(reported).toMatchObject([
      { event: 'onBeforeRequest', ...own },
      { event: 'onCompleted', ...own, ip: address, fromCache: false, statusCode: 200 },
    ]);
  });

  it('carries the site’s cookies, and no referrer', async () => {
    const { page } = await browser.visit('https://traced.example/');
    await page.evaluate(() => {
      // biome-ignore lint/suspicious/noDocumentCookie: as pages do
      document.cookie = 'name=value; path=/';
    });
    const { requests } = await ask(page);
    expect(requests[0]?.headers).toMatchObject({ Cookie: ['name=value'] });
    expect(requests[0]?.headers).not.toHaveProperty('Referer');
    await page.deleteCookie({ name: 'name' });
  });

  it('goes over a new connection once the page’s own has gone, and nothing tells', async () => {
    const visit = await visitSite(browser, lab, lab.site('traced-off'));
    const document = visit.witnessed().request;
    await lab.server.change('traced-off', { keys: [lab.site('traced-off').published] });
    await lab.server.drop('traced-off');
    const { body, requests, reported } = await ask(visit.page);
    expect(document?.seen.echAccepted).toBe(false);
    expect(requests[0]?.connection).not.toBe(document?.connection);
    expect(linesOf(body)).toContain('sni=encrypted');
    expect(reported.at(-1)).toMatchObject({ event: 'onCompleted', ip: lab.site('traced-off').address });
  });
});

describe('a page', () => {
  it('with a policy against every request is told of no violation', async () => {
    const { page } = await browser.visit('https://traced-policy.example/');
    await page.evaluate(() => {
      const scope = globalThis as unknown as { violations: string[] };
      scope.violations = [];
      document.addEventListener('securitypolicyviolation', ({ blockedURI }) => scope.violations.push(blockedURI));
    });
    expect((await ask(page)).status).toBe(200);
    expect(await page.evaluate('violations')).toEqual([]);
    // Its own requests are bound.
    expect(await page.evaluate((path) => fetch(path).then(String, String), TRACE_PATH)).toMatch(/^TypeError/);
    expect(await page.evaluate('violations')).toHaveLength(1);
  });

  it('is not told in its timeline', async () => {
    const { page } = await browser.visit('https://traced.example/');
    await ask(page);
    const timed = () =>
      page.evaluate(
        () => performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/trace')).length,
      );
    expect(await timed()).toBe(0);
    await page.evaluate((path) => fetch(path).then((response) => response.text()), TRACE_PATH);
    expect(await timed()).toBe(1);
  });

  it('has no word in it with code of its own, nor has its worker', async () => {
    const { page } = await browser.visit('https://traced-worker.example/lying/');
    await page.waitForFunction(() => document.title === 'done');
    await browser.visit('https://traced-worker.example/lying/again', { page });
    await page.evaluate(() => {
      globalThis.fetch = () => Promise.resolve(new Response('sni=encrypted'));
      Response.prototype.text = () => Promise.resolve('sni=encrypted');
    });
    expect(linesOf((await ask(page)).body)).toContain('sni=plaintext');
    const { page: another } = await browser.visit('https://traced-worker.example/lying/');
    expect(await another.evaluate((path) => fetch(path).then((response) => response.text()), TRACE_PATH)).toContain(
      'sni=encrypted',
    );
  });

  it('without an origin gets no answer', async () => {
    const { page } = await browser.visit('https://traced-sandbox.example/');
    expect(await ask(page)).toMatchObject({ error: 'TypeError: Failed to fetch', requests: [] });
  });

  it.each([
    ['traced-stale', '/cacheable', true],
    // Chromium forgets a page that may not be stored once anything in it was answered by what may not be stored.
    ['traced', '/', false],
  ])('of %s%s comes back from memory after it: %s', async (id, path, comesBack) => {
    const { url } = lab.site(id);
    const { page } = await browser.visit(new URL(path, url).href);
    await page.evaluate('globalThis.isKept = true');
    await ask(page);
    await page.evaluate(() => location.assign('https://plain.example/'));
    await page.waitForFunction(() => location.host === 'plain.example');
    await page.goBack();
    expect(await page.evaluate('globalThis.isKept === true')).toBe(comesBack);
  });
});

describe('no answer', () => {
  const FAILED = 'TypeError: Failed to fetch';
  it.each([
    ['silence', 'TimeoutError: signal timed out', 'net::ERR_ABORTED', []],
    ['stall', 'TimeoutError: signal timed out', '^net::ERR_(?:ABORTED|FAILED)$', []],
    ['redirect', FAILED, 'net::ERR_ABORTED', ['Failed to load resource: net::ERR_FAILED']],
    ['blocked', FAILED, 'net::ERR_BLOCKED_BY_CLIENT', ['Failed to load resource: net::ERR_BLOCKED_BY_CLIENT']],
  ] as const)(
    'for %s: the words of fetch, of webRequest, and on the page’s console',
    async (why, said, told, shown) => {
      const blocker = why === 'blocked' ? await browser.puppeteer.installExtension(BLOCKER) : undefined;
      if (why !== 'blocked') await lab.server.change('traced', { trace: why });
      const { page } = await browser.visit('https://traced.example/');
      const console: string[] = [];
      page.on('console', (message) => void console.push(message.text()));
      const { error, reported, requests } = await ask(page);
      expect([error, reported.at(-1)?.error, console]).toEqual([said, expect.stringMatching(told), shown]);
      expect(requests).toHaveLength(why === 'blocked' ? 0 : 1);
      if (blocker) await browser.puppeteer.uninstallExtension(blocker);
    },
  );

  it('while the page is kept in memory: the time that it was given stands still', async () => {
    await lab.server.change('traced', { trace: 'silence' });
    const { page } = await browser.visit('https://traced.example/');
    const asked = run<Asked[]>(await tabOf(page), ASK);
    await lab.server.waitFor(({ event }) => event === 'request', { from: lab.server.log.length });
    await page.goto('https://plain.example/');
    expect(await Promise.race([asked, sleep(3 * TIMEOUT_MS, 'nothing')])).toBe('nothing');
    await page.goBack();
    expect(await asked).toMatchObject([{ result: { error: 'TimeoutError: signal timed out' } }]);
  });

  it('when the tab is closed', async () => {
    await lab.server.change('traced', { trace: 'silence' });
    const { page } = await browser.visit('https://traced.example/');
    const asked = run(await tabOf(page), ASK);
    await lab.server.waitFor(({ event }) => event === 'request', { from: lab.server.log.length });
    await page.close();
    expect(await asked).toMatch(/^Error: (?:Frame with ID 0 was removed|The tab was closed)\.$/);
  });
});

describe('documentIds', () => {
  const WHERE = 'return location.href;';

  it.each([
    // Chromium 156 lets the script into the document that is shown, whose id and address come back.
    [true, 'https://plain.example/'],
    [false, undefined],
  ])('of a document that is no longer shown, kept in memory: %s', async (isKept, runsIn) => {
    const { page } = await browser.visit('https://traced.example/');
    const tabId = await tabOf(page);
    const [shown] = (await run<Asked[]>(tabId, WHERE)) as Asked[];
    const target = { documentIds: [shown?.documentId] };
    expect(await run(tabId, WHERE, target)).toEqual([shown]);
    // What may not be stored ends in memory with its first answer that may not be stored.
    if (!isKept) await page.evaluate(() => fetch('/seen.json').then((response) => response.text()));
    await page.goto('https://plain.example/');
    expect(await run(tabId, WHERE, target)).toEqual(
      runsIn === undefined
        ? `Error: No document with id ${shown?.documentId} in tab with id ${tabId}`
        : [
            {
              documentId: expect.not.stringMatching(`${shown?.documentId}`),
              frameId: expect.any(Number),
              result: runsIn,
            },
          ],
    );
  });
});
