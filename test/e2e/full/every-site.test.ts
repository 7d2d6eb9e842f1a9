// Every site of the lab, in both real browsers and without any extension: the server must have seen what the table says, the
// inner name included. (`npm test` sees the outcomes with the extension, when it compares popup and log.)

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../../lab/browsers/chromium.ts';
import { launchFirefox } from '../../lab/browsers/firefox.ts';
import type { LabBrowser, Visit } from '../../lab/browsers/lab-browser.ts';
import { OVERHEARDS_VIEWS } from '../../lab/dns/query-rules.ts';
import type { BrowserName, Expectation, Site } from '../../lab/site.ts';
import { SITES } from '../../lab/sites.ts';
import { withLab } from '../with-overheard.ts';

const LAUNCH = { firefox: launchFirefox, chromium: launchChromium };
const BROWSERS: readonly BrowserName[] = ['firefox', 'chromium'];

const lab = withLab();

/** The visit's outcome in the table's words. */
function outcomeOf({ seen }: Visit): Expectation {
  if (!seen) return { outcome: 'fails' };
  if (seen.scheme === 'http') return { outcome: 'cleartext' };
  return { outcome: seen.echAccepted ? 'hides' : 'shows', outerName: seen.outerName };
}

/** The name that the server must have read inside: the host that was asked for; none for an address. */
function innerNameOf(site: Site): string {
  const { hostname } = new URL(SITES.find(({ id }) => id === site.endsAt)?.url ?? site.url);
  return /^[\d.]+$/.test(hostname) ? '' : hostname;
}

describe.each(BROWSERS)('%s, every site', (name) => {
  let browser: LabBrowser;
  beforeAll(async () => {
    browser = await LAUNCH[name]();
  });
  afterAll(() => browser?.close());

  it.each(SITES)('$id: $title', async (site) => {
    const before = lab.server.log.length;
    const visit = await browser.visit(site.url);
    expect({ ...outcomeOf(visit), error: visit.error }).toEqual({
      ...site.expects[name],
      error: site.expects[name].outcome === 'fails' ? expect.any(String) : undefined,
    });
    if (visit.seen) expect(visit.seen.site).toBe(site.endsAt ?? site.id);
    if (visit.seen?.scheme === 'https') expect(visit.seen.innerName).toBe(innerNameOf(site));

    // When the name is hidden, no hello that this site's server saw carries it.
    if (site.expects[name].outcome === 'hides' && site.endsAt === undefined) {
      const handshakes = lab.server.log.slice(before).filter((entry) => entry.event === 'handshake');
      const named = handshakes.filter((entry) => entry.site === site.id && entry.outerName === innerNameOf(site));
      expect(named).toEqual([]);
    }
    await visit.page.close();
  });

  it('asks none of the resolvers that are Overheard’s alone', () => {
    expect(lab.dns.questions.length).toBeGreaterThan(SITES.length);
    expect(lab.dns.questions.filter(({ view }) => OVERHEARDS_VIEWS.includes(view))).toEqual([]);
  });
});
