// Puts four pictures of the gallery beside each other for the README, into .github/popup.png. Run it after the gallery:
//   node test/gallery/run.mjs readme-picture

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from 'puppeteer-core';

const root = join(import.meta.dirname, '../..');

const PICTURES = [
  'firefox/hidden-cloudflare.light',
  'firefox/offered-not-used.light',
  'chromium/likely-hidden.dark',
  'firefox/cleartext.dark',
];

export async function run(): Promise<void> {
  const browser = await launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  const page = await browser.newPage();
  await page.setViewport({ width: 1560, height: 640 });
  const images = PICTURES.map((name) => {
    const source = readFileSync(join(root, '.cache/gallery', `${name}.png`)).toString('base64');
    return `<img src="data:image/png;base64,${source}">`;
  });
  await page.setContent(
    `<style>body{margin:0;padding:20px;display:flex;gap:20px;background:#8a8a94;align-items:flex-start;height:600px;overflow:hidden}
     img{width:360px;border-radius:10px;box-shadow:0 4px 18px #0005}</style>${images.join('')}`,
  );
  await page.screenshot({ path: join(root, '.github/popup.png') });
  await browser.close();
}
