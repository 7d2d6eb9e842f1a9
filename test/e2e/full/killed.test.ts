// The background is killed at a moment that nobody chose, 30 times in each browser, while a page loads: the popup says in the
// end what it says of an undisturbed visit.

import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { type Extension, launchExtension, type Shown } from '../../lab/extension.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { BROWSERS, look } from '../looking.ts';

const KILLS = 30;
/** A page is there long before that. */
const LATEST_MS = 600;
const URLS = ['https://hidden.example/', 'https://off.example/', 'http://hop.example/', 'https://noech.example/'];

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => lab?.close());

describe.each(BROWSERS)('%s', (name) => {
  let overheard: Extension;
  beforeAll(async () => {
    overheard = await launchExtension(name, lab);
  });
  afterAll(() => overheard?.close());

  const said = ({ verdict, evidence, networkReads, published, cause }: Shown) => ({
    verdict,
    evidence,
    networkReads,
    published,
    cause,
  });
  const undisturbed = new Map<string, ReturnType<typeof said>>();

  it.each(URLS)('undisturbed: %s', async (url) => {
    const { page } = await overheard.browser.visit(url);
    undisturbed.set(url, said(await look(overheard, page)));
    await page.close();
  });

  it.each(Array.from({ length: KILLS }, (_, index) => [index, Math.random() * LATEST_MS, URLS[index % URLS.length]]))(
    'kill %i, %f ms after the start of %s',
    async (_index, afterMs, url) => {
      const visit = overheard.browser.visit(String(url));
      await sleep(Number(afterMs));
      await overheard.browser.stopBackground();
      const { page } = await visit;
      const expected = JSON.stringify(undisturbed.get(String(url)));
      // What is stored comes first, and what the new background knows after it.
      await look(overheard, page, (shown) => JSON.stringify(said(shown)) === expected);
      await page.close();
    },
  );
});
