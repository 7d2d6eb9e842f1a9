// Puts a report where the background would store it for the popup's first paint.

import type { Page } from 'puppeteer-core';
import { reportKey } from '../../src/shared/messages.ts';
import type { SiteReport } from '../../src/shared/report.ts';

interface Api {
  storage: { session: { set(entries: object): Promise<void> } };
}

/** From any page of the extension. An answer is as old as in no fixture: twelve seconds. */
export async function putReport(page: Page, report: SiteReport): Promise<void> {
  const askedAtMs = Date.now() - 12_000;
  await page.evaluate(
    (entry: string) => {
      const api =
        (globalThis as unknown as { browser?: Api; chrome: Api }).browser ??
        (globalThis as never as { chrome: Api }).chrome;
      return api.storage.session.set(JSON.parse(entry));
    },
    JSON.stringify({
      [reportKey(report.tabId)]: {
        ...report,
        answeredAtMs: report.answeredAtMs && askedAtMs,
        observers: report.observers.map((row) =>
          row.note.kind === 'overheard-resolver'
            ? { ...row, note: { ...row.note, args: [{ agoMs: askedAtMs }] } }
            : row,
        ),
      },
    }),
  );
}
