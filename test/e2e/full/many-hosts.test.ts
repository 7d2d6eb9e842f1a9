// A page with 5,000 requests to 600 hosts: what is kept of them is bounded and says so, and the popup opens at once.

import { describe, expect, it } from 'vitest';
import { BROWSERS, settled } from '../looking.ts';
import { withLab, withOverheard } from '../with-overheard.ts';

/** Some 300 bytes a host. */
const MAX_CHARACTERS = 200_000;

const lab = withLab();

describe.each(BROWSERS)('%s', (name) => {
  const overheard = withOverheard(name, lab);

  it('600 hosts, a third of them named', { timeout: 180_000 }, async () => {
    const url = 'https://many.example/?hosts=600&requests=5000';
    const { page } = await overheard.browser.visit(url, { timeoutMs: 120_000 });
    await page.waitForFunction(() => document.title === 'done', { timeout: 120_000 });
    const failures = Number(await page.evaluate(() => document.documentElement.dataset.failures));

    const tabId = await overheard.tabOf(page);
    const startMs = performance.now();
    const popup = await overheard.popup(tabId);
    const shown = await overheard.read(popup, (now) => settled(now) && now.text.includes('300'));
    const openMs = performance.now() - startMs;
    expect(shown.text).toMatch(name === 'firefox' ? /At least \d+ of 300/i : /more than these 300/);

    const kept = (await overheard.console.evaluate(
      'browser.storage.session.get().then((all) => Object.entries(all).filter(([key]) => key.startsWith("host:")).map(([, value]) => JSON.stringify(value).length))',
    )) as number[];
    const characters = kept.reduce((sum, one) => sum + one, 0);
    console.log(
      `${name}: ${kept.length} entries, ${characters} characters, ${failures} failed requests, popup in ${openMs.toFixed(0)} ms`,
    );
    expect(kept.length).toBeGreaterThanOrEqual(301);
    expect(kept.length).toBeLessThanOrEqual(302);
    expect(characters).toBeLessThan(MAX_CHARACTERS);
  });
});
