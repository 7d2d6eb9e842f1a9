// Presses the popup's button that asks the page's own server how the page's connection was opened (Chromium), as a person does.

import type { Page } from 'puppeteer-core';
import type { Extension, Shown } from './extension.ts';

const BUTTON = 'button[aria-describedby="note-trace"]';
/** A failure's reason, or what was measured. */
const DONE = '.findings li, [data-verdict][data-evidence="measured"]';
const IN_PROGRESS = /Checking|Asking /;

export const canAskTheSite = async (popup: Page): Promise<boolean> => (await popup.$(BUTTON)) !== null;

/** The first press also asks for the permission, which Chromium grants without a prompt. */
export async function askTheSite(extension: Extension, popup: Page): Promise<Shown> {
  // The popup's footer stays over what is at the bottom of the window.
  await popup.$eval(BUTTON, (button) => button.scrollIntoView({ block: 'center' }));
  await popup.click(BUTTON);
  await popup.waitForSelector(DONE);
  return extension.read(popup, ({ text }) => !IN_PROGRESS.test(text));
}
