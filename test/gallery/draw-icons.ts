// Draws icons/*.png from icons/*.svg with Chromium, on a transparent ground, and a sheet of all of them without colour at the size
// of a toolbar, as .cache/gallery/icons.png: look at it after changing a picture.
//   node test/gallery/run.mjs draw-icons

import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { launch, type Page } from 'puppeteer-core';
import manifest from '../../manifest.json';
import { ICON_SIZES } from '../../src/shared/icon.ts';

const root = join(import.meta.dirname, '../..');
const icons = join(root, 'icons');
/** Firefox's and Chrome's, light and dark. */
const TOOLBARS = ['#f9f9fb', '#ffffff', '#2b2a33', '#35363a'];

/** Drawn on a grid of 16, they are crisp at its multiples: other sizes hold the next smaller multiple with a margin. */
const GRID = 16;
const artSize = (size: number): number => Math.floor(size / GRID) * GRID;

export async function run(): Promise<void> {
  const browser = await launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  const page = await browser.newPage();
  const names = readdirSync(icons)
    .filter((name) => name.endsWith('.svg'))
    .map((name) => basename(name, '.svg'));
  for (const name of names) {
    for (const size of name === 'app' ? Object.keys(manifest.icons).map(Number) : ICON_SIZES)
      await draw(page, name, size);
  }
  await drawSheet(page, names);
  await browser.close();
}

const source = (file: string, type: string): string =>
  `data:image/${type};base64,${readFileSync(join(icons, file)).toString('base64')}`;

async function draw(page: Page, name: string, size: number): Promise<void> {
  const art = artSize(size);
  const margin = Math.floor((size - art) / 2);
  await page.setViewport({ width: size, height: size });
  await page.setContent(
    `<body style="margin:0"><img src="${source(`${name}.svg`, 'svg+xml')}" width="${art}" height="${art}" style="display:block;padding:${margin}px">`,
  );
  await page.screenshot({ path: join(icons, `${name}-${size}.png`), omitBackground: true });
}

async function drawSheet(page: Page, names: string[]): Promise<void> {
  const rows = TOOLBARS.map((ground) => {
    const cells = names.map((name) => {
      const image = source(`${name}-16.png`, 'png');
      return `<td style="background:${ground}"><img src="${image}"> <img src="${image}" class="large"></td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  await page.setViewport({ width: 160 * names.length, height: 530 });
  await page.setContent(
    `<style>body{margin:0;filter:grayscale(1)}td{padding:12px}.large{width:96px;image-rendering:pixelated}</style>
     <table><tr>${names.map((name) => `<th>${name}</th>`).join('')}</tr>${rows.join('')}</table>`,
  );
  const folder = join(root, '.cache/gallery');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, 'icons.png') });
}
