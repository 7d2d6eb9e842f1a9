import { expect, it, vi } from 'vitest';
import { assess } from '../../../src/assess/assess.ts';
import { reportKey } from '../../../src/shared/messages.ts';
import { FakeBrowser } from '../fake-browser/fake-browser.ts';
import { visit } from './visit.ts';

vi.mock('../../../src/assess/assess.ts', { spy: true });

it('assesses again only what has changed', async () => {
  const browser = new FakeBrowser();
  const play = async (tabId: number) => {
    for (const event of visit('https://news.example/', { tabId })) browser.emit(event);
    await browser.settle();
  };
  await play(1);
  await play(2);
  const popup = browser.openPopup();
  vi.mocked(assess).mockClear();
  popup.ask({ kind: 'watch', tabId: 1 });
  browser.changeNetwork();
  await browser.settle();
  expect(popup.reports.at(-1)?.verdict).toBe('hidden');
  // The popup tells when the network was looked at; the other tab has nothing new.
  expect(vi.mocked(assess).mock.calls.map(([facts]) => facts.page.tabId)).toEqual([1]);

  vi.mocked(assess).mockClear();
  browser.systemAnswer = () => ({ kind: 'addresses', addresses: ['10.0.0.1'] });
  browser.changeNetwork();
  await browser.settle();
  expect(vi.mocked(assess).mock.calls.map(([facts]) => facts.page.tabId)).toEqual([1, 2]);
  expect(popup.reports.at(-1)?.canary.state).toBe('set');
});

it.each(['firefox', 'chromium'] as const)(
  'a woken background writes and draws nothing that is stored (%s)',
  async (kind) => {
    const browser = new FakeBrowser(kind);
    for (const event of visit('https://news.example/')) browser.emit(event);
    await browser.settle();
    const stored = browser.report(1);
    browser.kill();
    browser.api.session.set.mockClear();
    browser.icons.clear();

    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    await browser.settle();
    expect(popup.reports).toEqual([stored]);
    expect(browser.api.session.set.mock.calls.flatMap(([entries]) => Object.keys(entries))).toEqual([]);
    expect(browser.icons.size).toBe(0);
  },
);

it('a woken background that concludes anything else writes and draws it', async () => {
  const browser = new FakeBrowser();
  for (const event of visit('https://news.example/')) browser.emit(event);
  await browser.settle();
  browser.kill();
  const before = browser.icons.get(1);
  browser.api.session.put({ [reportKey(1)]: { ...browser.report(1), verdict: 'unknown' } });
  browser.icons.clear();

  browser.openPopup().ask({ kind: 'watch', tabId: 1 });
  await browser.settle();
  expect(browser.report(1)?.verdict).toBe('hidden');
  expect(before).toBeDefined();
  expect(browser.icons.get(1)).toEqual(before);
});
