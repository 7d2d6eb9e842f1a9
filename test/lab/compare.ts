// Visits every site of the lab and holds the popup against all that the lab saw: one line a site and browser, and a picture of each
// popup in .cache/pictures. Ends with 3 when the two disagree. With --sabotage it lies about one visit in every way, and ends with 3
// when each lie was noticed, with 1 when one was not.
//   node test/lab/run.mjs node src/build/run-ts.mjs test/lab/compare.ts firefox chromium [SITE…] [--reads-ahead] [--proxy=https] [--sabotage]
// SITE is an id of the table; without one it visits all. What the table expects is not compared behind a proxy.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Agreement, judge, judgeVisit } from './agreement.ts';
import { askTheSite, canAskTheSite } from './ask-site.ts';
import type { LaunchOptions, ProxyUse } from './browsers/lab-browser.ts';
import type { PageRequest } from './echd-process.ts';
import { type Extension, isAnswered, launchExtension, type Shown } from './extension.ts';
import { falsehoodsIn } from './falsehoods.ts';
import { type Lab, type LabSite, startLab } from './lab.ts';
import type { BrowserName } from './site.ts';
import { visitSite } from './visit-site.ts';
import type { Witness } from './witness.ts';

const pictures = join(import.meta.dirname, '../../.cache/pictures');
const POPUP_WIDTH_PX = 360;
const PROXY_OPTION = '--proxy=';
/** No other failure has this status. */
const DISAGREES = 3;
const FAILED = 1;

export async function main(args: string[]): Promise<number> {
  const names = args.filter((arg): arg is BrowserName => arg === 'firefox' || arg === 'chromium');
  const proxy = args.find((arg) => arg.startsWith(PROXY_OPTION))?.slice(PROXY_OPTION.length) as ProxyUse | undefined;
  await mkdir(pictures, { recursive: true });
  const lab = await startLab();
  const chosen = lab.sites.filter(({ id }) => args.includes(id));
  const sites = chosen.length > 0 ? chosen : lab.sites.filter(({ listsSites }) => !listsSites);
  try {
    return args.includes('--sabotage')
      ? await lieAbout(lab, names)
      : await compareAll(lab, names, sites, { readsAhead: args.includes('--reads-ahead'), ...(proxy && { proxy }) });
  } finally {
    lab.close();
  }
}

async function compareAll(
  lab: Lab,
  names: readonly BrowserName[],
  sites: readonly LabSite[],
  options: LaunchOptions,
): Promise<number> {
  const counts: Record<Agreement['kind'], number> = { agrees: 0, unreported: 0, 'could-not-know': 0, disagrees: 0 };
  /** Printed apart, since a name went out there and no popup says so. */
  const unreported: string[] = [];
  for (const name of names) {
    const extension = await launchExtension(name, lab, options);
    for (const site of sites) {
      const { shown, witness } = await visit(extension, lab, site, { fresh: options.proxy !== undefined });
      const agreement = options.proxy
        ? judge(name, site, shown, witness)
        : judgeVisit(name, expecting(site, options), shown, witness);
      counts[agreement.kind]++;
      const line = describe(name, site, shown, witness, agreement);
      if (agreement.kind === 'unreported') unreported.push(line);
      else console.log(line);
    }
    await extension.close();
  }
  if (unreported.length > 0) console.log(`\nReadable, and reported to no extension:\n${unreported.join('\n')}\n`);
  console.log(
    `${counts.agrees} agree, ${counts.unreported} agree but for what is not reported, ${counts['could-not-know']} inferred otherwise than it was (no extension can know), ${counts.disagrees} disagree`,
  );
  return counts.disagrees === 0 ? 0 : DISAGREES;
}

/** The request that failed is reported after the page. */
const isDoubted = (shown: Shown): boolean => isAnswered(shown) && shown.cause !== undefined;

const expecting = (site: LabSite, { readsAhead }: LaunchOptions): LabSite =>
  readsAhead ? { ...site, expects: { ...site.expects, ...site.expectsReadingAhead } } : site;

/** One true visit, and the same with each falsehood in turn. Ends as a run does that disagrees when every one was noticed. */
async function lieAbout(lab: Lab, names: readonly BrowserName[]): Promise<number> {
  let missed = 0;
  for (const name of names) {
    const extension = await launchExtension(name, lab);
    // Measured in both: Chromium’s popup says nothing of it anywhere else.
    const site = lab.site(name === 'firefox' ? 'hidden' : 'traced');
    const { shown, witness } = await visit(extension, lab, site);
    await extension.close();
    const { request } = witness;
    const truth = judgeVisit(name, site, shown, witness);
    if (request === undefined || truth.kind !== 'agrees') {
      console.log(describe(name, site, shown, witness, truth));
      return FAILED;
    }
    for (const { what, falsify, unreported } of falsehoodsIn(name)) {
      const agreement = judge(name, site, shown, falsify(request, witness));
      const isNoticed = agreement.kind === (unreported?.[name] === undefined ? 'disagrees' : 'unreported');
      if (!isNoticed) missed++;
      const why = 'why' in agreement ? ` : ${agreement.why}` : '';
      console.log(`${isNoticed ? 'noticed' : 'MISSED '} ${name.padEnd(8)} ${what}${why}`);
    }
  }
  console.log(`${missed} falsehoods were missed`);
  return missed === 0 ? DISAGREES : FAILED;
}

async function visit(
  extension: Extension,
  lab: Lab,
  site: LabSite,
  options: { fresh?: boolean } = {},
): Promise<{ shown: Shown; witness: Witness }> {
  const visited = await visitSite(extension.browser, lab, site, options);
  const popup = await extension.popup(await extension.tabOf(visited.page));
  const atFirst = await extension.read(popup, site.mayStayUnchecked ? isDoubted : undefined);
  const canAsk = extension.browser.name === 'chromium' && (await canAskTheSite(popup));
  const shown = canAsk ? await askTheSite(extension, popup) : atFirst;
  await popup.setViewport({ width: POPUP_WIDTH_PX, height: 600 });
  await popup.screenshot({ path: join(pictures, `${extension.browser.name}-${site.id}.png`), fullPage: true });
  await popup.close();
  await visited.page.close();
  return { shown, witness: visited.witnessed() };
}

function describe(name: BrowserName, site: LabSite, shown: Shown, { request }: Witness, agreement: Agreement): string {
  const wire = request === undefined ? 'nothing' : wireOf(request);
  const verdict = `${shown.verdict} (${shown.evidence})`;
  const mark = { agrees: 'ok', unreported: '..', 'could-not-know': '~~', disagrees: 'NO' }[agreement.kind];
  const why = agreement.kind === 'agrees' ? '' : ` : ${agreement.why}`;
  return `${mark} ${name.padEnd(8)} ${site.id.padEnd(16)} wire: ${wire.padEnd(34)} popup: ${verdict}${why}`;
}

const wireOf = ({ seen }: PageRequest): string => {
  if (seen.scheme === 'http') return 'http:, all of it';
  return `${seen.outerName || 'no name'}${seen.echAccepted ? ', ECH accepted' : ''}`;
};
