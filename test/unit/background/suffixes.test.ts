// The suffix list is read when something first depends on it; until then that waits, and nothing else does.

import { describe, expect, it } from 'vitest';
import type { NavigationEvent, SubresourceResponse } from '../../../src/shared/ports.ts';
import { connection } from '../assess/facts-builder.ts';
import { FakeBrowser } from '../fake-browser/fake-browser.ts';
import { subresource } from './subresource.ts';
import { COMMITTED_AT_MS, committed, redirectedFromPlain, visit } from './visit.ts';

const NEWS = 'https://www.news.co.uk/';
const under = { topHost: 'www.news.co.uk' };
const exposed = { connection: connection({ usedEch: false }), ...under };
const NEVER = new Promise<never>(() => {});

async function play(browser: FakeBrowser, events: NavigationEvent[], responses: SubresourceResponse[] = []) {
  for (const event of events) browser.emit(event);
  for (const one of responses) browser.see(one);
  await browser.settle();
}

async function popupOver(browser: FakeBrowser) {
  const popup = browser.openPopup();
  popup.ask({ kind: 'watch', tabId: 1 });
  await browser.settle();
  return popup.reports.map(({ verdict }) => verdict);
}

function wake(browser: FakeBrowser): void {
  browser.kill();
  browser.start();
}

/** `news.co.uk` without ECH redirects to www with it. */
const redirected = redirectedFromPlain(
  'https://news.co.uk/',
  NEWS,
  connection({ usedEch: false, address: '192.0.2.9' }),
);

it('is not read for pages, strangers and popups that do not depend on it', async () => {
  const browser = new FakeBrowser();
  await play(browser, visit(NEWS), [subresource('cdn.org', under), subresource('www.news.co.uk', under)]);
  await play(browser, visit('https://other.example/', { tabId: 2 }));
  wake(browser);
  expect(await popupOver(browser)).toContain('hidden');
  expect(browser.suffixReads).toBe(0);
});

it('is read once by a background, for all that depends on it', async () => {
  const browser = new FakeBrowser();
  await play(browser, visit(NEWS), [subresource('rival.co.uk', exposed), subresource('img.news.co.uk', under)]);
  expect(browser.report(1)?.verdict).toBe('hidden');
  await play(browser, [], [subresource('static.news.co.uk', exposed)]);
  expect(browser.report(1)?.verdict).toBe('partly-hidden');
  expect(browser.suffixReads).toBe(1);
});

describe('while it is being read', () => {
  it('a popup is not told what is concluded without it', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS), [subresource('rival.co.uk', exposed)]);
    wake(browser);
    let there = (_: unknown) => {};
    browser.suffixDelay = new Promise((resolve) => {
      there = resolve;
    });
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    await browser.settle();
    expect(popup.reports).toEqual([]);
    there(undefined);
    await browser.settle();
    expect(new Set(popup.reports.map(({ verdict }) => verdict))).toEqual(new Set(['hidden']));
  });

  it('a request that may be of the site waits, and outlives the background', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS));
    browser.suffixDelay = NEVER;
    await play(browser, [], [subresource('static.news.co.uk', exposed)]);
    expect(browser.icons.get(1)?.verdict).toBe('hidden-unknown-set');
    browser.suffixDelay = Promise.resolve();
    wake(browser);
    await browser.settle();
    expect(browser.icons.get(1)?.verdict).toBe('partly-hidden');
    expect([...browser.session.keys()].filter((key) => key.startsWith('event:'))).toEqual([]);
  });

  it('later events wait behind it, and a popup for them', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS));
    let there = (_: unknown) => {};
    browser.suffixDelay = new Promise((resolve) => {
      there = resolve;
    });
    await play(browser, visit('https://other.example/'), []);
    browser.see(subresource('static.other.example', { ...exposed, topHost: 'other.example' }));
    browser.emit(committed('https://third.example/', { timeMs: COMMITTED_AT_MS + 900 }));
    browser.tabs.set(1, { url: 'https://third.example/', private: false });
    expect(await popupOver(browser)).toEqual([]);
    there(undefined);
    await browser.settle();
    expect(browser.report(1)).toMatchObject({
      site: { host: 'third.example' },
      basis: { reason: { arrival: 'unreported' } },
    });
  });

  it('the report of a page is left to the next background, icon and all', async () => {
    const browser = new FakeBrowser();
    browser.suffixDelay = NEVER;
    await play(browser, redirected);
    expect(browser.report(1)).toBeUndefined();
    browser.suffixDelay = Promise.resolve();
    wake(browser);
    await browser.settle();
    expect([browser.report(1)?.verdict, browser.icons.get(1)?.verdict]).toEqual(['partly-hidden', 'partly-hidden']);
    expect([...browser.session.keys()].filter((key) => key.startsWith('report-awaited'))).toEqual([]);
  });
});

it('that cannot be read keeps nobody waiting', async () => {
  const browser = new FakeBrowser();
  browser.losesSuffixes = true;
  await play(browser, redirected, [subresource('img.news.co.uk', under)]);
  expect([browser.report(1)?.verdict, browser.icons.get(1)?.verdict]).toEqual(['partly-hidden', 'partly-hidden']);
});
