// Every control of our pages whose call the browser refuses: it says so in a sentence, nothing is rejected unhandled, and the next
// try works.

import { act, screen, waitFor } from '@testing-library/preact';
import { expect, it, vi } from 'vitest';

export interface FailingClick {
  /** The control, and the call that is refused. */
  name: string;
  open(): unknown;
  /** From now on the call is refused, once. */
  refuse(): unknown;
  click(): unknown;
  says: RegExp;
  /** Holds after a second try, and not before. */
  worked(): unknown;
}

/** What was rejected and nobody took. */
async function unhandledDuring(run: () => Promise<void>): Promise<unknown[]> {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', note);
  try {
    await run();
    // Node tells of them after the microtasks.
    await new Promise((resolve) => setTimeout(resolve));
    return unhandled;
  } finally {
    process.off('unhandledRejection', note);
  }
}

/** Those that stand on screen with role=alert, which is how a failure is spoken. */
const alerts = (): string[] =>
  screen.queryAllByRole('alert', { hidden: true }).map(({ textContent }) => textContent ?? '');

export function failInWords(clicks: FailingClick[]): void {
  it.each(clicks)('$name', async ({ open, refuse, click, says, worked }) => {
    const unhandled = await unhandledDuring(async () => {
      await open();
      await act(async () => {});
      await refuse();
      await act(async () => void (await click()));
      await waitFor(() => expect(alerts().filter((words) => says.test(words))).toHaveLength(1));
      expect(worked).toThrow();
      await act(async () => void (await click()));
      await waitFor(() => worked());
      await waitFor(() => expect(alerts().filter((words) => says.test(words))).toEqual([]));
    });
    expect(unhandled).toEqual([]);
  });
}

/** The next import() of that file fails, as if it was none of the extension any more. `path`: as the test itself would import it. */
export function refusePart(path: string): void {
  vi.resetModules();
  vi.doMock(path, () => {
    vi.doUnmock(path);
    throw new TypeError('Failed to fetch dynamically imported module');
  });
}

export const NOT_SAVED = /Your browser didn’t save this change/;
export const NOT_OPENED = /Your browser didn’t open the page/;
export const NO_BACKGROUND = /Overheard’s background process didn’t answer/;
export const NO_PROMPT = /Your browser didn’t show its permission prompt/;
export const NOT_LOADED = /Part of this page didn’t load/;
export const NOT_COPIED = /Your browser didn’t allow copying/;
export const WENT_WRONG = /Something went wrong in Overheard/;
