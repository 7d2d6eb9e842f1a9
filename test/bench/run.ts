// `npm run bench [SECTION…] [firefox|chromium]`: all of it, or what is named, in the lab and over what `npm run build` made. It
// ends with a table: what was measured, the least that is possible, measured in the same run, and what the last run measured; and
// keeps its results for the next. It asserts nothing about times: it fails where something could not be measured.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { launchChromium } from '../lab/browsers/chromium.ts';
import { launchFirefox } from '../lab/browsers/firefox.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import type { BrowserName } from '../lab/site.ts';
import { measure as measureDecoders } from './bundled-decoders.ts';
import { type Entry, succeed } from './last-result.ts';
import { measure as measureMemory } from './memory.ts';
import { measure as measureNavigation } from './navigation.ts';
import { measure as measurePages } from './pages.ts';
import { measure as measurePopup } from './popup.ts';
import { measure as measureQuestions } from './questions.ts';
import { type Row, summarize } from './row.ts';
import { measure as measureSizes } from './sizes.ts';
import { measure as measureStart } from './start.ts';
import { tableOf } from './table.ts';

const BROWSERS: readonly BrowserName[] = ['firefox', 'chromium'];
const LAUNCH = { firefox: launchFirefox, chromium: launchChromium };

const WITHOUT_BROWSER: Record<string, () => Promise<Row[]>> = { sizes: measureSizes, decoders: measureDecoders };
const IN_BROWSER: Record<string, (name: BrowserName, lab: Lab) => Promise<Row[]>> = {
  questions: measureQuestions,
  navigation: measureNavigation,
  start: measureStart,
  popup: measurePopup,
  pages: measurePages,
  memory: measureMemory,
};
const SECTIONS = [...Object.keys(WITHOUT_BROWSER), ...Object.keys(IN_BROWSER)];

const root = join(import.meta.dirname, '../..');
const file = join(import.meta.dirname, 'last-result.json');

export async function main(words: string[]): Promise<number> {
  const unknown = words.filter((word) => !SECTIONS.includes(word) && !BROWSERS.includes(word as BrowserName));
  if (unknown.length > 0) {
    console.error(`no section ${unknown.join(', ')}; there are ${SECTIONS.join(', ')}, in firefox and chromium`);
    return 2;
  }
  const chosen = <Name extends string>(all: readonly Name[]): readonly Name[] => {
    const named = all.filter((name) => words.includes(name));
    return named.length === 0 ? all : named;
  };
  const sections = chosen(SECTIONS);
  const earlier = JSON.parse(readFileSync(file, 'utf8')) as Entry[];
  const circumstances = {
    date: `${new Date().toISOString().slice(0, 16)}Z`,
    commit: commit(),
    cores: availableParallelism(),
    load: loadavg()[0] ?? 0,
  };
  const entries: Entry[] = [];
  let failures = 0;
  const add = async (
    section: string,
    browser: BrowserName | null,
    version: string | null,
    rows: () => Promise<Row[]>,
  ) => {
    console.log([section, browser ?? '', '…'].join(' '));
    try {
      entries.push({ section, browser, version, ...circumstances, results: (await rows()).map(summarize) });
    } catch (error) {
      failures += 1;
      console.error(section, browser, error);
    }
  };

  for (const [section, measure] of Object.entries(WITHOUT_BROWSER))
    if (sections.includes(section)) await add(section, null, null, measure);
  const inBrowser = Object.entries(IN_BROWSER).filter(([section]) => sections.includes(section));
  if (inBrowser.length > 0) {
    const lab = await startLab();
    for (const name of chosen(BROWSERS)) {
      const version = await versionOf(name);
      for (const [section, measure] of inBrowser) {
        await add(section, name, version, () => measure(name, lab));
        await lab.reset();
      }
    }
    lab.close();
  }
  const ordered = succeed([], entries, SECTIONS);
  console.log(`\n${tableOf(ordered, earlier)}`);
  writeFileSync(file, `${JSON.stringify(succeed(earlier, entries, SECTIONS), rounded, 2)}\n`);
  return failures === 0 ? 0 : 1;
}

/** Four digits: the rest is noise. */
const rounded = (_key: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value);

async function versionOf(name: BrowserName): Promise<string> {
  const browser = await LAUNCH[name]();
  try {
    return browser.version;
  } finally {
    await browser.close();
  }
}

function commit(): string {
  const git = (...words: string[]) => execFileSync('git', words, { cwd: root, encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--', 'src', 'test/lab', 'test/bench/*.ts');
  return `${git('rev-parse', '--short', 'HEAD')}${changed === '' ? '' : '+'}`;
}
