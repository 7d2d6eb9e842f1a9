// Every site of the lab, in both real browsers and without any extension: the server must have seen what the table says, the
// inner name included. (`npm test` sees the outcomes with the extension, when it compares popup and log.)

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { servedAs } from '../../lab/agreement.ts';
import { launchChromium } from '../../lab/browsers/chromium.ts';
import { launchFirefox } from '../../lab/browsers/firefox.ts';
import type { LabBrowser } from '../../lab/browsers/lab-browser.ts';
import { OVERHEARDS_VIEWS } from '../../lab/dns/query-rules.ts';
import { readingsOf } from '../../lab/readings.ts';
import type { BrowserName, Site } from '../../lab/site.ts';
import { SITES } from '../../lab/sites.ts';
import { visitSite } from '../../lab/visit-site.ts';
import { withLab } from '../with-overheard.ts';

const LAUNCH = { firefox: launchFirefox, chromium: launchChromium };
const BROWSERS: readonly BrowserName[] = ['firefox', 'chromium'];

const lab = withLab();

/** The name that the server must have read inside: the host that the connection was opened for; none for an address. */
function innerNameOf(site: Site): string {
  if (site.comesOver !== undefined) return site.comesOver;
  // One server has the names of several entries.
  const isElsewhere = site.endsAt !== site.sharesAddressWith;
  const { hostname } = new URL((isElsewhere && SITES.find(({ id }) => id === site.endsAt)?.url) || site.url);
  return /^[\d.]+$/.test(hostname) ? '' : hostname;
}

describe.each(BROWSERS)('%s, every site', (name) => {
  let browser: LabBrowser;
  beforeAll(async () => {
    browser = await LAUNCH[name]();
  });
  afterAll(() => browser?.close());

  it.each(SITES)('$id: $title', async (site) => {
    const visit = await visitSite(browser, lab, site);
    const witness = visit.witnessed();
    expect({ ...servedAs(name, witness), error: visit.error }).toEqual({
      ...site.expects[name],
      error: site.expects[name].outcome === 'fails' ? expect.any(String) : undefined,
    });
    if (visit.seen) expect(visit.seen.site).toBe(site.endsAt ?? site.id);
    if (visit.seen?.scheme === 'https') expect(visit.seen.innerName).toBe(innerNameOf(site));

    // When the page's own name is hidden, no connection shows it that was opened and not used either.
    const ofThePage = readingsOf(name, witness).filter((reading) => reading.name === innerNameOf(site));
    if (site.expects[name].outcome === 'hides')
      expect(ofThePage.filter(({ unreported }) => unreported === 'unused-connection')).toEqual([]);
    await visit.page.close();
  });

  it('asks none of the resolvers that are Overheard’s alone', () => {
    expect(lab.dns.questions.length).toBeGreaterThan(SITES.length);
    expect(lab.dns.questions.filter(({ view }) => OVERHEARDS_VIEWS.includes(view))).toEqual([]);
  });
});
