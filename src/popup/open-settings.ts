// The options page, and the popup out of its way: Firefox leaves a popup open over the new tab.

import { openOptions } from '../platform/reports.ts';

export async function openSettings(): Promise<void> {
  await openOptions();
  if (!document.body.classList.contains('as-page')) window.close();
}
