// The site's other names in a visit: icon and stored report follow at once, whoever looks, and whatever else the page reaches.

import { describe, expect, it } from 'vitest';
import type { NavigationEvent, SubresourceResponse } from '../../../src/shared/ports.ts';
import { connection } from '../assess/facts-builder.ts';
import { FakeBrowser } from '../fake-browser/fake-browser.ts';
import { subresource } from './subresource.ts';
import { COMMITTED_AT_MS, committed, redirect, visit } from './visit.ts';

const NEWS = 'https://www.news.example/';
const exposed = { connection: connection({ usedEch: false }), topHost: 'www.news.example' };

async function play(browser: FakeBrowser, events: NavigationEvent[], responses: SubresourceResponse[] = []) {
  for (const event of events) browser.emit(event);
  for (const one of responses) browser.see(one);
  await browser.settle();
}

/** What is drawn and stored without any popup. */
const shown = (browser: FakeBrowser) => [browser.icons.get(1)?.verdict, browser.report(1)?.verdict];

/** `news.example`, without ECH, redirects to www. */
const redirected: NavigationEvent[] = [
  { kind: 'request', tabId: 1, requestId: 'r', url: 'https://news.example/', timeMs: COMMITTED_AT_MS - 60 },
  {
    kind: 'response',
    tabId: 1,
    requestId: 'r',
    url: 'https://news.example/',
    fromCache: false,
    timeMs: COMMITTED_AT_MS - 50,
    connection: exposed.connection,
  },
  redirect('https://news.example/', NEWS),
  {
    kind: 'response',
    tabId: 1,
    requestId: 'r',
    url: NEWS,
    fromCache: false,
    timeMs: COMMITTED_AT_MS - 20,
    connection: connection(),
  },
  committed(NEWS),
];

describe('a page with ECH', () => {
  it('is partly hidden from the start where the bare domain redirected to it without ECH', async () => {
    const browser = new FakeBrowser();
    await play(browser, redirected);
    expect(shown(browser)).toEqual(['partly-hidden', 'partly-hidden']);
    expect(browser.report(1)?.cause).toMatchObject({
      kind: 'same-site-before',
      why: { args: [{ host: 'news.example' }] },
    });
  });

  it('becomes partly hidden when it loads another name of the site without ECH, and no stranger does that', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS), [subresource('stranger.org', exposed)]);
    expect(shown(browser)).toEqual(['hidden-unknown-set', 'hidden']);
    await play(browser, [], [subresource('static.news.example', exposed)]);
    expect(shown(browser)).toEqual(['partly-hidden', 'partly-hidden']);
  });

  it('is judged exactly after more strangers than are remembered', async () => {
    const browser = new FakeBrowser();
    const strangers = Array.from({ length: 1_200 }, (_, n) => subresource(`h${n}.org`, exposed));
    await play(browser, visit(NEWS), strangers);
    expect(shown(browser)).toEqual(['hidden-unknown-set', 'hidden']);
    await play(browser, [], [subresource('static.news.example', exposed)]);
    expect(shown(browser)).toEqual(['partly-hidden', 'partly-hidden']);
  });

  it('is judged the same wherever the background is killed', async () => {
    const run = async (killAt: number) => {
      const browser = new FakeBrowser();
      browser.killAtAwait = killAt;
      await play(browser, redirected, [subresource('static.news.example', exposed)]);
      browser.openPopup().ask({ kind: 'watch', tabId: 1 });
      await browser.settle();
      return { verdict: browser.report(1)?.verdict, awaits: browser.awaits };
    };
    const { awaits } = await run(Number.POSITIVE_INFINITY);
    for (let killAt = 1; killAt <= awaits; killAt++)
      expect((await run(killAt)).verdict, `killed at await ${killAt}`).toBe('partly-hidden');
  });
});
