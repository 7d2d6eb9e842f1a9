// How a page came: redirects, caches, memory, a service worker, several tabs, a private window.

import { expect } from 'vitest';
import type { ServerEvent } from '../../lab/echd-process.ts';
import { afterwards, at, type Row, row } from './row.ts';

const twoTabs =
  (shown: 'hidden' | 'noech'): Row['open'] =>
  async ({ visit }) => {
    const [hidden, noech] = await Promise.all([visit('https://hidden.example/'), visit('https://noech.example/')]);
    return shown === 'hidden' ? hidden : noech;
  };

/** Private windows are out of the drivers' reach, so that they are led by the extension's own API. */
const inPrivateWindow =
  (url: string): Row['open'] =>
  async ({ overheard }) => {
    const call = (expression: string) => overheard.console.evaluate(expression);
    const tabId = await call(
      `browser.windows.create({ incognito: true, url: ${JSON.stringify(url)} }).then(({ tabs }) => tabs[0].id)`,
    );
    const status = () => call(`browser.tabs.get(${tabId}).then(({ url, status }) => [url, status].join(' '))`);
    await expect.poll(status, { timeout: 10_000 }).toBe(`${url} complete`);
    return Number(tabId);
  };

/** All that the page starts has ended. */
const done =
  (url: string): Row['open'] =>
  async ({ visit }) => {
    const page = await visit(url);
    await page.waitForFunction(() => document.title === 'done');
    return page;
  };

/** The page reached that host: on a busy machine the browser may give up a request, and then nothing is to be seen of it. */
const reaching =
  (url: string, host: string): Row['open'] =>
  async ({ lab, visit }) => {
    const from = lab.server.log.length;
    const isThere = (entry: ServerEvent): boolean => entry.event === 'request' && entry.seen.host === host;
    const page = await visit(url);
    if (!lab.server.log.slice(from).some(isThere)) await visit(url, page);
    await lab.server.waitFor(isThere, { from });
    return page;
  };

