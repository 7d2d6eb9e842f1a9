// The toolbar's icons as they are drawn: all sizes are there, every pair differs without colour at the size of a toolbar, and none
// fades into a light or a dark one.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import manifest from '../../../manifest.json';
import { ICON_SIZES, iconPaths } from '../../../src/shared/icon.ts';
import type { Icon } from '../../../src/shared/report.ts';

const root = join(import.meta.dirname, '../../..');
const STATES: Icon[] = [
  'hidden',
  'hidden-unknown-set',
  'partly-hidden',
  'likely-hidden',
  'offered-not-used',
  'exposed',
  'intercepted',
  'cleartext',
  'unknown',
  'not-applicable',
];
/** Firefox's and Chrome's toolbars, light and dark. */
const TOOLBARS = { light: [0xf9, 0xff], dark: [0x2b, 0x36] };

interface Picture {
  size: number;
  /** Red, green, blue and opacity of each pixel. */
  pixels: Uint8Array;
}

/** As Chromium writes screenshots: eight bits, RGBA, not interlaced (PNG, W3C, 9.2 for the filters). */
function decodePng(path: string): Picture {
  const file = readFileSync(path);
  const size = file.readUInt32BE(16);
  expect([file[24], file[25], file[28]], path).toEqual([8, 6, 0]);
  const parts: Buffer[] = [];
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at)) {
    const length = file.readUInt32BE(at);
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(file.subarray(at + 8, at + 8 + length));
  }
  const rows = inflateSync(Buffer.concat(parts));
  const width = size * 4;
  const pixels = new Uint8Array(size * width);
  for (let row = 0; row < size; row++) {
    const filter = rows[row * (width + 1)];
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      const left = column < 4 ? 0 : (pixels[at - 4] ?? 0);
      const up = row === 0 ? 0 : (pixels[at - width] ?? 0);
      const corner = row === 0 || column < 4 ? 0 : (pixels[at - width - 4] ?? 0);
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] ?? 0;
      pixels[at] = (rows[row * (width + 1) + 1 + column] ?? 0) + predicted;
    }
  }
  return { size, pixels };
}

function paeth(left: number, up: number, corner: number): number {
  const nearest = (to: number) => Math.abs(left + up - corner - to);
  if (nearest(left) <= nearest(up) && nearest(left) <= nearest(corner)) return left;
  return nearest(up) <= nearest(corner) ? up : corner;
}

/** Grey values, 0 to 255, of an icon on a ground. */
function greyOn(ground: number, { size, pixels }: Picture): number[] {
  return Array.from({ length: size * size }, (_, pixel) => {
    const [red = 0, green = 0, blue = 0, opacity = 0] = pixels.subarray(pixel * 4, pixel * 4 + 4);
    const grey = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    return ground + ((grey - ground) * opacity) / 255;
  });
}

const iconOf = (state: Icon): Picture => decodePng(join(root, iconPaths(state)[16] ?? ''));

/** WCAG 2.2: relative luminance, and the contrast of two of them. */
const luminance = (...rgb: [number, number, number]): number => {
  const [red, green, blue] = rgb.map((value) =>
    value <= 10.3 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
  ) as typeof rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (one: number, other: number): number => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);

/** The contrast of an icon's pixels on a ground, the strongest first. */
function contrastsOn(ground: number, { size, pixels }: Picture): number[] {
  const under = luminance(ground, ground, ground);
  return Array.from({ length: size * size }, (_, pixel) => {
    const [red = 0, green = 0, blue = 0, opacity = 0] = pixels.subarray(pixel * 4, pixel * 4 + 4);
    const over = (value: number) => ground + ((value - ground) * opacity) / 255;
    return contrast(luminance(over(red), over(green), over(blue)), under);
  }).sort((a, b) => b - a);
}

it.each(STATES)('%s is drawn in every size', (state) => {
  for (const [size, path] of Object.entries(iconPaths(state)))
    expect(decodePng(join(root, path)).size, path).toBe(Number(size));
  expect(Object.keys(iconPaths(state))).toEqual(ICON_SIZES.map(String));
});

it('the app is drawn for stores too', () => {
  const drawn = Object.entries(manifest.icons).map(([size, path]) => [Number(size), decodePng(join(root, path)).size]);
  expect(drawn).toEqual([...ICON_SIZES, 48, 128].map((size) => [size, size]));
});

describe.each(Object.entries(TOOLBARS))('on a %s toolbar, 16 pixels wide and without colour', (_, grounds) => {
  const ground = grounds[0] ?? 0;
  const pairs = STATES.flatMap((one, index) => STATES.slice(index + 1).map((other) => [one, other] as const));

  it.each(pairs)('%s is not %s', (one, other) => {
    const greys = [one, other].map((state) => greyOn(ground, iconOf(state)));
    const differing = greys[0]?.filter((grey, pixel) => Math.abs(grey - (greys[1]?.[pixel] ?? 0)) > 48).length ?? 0;
    expect(differing).toBeGreaterThanOrEqual(24);
  });

  it.each(STATES)('%s stands out', (state) => {
    // WCAG 2.2, 1.4.11: three to one, for as many pixels as the thinnest shape has.
    for (const each of grounds) expect(contrastsOn(each, iconOf(state))[12]).toBeGreaterThanOrEqual(3);
  });
});
