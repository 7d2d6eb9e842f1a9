// What a page of the web can reach of the extension: nothing. And every run looks at consoles and at whom the extension asks, as it
// closes: here that it would be seen.

import { beforeAll, describe, expect, it } from 'vitest';
import { type Extension, launchExtension } from '../lab/extension.ts';
import { BROWSERS, look } from './looking.ts';
import { withLab } from './with-overheard.ts';

const lab = withLab();

describe.each(BROWSERS)('%s', (name) => {
  let overheard: Extension;
  beforeAll(async () => {
    overheard = await launchExtension(name, lab);
  });

  it('lets no web page load any of its resources', async () => {
    const { page } = await overheard.browser.visit('https://hidden.example/');
    const ours = ['popup.html', 'background.js', 'manifest.json', 'icons/app-16.png'];
    const loaded = await page.evaluate(
      async (urls) => {
        const loads = (tag: 'img' | 'script' | 'link', url: string) =>
          new Promise<boolean>((resolve) => {
            const element = document.createElement(tag);
            element.onload = () => resolve(true);
            element.onerror = () => resolve(false);
            Object.assign(element, tag === 'link' ? { rel: 'stylesheet', href: url } : { src: url });
            document.body.append(element);
          });
        const fetched = (url: string) =>
          fetch(url, { mode: 'no-cors' }).then(
            () => true,
            () => false,
          );
        return Promise.all(
          urls.flatMap((url) => [fetched(url), ...(['img', 'script', 'link'] as const).map((tag) => loads(tag, url))]),
        );
      },
      ours.map((path) => `${overheard.browser.extensionOrigin}/${path}`),
    );
    expect(loaded).toEqual(ours.flatMap(() => [false, false, false, false]));
  });

  it('fails on a console error and on a request to a host that no test allowed, and on nothing else', async () => {
    const { page } = await overheard.browser.visit('https://hidden.example/');
    await look(overheard, page);
    overheard.mayContact('noech.example');
    await overheard.console.evaluate(async () => {
      await fetch('https://noech.example/');
      await fetch('https://plain.example/');
      void Promise.reject(new Error('a mistake of ours'));
    });
    await expect.poll(() => overheard.browser.consoleErrors(), { timeout: 5_000 }).toHaveLength(1);
    const complaint = await overheard.close().catch(String);
    expect(complaint).toMatch(/on a console: .*a mistake of ours/);
    expect(complaint).toMatch(/; a request to plain\.example, which the test gave no leave to ask$/);
  });
});
