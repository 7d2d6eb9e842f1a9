// Visits every site of the lab and holds the popup against the server's log: one line a site and browser, and a picture of
// each popup in .cache/pictures. Ends with 3 when the two disagree.
//   node test/lab/run.mjs node src/build/run-ts.mjs test/lab/compare.ts firefox chromium [--sabotage]

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Agreement, judgeVisit, type Witness } from './agreement.ts';
import type { PageRequest } from './echd-process.ts';
import { type Extension, launchExtension, type Shown } from './extension.ts';
import { type Lab, type LabSite, startLab } from './lab.ts';
import type { BrowserName } from './site.ts';

const pictures = join(import.meta.dirname, '../../.cache/pictures');
const POPUP_WIDTH_PX = 360;
/** No other failure has this status. */
const DISAGREES = 3;

export async function main(args: string[]): Promise<number> {
  const sabotage = args.includes('--sabotage');
  const names = args.filter((arg): arg is BrowserName => arg === 'firefox' || arg === 'chromium');
  await mkdir(pictures, { recursive: true });
  const lab = await startLab();
  const counts: Record<Agreement['kind'], number> = { agrees: 0, 'could-not-know': 0, disagrees: 0 };
  let falsify = sabotage;
  try {
    for (const name of names) {
      const extension = await launchExtension(name, lab);
      for (const site of lab.sites.filter(({ listsSites }) => !listsSites)) {
        const { shown, witness } = await visit(extension, lab, site);
        if (falsify && witness.request?.seen.scheme === 'https') {
          witness.request = falsified(witness.request);
          falsify = false;
        }
        const agreement = judgeVisit(name, site, shown, witness);
        counts[agreement.kind]++;
        console.log(describe(name, site, shown, witness, agreement));
        // One lie found is all that --sabotage is about.
        if (sabotage && agreement.kind === 'disagrees') break;
      }
      await extension.close();
    }
  } finally {
    lab.close();
  }
  console.log(
    `${counts.agrees} agree, ${counts['could-not-know']} inferred otherwise than it was (no extension can know), ${counts.disagrees} disagree`,
  );
  return counts.disagrees === 0 ? 0 : DISAGREES;
}

async function visit(extension: Extension, lab: Lab, site: LabSite): Promise<{ shown: Shown; witness: Witness }> {
  const before = lab.server.log.length;
  const visited = await extension.browser.visit(site.url);
  const popup = await extension.popup(await extension.tabOf(visited.page));
  const shown = await extension.read(popup);
  await popup.setViewport({ width: POPUP_WIDTH_PX, height: 600 });
  await popup.screenshot({ path: join(pictures, `${extension.browser.name}-${site.id}.png`), fullPage: true });
  await popup.close();
  await visited.page.close();
  const log = lab.server.log.slice(before);
  const served = site.endsAt ?? site.id;
  const { seen } = visited;
  // The document's own request, as the document itself says it was seen.
  const request = log.findLast(
    (entry): entry is PageRequest =>
      entry.event === 'request' && seen !== undefined && entry.seen.path === seen.path && entry.site === seen.site,
  );
  const handshakes = log.filter((entry) => entry.event === 'handshake').filter((entry) => entry.site === served);
  return { shown, witness: { request: seen === undefined ? undefined : request, handshakes } };
}

/** The one lie of --sabotage. */
const falsified = (request: PageRequest): PageRequest => ({
  ...request,
  seen: { ...request.seen, echAccepted: !request.seen.echAccepted },
});

function describe(name: BrowserName, site: LabSite, shown: Shown, { request }: Witness, agreement: Agreement): string {
  const wire = request === undefined ? 'nothing' : wireOf(request);
  const verdict = `${shown.verdict} (${shown.evidence})`;
  const mark = { agrees: 'ok', 'could-not-know': '~~', disagrees: 'NO' }[agreement.kind];
  const why = agreement.kind === 'agrees' ? '' : ` : ${agreement.why}`;
  return `${mark} ${name.padEnd(8)} ${site.id.padEnd(16)} wire: ${wire.padEnd(34)} popup: ${verdict}${why}`;
}

const wireOf = ({ seen }: PageRequest): string => {
  if (seen.scheme === 'http') return 'http:, all of it';
  return `${seen.outerName || 'no name'}${seen.echAccepted ? ', ECH accepted' : ''}`;
};
