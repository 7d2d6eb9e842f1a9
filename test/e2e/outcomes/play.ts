// Plays rows of the table of outcomes in one browser: after each visit, server log and popup are as the row says.

import type { Page } from 'puppeteer-core';
import { afterEach, expect, it } from 'vitest';
import type { LaunchOptions } from '../../lab/browsers/lab-browser.ts';
import type { Shown } from '../../lab/extension.ts';
import type { Lab } from '../../lab/lab.ts';
import type { BrowserName } from '../../lab/site.ts';
import { lookAtTab, settled } from '../looking.ts';
import { withOverheard } from '../with-overheard.ts';
import type { Outcome, Row, Scene } from './row.ts';
import { wireOf } from './wire.ts';

/** How many visits were played, and what came of them. */
export class Tally {
  played = 0;
  readonly outcomes = new Set<Outcome>();

  print(): void {
    console.log(`${this.played} visits, ${this.outcomes.size} distinct outcomes (wire, verdict, first cause)`);
  }
}

/** Long enough for what is told late, and for a resolver that never answers. */
const PATIENCE_MS = 12_000;

const said = ({ verdict, evidence, cause }: Shown): string =>
  `${verdict} (${evidence})${cause === undefined ? '' : `: ${cause}`}`;

/** The outcome as it is, once it is one of the expected ones or patience is over. */
async function play({ open, site, says = {}, ...row }: Row, scene: Scene, tally: Tally): Promise<Outcome> {
  const expected = [row[scene.name]].flat();
  const from = scene.lab.server.log.length;
  const opened = await open(scene);
  const tabId = typeof opened === 'number' ? opened : await scene.overheard.tabOf(opened);
  const wire = wireOf(site, scene.lab.server.log.slice(from));
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
  tally.played++;
  tally.outcomes.add(outcome);
  return outcome;
}

export interface Play {
  name: BrowserName;
  lab: Lab;
  rows: Row[];
  launch: LaunchOptions;
  tally: Tally;
}

export function playAll({ name, lab, rows, launch, tally }: Play): void {
  const overheard = withOverheard(name, lab, launch);
  const opened: Page[] = [];
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
    const outcome = await play(row, { lab, name, overheard, visit }, tally);
    expect(outcome).toBeOneOf([row[name]].flat());
  });
}
