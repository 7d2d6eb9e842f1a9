// `npm run bench questions`: how many questions the chosen resolver gets for one navigation, counted in its own log, beside the
// fewest that can answer: one for the records of a name, an alias included, which is not followed on a visit; none within the TTL.
// Runs in the lab, over the built extension.

import { look } from '../e2e/looking.ts';
import { launchExtension } from '../lab/extension.ts';
import type { Lab } from '../lab/lab.ts';
import type { BrowserName } from '../lab/site.ts';
import type { Row } from './row.ts';

const VISITS = [
  { what: 'first visit', url: 'https://hidden.example/', fewest: 1 },
  { what: 'within the TTL', url: 'https://hidden.example/again', fewest: 0 },
  // The resolver answers with the chain and the records at its end.
  { what: 'first visit, CNAME', url: 'https://cname.example/', fewest: 1 },
  { what: 'first visit, alias', url: 'https://alias.example/', fewest: 1 },
  { what: 'first visit, no record', url: 'https://plain.example/', fewest: 1 },
  { what: 'no record, within the TTL', url: 'https://plain.example/again', fewest: 0 },
];

export async function measure(name: BrowserName, lab: Lab): Promise<Row[]> {
  const overheard = await launchExtension(name, lab);
  try {
    // What is asked once after the start is no navigation's: the canary, in Chromium.
    const { page } = await overheard.browser.visit('https://public.example/');
    await look(overheard, page);
    const rows: Row[] = [];
    for (const { what, url, fewest } of VISITS) {
      const before = lab.dns.questions.length;
      await overheard.browser.visit(url, { page });
      await look(overheard, page);
      const asked = lab.dns.questions.slice(before).filter(({ view }) => view === 'resolver');
      const limit = { what: 'needed', measured: [fewest], paired: false };
      rows.push({ what, unit: null, measured: [asked.length], limit });
    }
    return rows;
  } finally {
    await overheard.close();
  }
}
