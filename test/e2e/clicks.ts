// What a user finds out by a click in the popup, and the settings that such a click needs in the lab.

import type { Page } from 'puppeteer-core';
import type { Extension, Shown } from '../lab/extension.ts';
import type { Lab } from '../lab/lab.ts';
import { press } from './looking.ts';

export const REFERENCES = ['cname.example', 'hello-retry.example', 'versions.example'];

/** Reference hosts and a second resolver of the lab's. */
export const clickSettings = (lab: Lab) => ({
  references: REFERENCES.map((host) => ({ url: `https://${host}/cdn-cgi/trace` })),
  secondResolver: { kind: 'custom', template: lab.dns.resolvers.second.url },
});

/** Opens the popup over a page, presses a button and reads what the popup says once it says so. */
export async function pressOver(overheard: Extension, page: Page, button: string, until: (shown: Shown) => boolean) {
  const popup = await overheard.popup(await overheard.tabOf(page));
  try {
    await press(popup, button);
    return await overheard.read(popup, until);
  } finally {
    await popup.close();
  }
}
