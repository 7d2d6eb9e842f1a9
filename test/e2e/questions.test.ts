// What Overheard's questions look like to the resolver that gets them, and that there is not one too many.

import type { Page } from 'puppeteer-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CANARY_NAME } from '../lab/dns/zone.ts';
import { BROWSERS, look, lookAtTab } from './looking.ts';
import { withLab, withOverheard } from './with-overheard.ts';

const lab = withLab();

const ours = () => lab.dns.questions.filter(({ view }) => view === 'resolver');

/** All that a browser adds by itself. Its languages are among it, as in every request for a page. */
const HEADERS = {
  firefox: [
    ...[':authority', ':method', ':path', ':scheme', 'accept', 'accept-encoding', 'accept-language', 'cache-control'],
    ...['pragma', 'priority', 'sec-fetch-dest', 'sec-fetch-mode', 'sec-fetch-site', 'te', 'user-agent'],
  ],
  chromium: [
    ...[':authority', ':method', ':path', ':scheme', 'accept', 'accept-encoding', 'accept-language', 'cache-control'],
    ...['pragma', 'priority', 'sec-fetch-dest', 'sec-fetch-mode', 'sec-fetch-site', 'user-agent'],
  ],
};

describe.each(BROWSERS)('%s', (name) => {
  beforeAll(() => {
    lab.dns.questions.length = 0;
    lab.server.log.length = 0;
  });
  const overheard = withOverheard(name, lab);
  let before = 0;
  beforeEach(() => {
    before = ours().length;
  });

  /** Names asked for in this test. */
  const asked = () =>
    ours()
      .slice(before)
      .map((question) => question.name)
      .filter((asked) => asked !== CANARY_NAME);

  async function visit(url: string, page?: Page): Promise<Page> {
    const visit = await overheard.browser.visit(url, page && { page });
    await look(overheard, visit.page);
    return visit.page;
  }

  /** Leads a tab to a host that does not answer. Firefox's driver would wait in vain for a page: it takes some names for others. */
  async function fail(tabId: number, host: string): Promise<void> {
    await overheard.console.evaluate(`browser.tabs.update(${tabId}, { url: 'https://${host}/' }).then(() => {})`);
    const shown = () =>
      overheard.console.evaluate(`browser.tabs.get(${tabId}).then(({ url, status }) => url + status)`);
    await expect.poll(shown, { timeout: 10_000 }).toMatch(new RegExp(`${host}/complete$`));
  }

  it('asks one question by GET, padded, with RD and AD and without DO', async () => {
    await visit('https://hidden.example/');
    expect(asked()).toEqual(['hidden.example']);
    const question = ours().find(({ name: asked }) => asked === 'hidden.example');
    expect(question).toMatchObject({
      id: 0,
      type: 'HTTPS',
      class: 1,
      recursionDesired: true,
      authenticData: true,
      checkingDisabled: false,
      // Client Subnet, then padding.
      edns: { dnssecOk: false, options: [{ code: 8, lengthBytes: 4 }, { code: 12 }] },
      lengthBytes: 128,
      http: {
        method: 'GET',
        path: expect.stringMatching(/^\/dns-query\?dns=[\w-]+$/),
        headers: { accept: 'application/dns-message', ':authority': 'resolver.example' },
      },
    });
  });

  it('sends the resolver no header beyond what the browser adds to every request', () => {
    for (const { http } of ours()) expect(Object.keys(http?.headers ?? {}).sort()).toEqual(HEADERS[name]);
    const [page] = lab.server.requests;
    const header = ours()[0]?.http?.headers;
    expect([header?.['user-agent']]).toEqual(page?.headers['User-Agent']);
    // The page is told the user's languages; the resolver is not.
    expect(header?.['accept-language']).toBe('*');
    expect(page?.headers['Accept-Language']).not.toEqual(['*']);
  });

  it('asks no second time while the answer is good, for the same tab or another', async () => {
    const page = await visit('https://hidden.example/again');
    await visit('https://hidden.example/and-again', page);
    expect(asked()).toEqual([]);
  });

  it('asks for _8443._https where the port is 8443', async () => {
    await visit('https://hidden.example:8443/');
    expect(asked()).toEqual(['_8443._https.hidden.example']);
  });

  it('opts out of EDNS Client Subnet in every query (RFC 7871 §7.1.2)', () => {
    for (const { http } of ours()) {
      const query = Buffer.from(
        new URL(`https://resolver.example${http?.path}`).searchParams.get('dns') ?? '',
        'base64url',
      );
      // Family 1, source prefix 0, scope prefix 0, no address.
      expect(query.includes(Buffer.from([0, 8, 0, 4, 0, 1, 0, 0]))).toBe(true);
    }
  });

  it('does not look up where an alias leads', async () => {
    await visit('https://alias.example/');
    expect(asked()).toEqual(['alias.example']);
  });

  it('asks nothing about addresses and local names', async () => {
    const page = await visit('https://127.0.0.1/');
    // The browser itself asks about them, and about what it takes them for.
    for (const host of ['router', 'local', 'printer.local', 'www.printer.local', 'wiki.internal'])
      lab.dns.outside.add(host);
    const tabId = await overheard.tabOf(page);
    for (const host of ['localhost', 'router', 'printer.local', 'wiki.internal']) await fail(tabId, host);
    await lookAtTab(overheard, tabId);
    expect(asked()).toEqual([]);
  });

  it('looks up the page that a redirect leads to, not the one that redirects', async () => {
    const page = await visit('https://plain.example/redirect?to=https://noech.example/');
    await visit('http://hop.example/', page);
    expect(asked()).toEqual(['noech.example']);
  });

  it('asked nobody else and nothing else', () => {
    const names = [...ours().map((question) => question.name)];
    expect(new Set(names)).toEqual(
      new Set([
        ...(name === 'chromium' ? [CANARY_NAME] : []), // Firefox asks the system's resolver
        ...['hidden.example', '_8443._https.hidden.example', 'alias.example', 'noech.example'],
      ]),
    );
    expect(names.length).toBe(new Set(names).size);
    expect(lab.dns.questions.filter(({ view }) => view === 'second')).toEqual([]);
    const destinations = lab.server.requests.map(({ headers }) => headers['Sec-Fetch-Dest']?.[0] ?? 'document');
    expect(new Set(destinations)).toEqual(new Set(['document']));
  });
});
