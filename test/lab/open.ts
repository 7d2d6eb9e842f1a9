// The lab by hand (`npm start -- --lab`): a browser with a window, the extension in it as after its first start, and the list of
// sites in front. Ends when the window is closed. LAB_HEADLESS=1 does without a window.

import { launchExtension } from './extension.ts';
import { startLab } from './lab.ts';

export async function main([name]: string[]): Promise<void> {
  if (name !== 'firefox' && name !== 'chromium') throw new Error('usage: open.ts firefox|chromium');
  const lab = await startLab();
  try {
    const { browser } = await launchExtension(name, lab, { headless: process.env.LAB_HEADLESS === '1' });
    const closed = new Promise<void>((resolve) => browser.puppeteer.once('disconnected', () => resolve()));
    const { page } = await browser.visit(lab.site('index').url);
    await page.bringToFront();
    console.log(`${browser.version}, with Overheard set to the lab’s resolver ${lab.dns.resolvers.resolver.url}.`);
    for (const { url, title } of lab.sites) console.log(`  ${url.padEnd(36)} ${title}`);
    console.log('Close the browser to end.');
    await closed;
  } finally {
    lab.close();
  }
}
