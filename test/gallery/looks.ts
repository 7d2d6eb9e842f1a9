// How the gallery looks at a page: widths, colours, a picture, and what must hold in every state of it.

import { writeFileSync } from 'node:fs';
import type { Page } from 'puppeteer-core';
import { violations } from '../e2e/axe.ts';
import type { LaunchOptions } from '../lab/browsers/lab-browser.ts';
import type { OpenBrowser } from '../lab/extension.ts';

/** Arabic from right to left, German for its long words. */
export const LANGUAGES = { ar: 'rtl', de: 'ltr' } as const;
export type Language = keyof typeof LANGUAGES;

export type Colours = 'light' | 'dark' | 'forced';

export interface Look {
  /** In the picture's name. */
  suffix: string;
  widthPx: number;
  /** Default: light. */
  colours?: Colours;
}

/** For who wants less motion: nothing moves then, in pictures neither. */
export const STILL: LaunchOptions = {
  prefs: { 'ui.prefersReducedMotion': 1 },
  switches: ['--force-prefers-reduced-motion'],
};

export async function setColours(browser: OpenBrowser, page: Page, colours: Colours): Promise<void> {
  await browser.dark(page, colours === 'dark');
  await browser.forceColors(page, colours === 'forced');
}

export async function setWidth(page: Page, widthPx: number, heightPx = 800): Promise<void> {
  await page.setViewport({ width: widthPx, height: heightPx });
  await drawn(page);
}

export async function setLanguage(page: Page, language: Language): Promise<void> {
  await page.evaluate(
    (lang, dir) => Object.assign(document.documentElement, { lang, dir }),
    language,
    LANGUAGES[language],
  );
  await drawn(page);
}

/** The whole page; what sticks to the window's edge, where it would be without. */
export async function picture(page: Page, path: string): Promise<void> {
  await page.evaluate(() => {
    for (const element of document.querySelectorAll<HTMLElement>('footer, .beside, .saved, .start'))
      element.style.setProperty('position', 'static');
  });
  writeFileSync(path, await page.screenshot({ fullPage: true }));
}

/** Opens what is folded, and waits for what that fetches. */
export async function openEverything(page: Page): Promise<void> {
  const isFilled = () =>
    document.querySelector('.published details:not(:has(.facts)), .others details:not(:has(.host))') === null;
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
    for (const button of document.querySelectorAll<HTMLElement>('[aria-expanded="false"]:not([role])')) button.click();
  });
  await drawn(page);
  await page.waitForFunction(isFilled, { polling: 20 });
}

/** What is wrong with the page as it stands, each in a line. */
export async function faults(page: Page, where: string): Promise<string[]> {
  const found = await violations(page);
  return [
    ...found.map((violation) => `${where}: axe: ${violation.slice(0, 400)}`),
    ...(await layoutFaults(page, where)),
  ];
}

/** Nothing is wider than the page, and nothing moves for who wants less motion. */
export async function layoutFaults(page: Page, where: string): Promise<string[]> {
  const found = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const moving = document.getAnimations().length;
    return [
      ...(scrollWidth > clientWidth ? [`${scrollWidth} px wide on a page of ${clientWidth}`] : []),
      ...(moving > 0 ? [`${moving} things move although less motion is wanted`] : []),
      ...(matchMedia('(prefers-reduced-motion: reduce)').matches ? [] : ['nobody wants less motion']),
    ];
  });
  return found.map((fault) => `${where}: ${fault}`);
}

/** A page behind another one is never drawn, and the welcome page comes when it likes: then this one is called back. */
async function drawn(page: Page): Promise<void> {
  const isDrawn = () =>
    page.evaluate(
      () =>
        new Promise<boolean>((tell) => {
          requestAnimationFrame(() => requestAnimationFrame(() => tell(true)));
          setTimeout(() => tell(false), 1000);
        }),
    );
  do await page.bringToFront();
  while (!(await isDrawn()));
}
