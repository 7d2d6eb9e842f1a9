// Private windows, where the browser lets the extension look: nobody is asked about them unless the settings say so, no
// answer is kept, and nothing is left when the window is closed.

import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BROWSERS, lookAtTab } from './looking.ts';
import { withLab, withOverheard } from './with-overheard.ts';
import { words } from './words.ts';

const lab = withLab();

describe.each(BROWSERS)('%s', (name) => {
  const overheard = withOverheard(name, lab, { inPrivateWindows: true });
  let windowId: number;
  let tabId: number;
  beforeAll(async () => {
    [windowId, tabId] = await call<[number, number]>(
      'browser.windows.create({ incognito: true }).then(({ id, tabs }) => [id, tabs[0].id])',
    );
  });
  beforeEach(() => {
    lab.dns.questions.length = 0;
  });

  // The windows are out of the drivers' reach, so that they are led by the extension's own API.
  const call = <T>(expression: string) => overheard.console.evaluate(expression) as Promise<T>;
  const asked = () => lab.dns.questions.filter(({ view }) => view === 'resolver').map((question) => question.name);
  const stored = () => call<Record<string, unknown>>('browser.storage.session.get()');

  async function visit(url: string): Promise<void> {
    await call(`browser.tabs.update(${tabId}, { url: ${JSON.stringify(url)} })`);
    const shows = () => call(`browser.tabs.get(${tabId}).then(({ url, status }) => [url, status])`);
    await expect.poll(shows, { timeout: 10_000 }).toEqual([url, 'complete']);
  }

  it('asks nobody, and says so', async () => {
    await visit('https://hidden.example/');
    const { verdict, text } = await lookAtTab(overheard, tabId);
    expect(verdict).toBe(name === 'firefox' ? 'hidden' : 'unknown');
    expect(text).toContain(words('unknown_private_window'));
    expect(asked()).not.toContain('hidden.example');
  });

  it('asks when the settings allow it, and keeps no answer', async () => {
    await overheard.configure({ privateWindows: true });
    await visit('https://noech.example/');
    expect((await lookAtTab(overheard, tabId)).text).toContain(words('published_no_ech'));
    // The page before is asked about too, if it is still there when the settings allow it.
    expect(asked().filter((host) => host !== 'hidden.example')).toEqual(['noech.example']);
    expect(Object.keys(await stored()).filter((key) => key.startsWith('lookup:'))).toEqual([]);
  });

  it('forgets the window when it is closed', async () => {
    expect(JSON.stringify(await stored())).toContain('noech.example');
    await call(`browser.windows.remove(${windowId})`);
    await expect.poll(async () => JSON.stringify(await stored())).not.toContain('noech.example');
  });
});
