// Draws icons/*.png from icons/*.svg with Chromium, on a transparent ground. Run it after changing a picture:
//   node test/gallery/run.mjs draw-icons

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { launch } from 'puppeteer-core';

const icons = join(import.meta.dirname, '../../icons');

/** The toolbar wants 16 and 32; the store and the add-on pages want the app itself larger. */
const sizesOf = (name: string): number[] => (name === 'app' ? [16, 32, 48, 128] : [16, 32]);

export async function run(): Promise<void> {
  const browser = await launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  const page = await browser.newPage();
  for (const file of readdirSync(icons).filter((name) => name.endsWith('.svg'))) {
    const name = basename(file, '.svg');
    const source = readFileSync(join(icons, file)).toString('base64');
    for (const size of sizesOf(name)) {
      await page.setViewport({ width: size, height: size });
      await page.setContent(
        `<body style="margin:0"><img src="data:image/svg+xml;base64,${source}" width="${size}" height="${size}" style="display:block">`,
      );
      await page.screenshot({ path: join(icons, `${name}-${size}.png`), omitBackground: true });
    }
  }
  await browser.close();
}
