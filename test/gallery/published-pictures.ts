// Puts pictures of the gallery beside each other: for the README into .github/popup.png, for the stores into .github/store/, 1280
// by 800 as both want them. Run it after the gallery:
//   node test/gallery/run.mjs published-pictures

import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, type Page } from 'puppeteer-core';

const root = join(import.meta.dirname, '../..');

interface Sheet {
  file: string;
  width: number;
  height: number;
  /** Of the gallery, without their endings. */
  pictures: string[];
  /** Of each. Default: the popup's. */
  pictureWidth?: number;
}

const STORE = { width: 1280, height: 800 };
const SHEETS: Sheet[] = [
  {
    file: 'popup.png',
    width: 1560,
    height: 640,
    pictures: [
      'firefox/hidden-cloudflare.light',
      'firefox/offered-not-used.light',
      'chromium/likely-hidden.dark',
      'firefox/cleartext.dark',
    ],
  },
  {
    file: 'store/verdicts.png',
    ...STORE,
    pictures: ['firefox/hidden-cloudflare.light', 'firefox/offered-not-used.light', 'firefox/exposed-no-record.light'],
  },
  {
    file: 'store/who-sees-what.png',
    ...STORE,
    pictures: [
      'firefox/others-some-named.light.open',
      'firefox/partly-hidden-dns.light',
      'firefox/hidden-same-owner.light',
    ],
  },
  {
    file: 'store/read-on-the-way.png',
    ...STORE,
    pictures: ['firefox/hidden.light.open', 'firefox/intercepted.light', 'firefox/cleartext.light'],
  },
  {
    file: 'store/chrome.png',
    ...STORE,
    pictures: [
      'chromium/likely-hidden-cloudflare.dark',
      'chromium/probably-exposed-no-record.dark',
      'chromium/unknown-no-resolver.dark',
    ],
  },
  { file: 'store/inspect.png', ...STORE, pictures: ['firefox/inspect-ech.light'], pictureWidth: 1220 },
  { file: 'store/chrome-inspect.png', ...STORE, pictures: ['chromium/inspect-ech.dark'], pictureWidth: 1220 },
];

export async function run(): Promise<void> {
  mkdirSync(join(root, '.github/store'), { recursive: true });
  const browser = await launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  const page = await browser.newPage();
  for (const sheet of SHEETS) await compose(page, sheet);
  await browser.close();
}

async function compose(page: Page, { file, width, height, pictures, pictureWidth = 360 }: Sheet): Promise<void> {
  await page.setViewport({ width, height });
  const images = pictures.map((name) => {
    const source = readFileSync(join(root, '.cache/gallery', `${name}.png`)).toString('base64');
    return `<img src="data:image/png;base64,${source}">`;
  });
  await page.setContent(
    `<style>body{margin:0;padding:20px 0;display:flex;gap:20px;background:#8a8a94;align-items:flex-start;justify-content:space-evenly;height:${height - 40}px;overflow:hidden}
     img{width:${pictureWidth}px;border-radius:10px;box-shadow:0 4px 18px #0005}</style>${images.join('')}`,
  );
  await page.screenshot({ path: join(root, '.github', file) });
}