export const ARRIVALS: Row[] = [
  row(
    'in clear',
    'cleartext',
    at('http://clear.example/'),
    'in clear → cleartext (measured): cleartext',
    'in clear → cleartext (measured): cleartext',
  ),
  row(
    'a first step in clear',
    'hidden',
    at('http://hop.example/'),
    'ECH as public.example → partly-hidden (measured): cleartext-redirect',
    'ECH as public.example → likely-hidden (inferred): cleartext-redirect',
  ),
  row(
    'over another host',
    'hidden',
    at('https://plain.example/redirect?to=https://hidden.example/redirected'),
    'ECH as public.example → hidden (measured)',
    'ECH as public.example → likely-hidden (inferred)',
  ),
  row(
    'named by the page before, hidden now',
    'cname',
    async (scene) => {
      await scene.lab.server.change('cname', { keys: [] });
      const page = await scene.visit('https://cname.example/first');
      // Not the whole lab: a query that is under way keeps its connection.
      await scene.lab.server.reset('cname');
      return scene.visit('https://cname.example/second', page);
    },
    'ECH as public.example, after ECH was refused → hidden (measured)',
    'ECH as public.example, after ECH was refused → likely-hidden (inferred)',
  ),
  row(
    'from the cache, hidden',
    'hidden',
    afterwards('https://hidden.example/cacheable', 'https://hidden.example/cacheable'),
    'ECH as public.example → hidden (measured)',
    'ECH as public.example → unknown (unknown): not-from-network',
  ),
  row(
    'confirmed with 304',
    'hidden',
    afterwards('https://hidden.example/etag', 'https://hidden.example/etag'),
    'ECH as public.example, to confirm what is kept → hidden (measured)',
    'ECH as public.example, to confirm what is kept → unknown (unknown): not-from-network',
  ),
  row(
    'back to a page kept in memory',
    'hidden',
    async ({ visit, overheard }) => {
      const page = await visit('https://hidden.example/etag?kept');
      const tabId = await overheard.tabOf(page);
      await visit('https://plain.example/', page);
      // Later: the page's context goes with it, and the answer to this call with the context.
      await page.evaluate(() => void setTimeout(() => history.back(), 50));
      // Firefox's driver loses the page there: the popup is opened by the tab.
      return tabId;
    },
    'ECH as public.example → hidden (measured)',
    'ECH as public.example → likely-hidden (inferred)',
  ),
  row(
    'answered by its service worker',
    'hidden',
    async ({ visit }) => {
      const page = await visit('https://hidden.example/sw/');
      await page.waitForFunction(() => document.querySelector('#worker')?.textContent === 'ready');
      return visit('https://hidden.example/sw/again', page);
    },
    'ECH as public.example → unknown (unknown): not-from-network',
    'ECH as public.example → unknown (unknown): not-from-network',
  ),
  row(
    'a download: the page stays',
    'hidden',
    async ({ lab, visit }) => {
      const page = await visit('https://hidden.example/stays');
      const from = lab.server.log.length;
      await page.evaluate(() => void location.assign('/download'));
      await lab.server.waitFor((entry) => entry.event === 'request' && entry.seen.path === '/download', { from });
      return page;
    },
    'ECH as public.example → hidden (measured)',
    'ECH as public.example → likely-hidden (inferred)',
  ),
  row(
    'two tabs at once, the hidden one',
    'hidden',
    twoTabs('hidden'),
    'ECH as public.example → hidden (measured)',
    'ECH as public.example → likely-hidden (inferred)',
  ),
  row(
    'redirected by another name of the site, without ECH',
    'moved-www',
    at('https://moved.example/'),
    'ECH as public.example → partly-hidden (measured): same-site-before',
    'ECH as public.example → likely-hidden (inferred): same-site-before',
  ),
  row(
    'loads another name of the site, without ECH',
    'sibling',
    reaching('https://sibling.example/', 'img.sibling.example'),
    'ECH as public.example → partly-hidden (measured): same-site-exposed',
    'ECH as public.example → likely-hidden (inferred): same-site-exposed',
  ),
  row(
    'its service worker asks for another name of the site',
    'worker',
    done('https://worker.example/'),
    'ECH as public.example → partly-hidden (measured): same-site-exposed',
    'ECH as public.example → likely-hidden (inferred): same-site-exposed',
  ),
  row(
    'over the connection of the page before',
    'first',
    afterwards('https://www.first.example/', 'https://shop.first.example/'),
    'ECH as public.example → exposed (inferred): shared-connection',
    'ECH as public.example → unknown (unknown): shared-connection',
  ),
];

/** The same kinds once more: for `npm run test:full`. */
export const ARRIVALS_OTHERWISE: Row[] = [
  row(
    'over another host and a step in clear',
    'hidden',
    at('https://plain.example/redirect?to=http://hop.example/'),
    'ECH as public.example → partly-hidden (measured): cleartext-redirect',
    'ECH as public.example → likely-hidden (inferred): cleartext-redirect',
  ),
  row(
    'from the cache, named',
    'noech',
    afterwards('https://noech.example/cacheable', 'https://noech.example/cacheable'),
    'TLS 1.3 as noech.example → exposed (measured): no-ech',
    'TLS 1.3 as noech.example → unknown (unknown): not-from-network',
  ),
  row(
    'two tabs at once, the named one',
    'noech',
    twoTabs('noech'),
    'TLS 1.3 as noech.example → exposed (measured): no-ech',
    'TLS 1.3 as noech.example → exposed (inferred): no-ech',
  ),
  row(
    'hidden, with frames from exposed hosts',
    'frames',
    at('https://frames.example/'),
    'ECH as public.example → hidden (measured)',
    'ECH as public.example → likely-hidden (inferred)',
  ),
];

/** Last of all: their windows stay in front. */
export const PRIVATE: Row[] = [
  row(
    'a private window',
    'hidden',
    inPrivateWindow('https://hidden.example/'),
    'ECH as public.example → hidden (measured)',
    'ECH as public.example → unknown (unknown): not-asked',
  ),
  row(
    'a private window, named',
    'noech',
    inPrivateWindow('https://noech.example/'),
    'TLS 1.3 as noech.example → exposed (measured): not-asked',
    'TLS 1.3 as noech.example → unknown (unknown): not-asked',
  ),
];
