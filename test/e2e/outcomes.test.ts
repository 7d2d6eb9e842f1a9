// One table for all that can become of a visit, in both browsers: after each, server log and popup are as the row says.

import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LaunchOptions } from '../lab/browsers/lab-browser.ts';
import { type Extension, launchExtension, type Shown } from '../lab/extension.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import type { BrowserName } from '../lab/site.ts';
import { BROWSERS, lookAtTab, settled } from './looking.ts';
import { ARRIVALS, PRIVATE } from './outcomes/arrivals.ts';
import { PUBLISHED } from './outcomes/published.ts';
import { RESOLVER } from './outcomes/resolver.ts';
import type { Outcome, Row, Scene } from './outcomes/row.ts';
import { SURROUNDINGS } from './outcomes/surroundings.ts';
import { wireOf } from './outcomes/wire.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => {
  lab?.close();
  console.log(`${played} visits, ${outcomes.size} distinct outcomes (wire, verdict, first cause)`);
});

let played = 0;
const outcomes = new Set<Outcome>();

/** Long enough for what is told late, and for a resolver that never answers. */
const PATIENCE_MS = 12_000;

const said = ({ verdict, evidence, cause }: Shown): string =>
  `${verdict} (${evidence})${cause === undefined ? '' : `: ${cause}`}`;

/** The outcome as it is, once it is one of the expected ones or patience is over. */
async function play({ open, site, says = {}, ...row }: Row, scene: Scene): Promise<Outcome> {
  const expected = [row[scene.name]].flat();
  const from = lab.server.log.length;
  const opened = await open(scene);
  const tabId = typeof opened === 'number' ? opened : await scene.overheard.tabOf(opened);
  const wire = wireOf(site, lab.server.log.slice(from));
  const outcomeOf = (shown: Shown): Outcome => `${wire} → ${said(shown)}`;
  let shown: Shown | undefined;
  const isThere = (now: Shown): boolean => {
    shown = now;
    return settled(now) && expected.includes(outcomeOf(now)) && now.text.includes(says[scene.name] ?? '');
  };
  await lookAtTab(scene.overheard, tabId, isThere, PATIENCE_MS).catch(() => {});
  if (shown === undefined) throw new Error('the popup shows nothing');
  const outcome = outcomeOf(shown);
  if (expected.includes(outcome)) expect(shown.text).toContain(says[scene.name] ?? '');
  played++;
  outcomes.add(outcome);
  return outcome;
}

function playAll(name: BrowserName, rows: Row[], options: LaunchOptions): void {
  let overheard: Extension;
  const opened: Page[] = [];
  beforeAll(async () => {
    overheard = await launchExtension(name, lab, options);
  });
  afterAll(() => overheard?.browser.close());
  afterEach(async () => {
    for (const page of opened.splice(0)) await page.close().catch(() => {});
    await lab.reset();
  });

  const visit = async (url: string, page?: Page): Promise<Page> => {
    const visited = await overheard.browser.visit(url, page && { page });
    if (page === undefined) opened.push(visited.page);
    return visited.page;
  };

  it.each(rows)('$name', async (row) => {
    const outcome = await play(row, { lab, name, overheard, visit });
    expect([row[name]].flat()).toContain(outcome);
  });

  it('put no error on a console', async () => {
    expect(await overheard.browser.consoleErrors()).toEqual([]);
  });
}

describe.each(BROWSERS)('%s, as it comes', (name) => {
  playAll(name, [...PUBLISHED, ...RESOLVER, ...ARRIVALS, ...PRIVATE], { inPrivateWindows: true });
});

describe.each(BROWSERS)('%s', (name) => {
  const surroundings = SURROUNDINGS.filter(({ browsers }) => browsers.includes(name));
  describe.each(surroundings)('$name', ({ rows, launch }) => playAll(name, rows, launch));
});
