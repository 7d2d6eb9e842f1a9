// The pages that fill a tab in each of their states: wide and narrow, light and dark, in the user's own colours, at twice the size,
// and in languages that strain a layout.

import { join } from 'node:path';
import type { Lab } from '../lab/lab.ts';
import type { BrowserName } from '../lab/site.ts';
import { faults, type Language, type Look, picture, STILL, setColours, setLanguage, setWidth } from './looks.ts';
import { STATE_GROUPS } from './page-states.ts';

const WIDE_PX = 1280;
const LOOKS: Look[] = [
  { suffix: 'light', widthPx: WIDE_PX },
  { suffix: 'dark', widthPx: WIDE_PX, colours: 'dark' },
  { suffix: 'forced', widthPx: WIDE_PX, colours: 'forced' },
  { suffix: 'zoomed', widthPx: WIDE_PX / 2 },
  { suffix: 'phone', widthPx: 360 },
];
const TRANSLATED: Record<Language, Look[]> = {
  ar: [
    { suffix: 'ar', widthPx: WIDE_PX },
    { suffix: 'ar.narrow', widthPx: 320 },
  ],
  de: [{ suffix: 'de.narrow', widthPx: 320 }],
};

/** `extension`: the folder of a build; `language`: what it speaks where that is not English. */
export async function drawPages(
  name: BrowserName,
  lab: Lab,
  extension: string,
  folder: string,
  isWanted: (state: string) => boolean,
  language?: Language,
): Promise<string[]> {
  const found: string[] = [];
  for (const { launch, states } of STATE_GROUPS) {
    const wanted = Object.entries(states).filter(([state]) => isWanted(state));
    if (wanted.length === 0) continue;
    await lab.reset();
    const overheard = await launch(name, lab, { ...STILL, extension });
    const { browser } = overheard;
    try {
      const page = await browser.openExtensionPage('options.html');
      for (const [state, show] of wanted) {
        await lab.reset();
        await page.bringToFront();
        await setWidth(page, WIDE_PX);
        const shown = await show({ lab, overheard, page });
        if (language !== undefined) await setLanguage(shown, language);
        for (const { suffix, widthPx, colours = 'light' } of language === undefined ? LOOKS : TRANSLATED[language]) {
          await setColours(browser, shown, colours);
          await setWidth(shown, widthPx);
          await picture(shown, join(folder, `${state}.${suffix}.png`));
          found.push(...(await faults(shown, `${name} ${suffix} ${state}`)));
        }
        await setColours(browser, shown, 'light');
      }
    } finally {
      await overheard.close().catch((fault) => found.push(String(fault)));
    }
  }
  return found;
}
