// `npm run bench navigation`: milliseconds from the browser's start of a navigation to the moment when the icon of the verdict
// stands in the toolbar, on a first visit and on another within the answer's TTL; beside one round trip to the resolver, a bare
// fetch of the same question by the same background, taken between the two. And from the commit of the page, before which no icon
// stays. It asserts nothing. Runs in the lab, over the built extension.

import { launchExtension } from '../lab/extension.ts';
import type { Lab } from '../lab/lab.ts';
import type { BrowserName } from '../lab/site.ts';
import { iconStands, watchIcons } from './drawn-icons.ts';
import type { Row } from './row.ts';

const ROUNDS = 20;
const WARM_UP = 3;
/** Of a site with ECH: the last icon that it gets. */
const ICON = { firefox: '/icons/hidden-unknown-set-16.png', chromium: '/icons/likely-hidden-16.png' };
/** Firefox rounds times to milliseconds otherwise. */
const PREFS = { 'privacy.reduceTimerPrecision': false };

export async function measure(name: BrowserName, lab: Lab): Promise<Row[]> {
  const extension = await launchExtension(name, lab, { prefs: PREFS });
  const { browser } = extension;
  try {
    let { page } = await browser.visit('https://hidden.example/');
    await watchIcons(browser);
    const timeVisit = async (url: string) => {
      const { error } = await browser.visit(url, { page });
      if (error !== undefined) throw new Error(error);
      const startedMs = await page.evaluate(() => performance.timeOrigin);
      const { committedMs, stoodMs } = await iconStands(browser, startedMs, ICON[name]);
      return { fromStartMs: stoodMs - startedMs, fromCommitMs: stoodMs - committedMs };
    };
    const first: Awaited<ReturnType<typeof timeVisit>>[] = [];
    const again: typeof first = [];
    const roundTrips: number[] = [];
    for (let round = 0; round < WARM_UP + ROUNDS; round++) {
      // One tab may cause no more than twenty queries a minute.
      if (round === ROUNDS / 2) page = (await browser.visit('https://hidden.example/')).page;
      const host = `h${round}.many.example`;
      const visit = await timeVisit(`https://${host}/`);
      const question = lab.dns.questions.findLast((asked) => asked.view === 'resolver' && asked.name === host);
      if (question?.http === undefined) throw new Error(`nobody asked about ${host}`);
      const url = new URL(question.http.path, lab.dns.resolvers.resolver.url).href;
      const roundTripMs = await browser.evaluateInBackground<number>(bareFetch(url));
      const visitAgain = await timeVisit(`https://${host}/again`);
      if (round < WARM_UP) continue;
      first.push(visit);
      roundTrips.push(roundTripMs);
      again.push(visitAgain);
    }
    const limit = { what: 'one round trip to the resolver', measured: roundTrips, paired: false };
    const row = (what: string, measured: number[]): Row => ({ what, unit: 'ms', measured, limit });
    return [
      row(
        'first visit: start to icon',
        first.map(({ fromStartMs }) => fromStartMs),
      ),
      row(
        'first visit: commit to icon',
        first.map(({ fromCommitMs }) => fromCommitMs),
      ),
      row(
        'within the TTL: start to icon',
        again.map(({ fromStartMs }) => fromStartMs),
      ),
      row(
        'within the TTL: commit to icon',
        again.map(({ fromCommitMs }) => fromCommitMs),
      ),
    ];
  } finally {
    await extension.close();
  }
}

const bareFetch = (url: string): string => `(async () => {
  const start = performance.now();
  const headers = { accept: 'application/dns-message' };
  const response = await fetch(${JSON.stringify(url)}, { cache: 'no-store', credentials: 'omit', headers });
  await response.arrayBuffer();
  return performance.now() - start;
})()`;
