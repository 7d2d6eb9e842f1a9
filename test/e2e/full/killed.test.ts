// The background is killed at a moment that nobody chose, 30 times in each browser, while a page loads: the popup says in the
// end what it says of an undisturbed visit, or where that is reassuring, that Overheard was stopped before it had written all. What a browser tells a background that is going down is lost for good (Chromium 156,
// Firefox 153: for some 20 ms): where a page's commit and connection were told just then, the popup says that it was not told.

import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Shown } from '../../lab/extension.ts';
import { BROWSERS, look } from '../looking.ts';
import { withLab, withOverheard } from '../with-overheard.ts';
import { words } from '../words.ts';

const KILLS = 30;
/** Of those kills at most so many may take with them what was told of the page: a fifth was the most that was seen. */
const MOST_LOST = KILLS / 2;
/** A page is there long before that. */
const LATEST_MS = 600;
const URLS = ['https://hidden.example/', 'https://off.example/', 'http://hop.example/', 'https://noech.example/'];

const lab = withLab();

describe.each(BROWSERS)('%s', (name) => {
  const overheard = withOverheard(name, lab);

  const said = ({ verdict, evidence, networkReads, published, cause }: Shown) => ({
    verdict,
    evidence,
    networkReads,
    published,
    cause,
  });
  const undisturbed = new Map<string, ReturnType<typeof said>>();
  const label = name === 'firefox' ? 'Firefox' : 'Chrome';
  let lost = 0;
  let interrupted = 0;

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
      const { host } = new URL(String(url));
      const expected = undisturbed.get(String(url));
      // What is stored comes first, and what the new background knows after it.
      const isSame = (shown: Shown) => JSON.stringify(said(shown)) === JSON.stringify(expected);
      const same = await look(overheard, page, isSame).catch(() => null);
      if (same === null) {
        const shown = await look(overheard, page);
        if (shown.text.includes(words('unknown_interrupted'))) {
          expect(['hidden', 'partly-hidden', 'likely-hidden']).toContain(expected?.verdict);
          interrupted++;
          return page.close();
        }
        expect(shown.published).toBe(expected?.published);
        expect(shown.evidence).not.toBe('measured');
        const unreported = [words('unknown_predates_extension'), words('unknown_not_told', label)];
        // Firefox tells of the end of a response that was not heard, and that it came from the network.
        if (name === 'firefox')
          unreported.push(
            words('basis_should_hide_unreported', host, label),
            words('basis_should_show_unreported', host, label),
          );
        expect(unreported.some((sentence) => shown.text.includes(sentence))).toBe(true);
        lost++;
      }
      await page.close();
    },
  );

  it('hardly any kill took with it what was told of the page', () => {
    console.log(
      `${name}: ${lost} of ${KILLS} kills took with them what was told of the page, ${interrupted} what was not written`,
    );
    expect(lost).toBeLessThan(MOST_LOST);
  });
});
