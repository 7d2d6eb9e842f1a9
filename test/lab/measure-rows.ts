// Serves every set of odd-lists.ts to the browsers from a server that closes after the ClientHello, and holds the names that they send
// against test/vectors/data/rows.json and against what src/browsers foretells. What differs is looked at twice more, since a browser
// that got its HTTPS records too late goes without. Ends with 1 when it still does. --write writes the file, from three looks, each with a
// new profile, that must agree.
//   node test/lab/run.mjs node src/build/run-ts.mjs test/lab/measure-rows.ts firefox chromium [--write]

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { foretold, inShort } from '../vectors/foretold.ts';
import { launchChromium } from './browsers/chromium.ts';
import { launchFirefox } from './browsers/firefox.ts';
import { type Closing, startClosing } from './closing.ts';
import { RECORDS, recordsOf, SETS } from './odd-lists.ts';
import type { BrowserName } from './site.ts';

const FILE = join(import.meta.dirname, '../vectors/data/rows.json');
const LAUNCH = { firefox: launchFirefox, chromium: launchChromium };
const LOOKS = 3;
const ABOUT =
  'Names in the ClientHellos that browsers sent for sets of HTTPS records to a server that closes after each ClientHello; {host} is the real name. In order, without repetitions in a row. https: images from about:blank, a new host name each, DoH alone; the same in three looks. records: RDATA from TargetName on; a record has the priority of its place in the set, counted from 1.';

type Case = { set: readonly string[] } & Partial<Record<BrowserName, string[]>>;

interface Rows {
  about: string;
  source: string;
  measured: Partial<Record<BrowserName, string>>;
  records: Record<string, string>;
  cases: Case[];
}

export async function main(args: string[]): Promise<number> {
  const names = args.filter((arg): arg is BrowserName => arg === 'firefox' || arg === 'chromium');
  const closing = await startClosing(SETS.length);
  try {
    return args.includes('--write') ? await write(closing, names) : await compare(closing, names);
  } finally {
    closing.close();
  }
}

async function write(closing: Closing, names: readonly BrowserName[]): Promise<number> {
  const records = Object.fromEntries(Object.entries(RECORDS).map(([name, body]) => [name, body.toString('hex')]));
  const rows: Rows = {
    about: ABOUT,
    source: 'composed here',
    measured: {},
    records,
    cases: SETS.map((set) => ({ set })),
  };
  let unsteady = 0;
  for (const name of names) {
    const looks: string[][][] = [];
    while (looks.length < LOOKS) {
      const browser = await LAUNCH[name]();
      rows.measured[name] = browser.version;
      looks.push(await closing.observe(browser, SETS.map(recordsOf)));
      await browser.close();
    }
    for (const [index, one] of rows.cases.entries()) {
      const seen = looks.map((look) => look[index] as string[]);
      one[name] = seen[0] as string[];
      if (new Set(seen.map((sent) => sent.join())).size === 1) continue;
      unsteady++;
      console.log(`unsteady: ${name}, ${one.set.join(' + ')}: ${seen.map((sent) => `[${sent}]`).join(' ')}`);
    }
  }
  if (unsteady === 0) await writeFile(FILE, `${formatRows(rows)}\n`);
  return unsteady === 0 ? 0 : 1;
}

/** A line each. */
function formatRows({ cases, ...rest }: Rows): string {
  const lines = cases.map((one) => `    ${JSON.stringify(one)}`);
  return JSON.stringify({ ...rest, cases: [] }, null, 2).replace(
    '"cases": []',
    `"cases": [\n${lines.join(',\n')}\n  ]`,
  );
}

async function compare(closing: Closing, names: readonly BrowserName[]): Promise<number> {
  const { cases } = JSON.parse(await readFile(FILE, 'utf8')) as Rows;
  const wanted = new Map(cases.map((one) => [one.set.join(' + '), one]));
  let differing = 0;
  for (const name of names) {
    const browser = await LAUNCH[name]();
    let sets = SETS;
    let complaints: string[] = [];
    for (let look = 0; look < LOOKS && sets.length > 0; look++) {
      const seen = await closing.observe(browser, sets.map(recordsOf));
      complaints = [];
      sets = sets.filter((set, index) => {
        const title = set.join(' + ');
        const sent = inShort(seen[index] as string[]);
        const before = inShort(wanted.get(title)?.[name] ?? []);
        const row = foretold(name, recordsOf(set));
        if (sent === before && sent === row) return false;
        complaints.push(`${name}, ${title}: sent ${sent}, formerly ${before}, foretold ${row}`);
        return true;
      });
    }
    await browser.close();
    differing += complaints.length;
    for (const complaint of complaints) console.log(complaint);
    console.log(`${browser.version}: ${SETS.length - complaints.length} of ${SETS.length} sets as foretold`);
  }
  return differing === 0 ? 0 : 1;
}
