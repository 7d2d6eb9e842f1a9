// What nearly every end-to-end file begins and ends with: the lab, and a browser with Overheard inside it. Both stand for what is
// there once the tests of the file, or of the `describe` that asks, run.

import { afterAll, beforeAll } from 'vitest';
import type { LaunchOptions } from '../lab/browsers/lab-browser.ts';
import { type Extension, installExtension, launchExtension } from '../lab/extension.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import type { BrowserName } from '../lab/site.ts';

/** Firefox: pages share a process, and none is started ahead. A visit takes a third less of the processors (6 visits, twice in turns). */
const FEW_PROCESSES = { 'dom.ipc.processCount': 1, 'dom.ipc.processPrelaunch.enabled': false };
const thrifty = (options: LaunchOptions): LaunchOptions => ({
  ...options,
  prefs: { ...FEW_PROCESSES, ...options.prefs },
});

/** The lab, closed after the tests, with a complaint if a resolver was asked what it must not be. */
export const withLab = (options: Parameters<typeof startLab>[0] = {}): Lab =>
  during(
    () => startLab(options),
    (lab) => lab.close(),
  );

/** Overheard as after its first start, closed after the tests, with a complaint if it did anything wrong. */
export const withOverheard = (name: BrowserName, lab: Lab, options: LaunchOptions = {}): Extension =>
  during(
    () => launchExtension(name, lab, thrifty(options)),
    (overheard) => overheard.close(),
  );

/** Overheard as it was just installed. */
export const withNewOverheard = (name: BrowserName, options: LaunchOptions = {}): Extension =>
  during(
    () => installExtension(name, thrifty(options)),
    (overheard) => overheard.close(),
  );

function during<Made extends object>(make: () => Promise<Made>, end: (made: Made) => unknown): Made {
  let made: Made | undefined;
  beforeAll(async () => {
    made = await make();
  });
  afterAll(async () => {
    if (made) await end(made);
  });
  return new Proxy({} as Made, {
    get: (_, name) => {
      if (!made) throw new Error(`${String(name)} is asked for before the tests run`);
      return Reflect.get(made, name);
    },
  });
}
