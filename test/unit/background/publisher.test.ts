import { expect, it, vi } from 'vitest';
import { assess } from '../../../src/assess/assess.ts';
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
