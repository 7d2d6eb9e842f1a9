// The lab by hand: a browser with a window, the extension in it, and the list of sites in front.

import { launchChromium } from './browsers/chromium.ts';
import { launchFirefox } from './browsers/firefox.ts';
import type { LaunchOptions } from './browsers/lab-browser.ts';
import { startLab } from './lab.ts';
import type { BrowserName } from './site.ts';

/** Resolves when the browser's window is closed. */
export async function openLab(name: BrowserName, options: LaunchOptions): Promise<void> {
  const lab = await startLab();
  try {
    const browser = await (name === 'firefox' ? launchFirefox : launchChromium)({ headless: false, ...options });
    const closed = new Promise<void>((resolve) => browser.puppeteer.once('disconnected', () => resolve()));
    const { page } = await browser.visit(lab.site('index').url);
    await page.bringToFront();
    console.log(`${browser.version}; the lab’s resolvers for Overheard: ${lab.dns.resolvers.resolver.url} and`);
    console.log(`${lab.dns.resolvers.second.url}. Fingerprint of the expected root: ${lab.fingerprints.expected}`);
    for (const { url, title } of lab.sites) console.log(`  ${url.padEnd(36)} ${title}`);
    console.log('Close the browser to end.');
    await closed;
    await browser.close();
  } finally {
    lab.close();
  }
}
