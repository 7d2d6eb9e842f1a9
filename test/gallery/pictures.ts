// Pictures of the popup for every case, and of every other page in each of its states, out of the built extension in both browsers,
// into .cache/gallery/<browser>/. Each is also read by axe, is no wider than its window, and stands still for who wants less motion.
// Run it in the lab's namespace, after a build, for everything or for what begins like this:
//   node test/lab/run.mjs node test/gallery/run.mjs pictures [firefox|chromium] [CASE…]

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchChromium } from '../lab/browsers/chromium.ts';
import { launchFirefox } from '../lab/browsers/firefox.ts';
import { startLab } from '../lab/lab.ts';
import type { BrowserName } from '../lab/site.ts';
import { LANGUAGES, type Language, STILL } from './looks.ts';
import { drawPages } from './pages.ts';
import { drawPopups, drawPopupsIn, popupNames } from './popups.ts';
import { translatedExtension } from './translated-extension.ts';

const root = join(import.meta.dirname, '../..');
const dist = process.env.OVERHEARD_DIST ?? join(root, 'dist');
const LAUNCH = { firefox: launchFirefox, chromium: launchChromium };
const BROWSERS: readonly BrowserName[] = ['firefox', 'chromium'];

export async function run(...wanted: string[]): Promise<void> {
  const browsers = BROWSERS.filter((name) => wanted.includes(name));
  const beginnings = wanted.filter((word) => !BROWSERS.includes(word as BrowserName));
  const isWanted = (name: string) =>
    beginnings.length === 0 || beginnings.some((beginning) => name.startsWith(beginning));
  const lab = await startLab();
  const faults: string[] = [];
  try {
    for (const name of browsers.length === 0 ? BROWSERS : browsers) {
      const folder = join(root, '.cache/gallery', name);
      mkdirSync(folder, { recursive: true });
      const build = join(dist, name);
      const passes: [extension: string, language?: Language][] = [
        [build],
        ...(Object.keys(LANGUAGES) as Language[]).map((language): (typeof passes)[0] => [
          translatedExtension(build, language, join(root, '.cache/gallery/extensions', name)),
          language,
        ]),
      ];
      for (const [extension, language] of passes) {
        faults.push(...(await drawReports(name, extension, folder, popupNames(isWanted), language)));
        faults.push(...(await drawPages(name, lab, extension, folder, isWanted, language)));
      }
    }
  } finally {
    lab.close();
  }
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
}

/** The popup's reports, which need nothing of the lab. */
async function drawReports(
  name: BrowserName,
  extension: string,
  folder: string,
  names: string[],
  language?: Language,
): Promise<string[]> {
  if (names.length === 0) return [];
  const browser = await LAUNCH[name]({ ...STILL, extension });
  try {
    const found = await (language === undefined
      ? drawPopups(browser, folder, names)
      : drawPopupsIn(language, browser, folder, names));
    return [...found, ...(await browser.consoleErrors()).map((error) => `${name} console: ${error}`)];
  } finally {
    await browser.close();
  }
}
