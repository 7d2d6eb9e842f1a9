// A server that drops ECH in the middle of a page, which goes on sending requests: what the popup says, and how soon.

import { expect } from 'vitest';
import type { Extension } from '../lab/extension.ts';
import type { Lab } from '../lab/lab.ts';
import { settled } from './looking.ts';
import { words } from './words.ts';

/** A request is checked at least once a second. */
const LATEST_MS = 2_000;
const REQUEST_EVERY_MS = 300;
/** Until Firefox has tried ECH once more and goes on without: seconds, on a busy machine. */
const RECONNECT_MS = 20_000;
/** The page's own, and another host that it requests from. */
const OWN = 'hidden';
const OTHER = 'many';
const OTHER_HOST = 'h1.many.example';

/** Returns how long after the first response without ECH the popup said so, in milliseconds. */
export async function dropEch(overheard: Extension, lab: Lab): Promise<number> {
  await lab.reset();
  const { page } = await overheard.browser.visit('https://hidden.example/');
  await page.evaluate(
    (url: string, everyMs: number) => {
      let n = 0;
      const send = (address: string) => fetch(address, { mode: 'no-cors', cache: 'no-store' }).catch(() => {});
      setInterval(() => {
        n++;
        void send(`/pixel.svg?n=${n}`);
        void send(`${url}?n=${n}`);
      }, everyMs);
    },
    `https://${OTHER_HOST}/pixel.svg`,
    REQUEST_EVERY_MS,
  );
  const popup = await overheard.popup(await overheard.tabOf(page));
  const before = await overheard.read(popup, (now) => settled(now) && now.text.includes('to this host'));
  expect(before).toMatchObject({ verdict: 'hidden', evidence: 'measured' });

  const from = lab.server.log.length;
  for (const site of [OWN, OTHER]) await lab.server.change(site, { keys: [] });
  for (const site of [OWN, OTHER]) await lab.server.drop(site);
  const isWithoutEch = (host: string) => (entry: (typeof lab.server.log)[number]) =>
    entry.event === 'request' && entry.seen.host === host && !entry.seen.echAccepted;
  const first = await lab.server.waitFor(isWithoutEch('hidden.example'), { from, timeoutMs: RECONNECT_MS });
  const { cause, text } = await overheard.read(popup, ({ verdict }) => verdict === 'partly-hidden');
  const afterMs = Date.now() - first.timeMs;
  expect(cause).toBe('exposed-later');
  expect(text).not.toContain('to this host');
  expect(afterMs).toBeLessThanOrEqual(LATEST_MS);

  const other = await lab.server.waitFor(isWithoutEch(OTHER_HOST), { from, timeoutMs: RECONNECT_MS });
  await overheard.read(popup, (now) => now.text.includes(words('others_one_sees')));
  // Both are read from one popup, one after the other.
  expect(Date.now() - Math.max(other.timeMs, first.timeMs + afterMs)).toBeLessThanOrEqual(LATEST_MS);
  await popup.close();
  await page.close();
  return afterMs;
}
