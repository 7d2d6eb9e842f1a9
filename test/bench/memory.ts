// `npm run bench memory`: what the background's heap holds after 200 tabs of 200 hosts, its garbage collected first, beside the same
// with an extension whose background only answers. What storage.session holds is the browser's own memory and is counted besides. It
// asserts nothing. Runs in the lab, over the built extension.

import { fileURLToPath } from 'node:url';
import { launchChromium } from '../lab/browsers/chromium.ts';
import { launchFirefox } from '../lab/browsers/firefox.ts';
import { launchExtension, type OpenBrowser } from '../lab/extension.ts';
import type { Lab } from '../lab/lab.ts';
import type { BrowserName } from '../lab/site.ts';
import type { Row } from './row.ts';

const LAUNCH = { firefox: launchFirefox, chromium: launchChromium };
const PROBE = fileURLToPath(new URL('../lab/probe-extension', import.meta.url));
const TABS = 200;
/** The pages' own processes are not what is measured; Chromium would have one for each. */
const SWITCHES = ['--renderer-process-limit=4'];
const MEGABYTE = 1024 * 1024;

interface Held {
  heap: number;
  stored: number;
}

export async function measure(name: BrowserName, lab: Lab): Promise<Row[]> {
  const extension = await launchExtension(name, lab, { switches: SWITCHES });
  await extension.console.close();
  const ours = await afterTabs(extension.browser).finally(() => extension.close());
  const empty = await LAUNCH[name]({ extension: PROBE, geckoId: 'probe@lab.example', switches: SWITCHES });
  const theirs = await afterTabs(empty).finally(() => empty.close());
  const row = (what: string, of: keyof Held): Row => ({
    what: `${what}, ${TABS} tabs`,
    unit: 'MB',
    measured: [ours[of] / MEGABYTE],
    limit: { what: 'a background that only answers', measured: [theirs[of] / MEGABYTE], paired: false },
  });
  return [row('heap of the background', 'heap'), row('storage.session', 'stored')];
}

async function afterTabs(browser: OpenBrowser): Promise<Held> {
  for (let tab = 0; tab < TABS; tab++) {
    const { error } = await browser.visit(`https://h${tab}.many.example/`);
    if (error !== undefined) throw new Error(error);
  }
  const stored = await browser.evaluateInBackground<number>(
    'chrome.storage.session.get().then((all) => Object.entries(all).reduce((sum, entry) => sum + JSON.stringify(entry).length, 0))',
  );
  return { heap: await browser.backgroundHeap(), stored };
}
