// HTTP/3: a page that came over QUIC with ECH, and a name that went out over QUIC although no page came that way. All sites with
// HTTP/3, each in a profile of its own: npm run test:full -- http3

import { describe, expect, it } from 'vitest';
import { judge } from '../lab/agreement.ts';
import type { Visit } from '../lab/browsers/lab-browser.ts';
import { http3LeftOut } from '../lab/build-echd.mjs';
import type { Extension } from '../lab/extension.ts';
import { HTTP3_SWITCHES } from '../lab/http3-switches.ts';
import { type LabHttp3Site, startLab } from '../lab/lab.ts';
import type { BrowserName } from '../lab/site.ts';
import { COVER } from '../lab/site-parts.ts';
import { watchVisit } from '../lab/witness.ts';
import { BROWSERS, look } from './looking.ts';
import { withLab, withOverheard } from './with-overheard.ts';

/** A browser that has just lost a race over QUIC may take TCP for the next page. */
const VISITS = 5;
/** The host whose name goes out over QUIC. Firefox opens a connection to it beside that of a site which it shares. */
const LEAKS = {
  firefox: { id: 'h3-shared', host: 'other.h3-shared.example', isShared: true },
  chromium: { id: 'h2-ech-h3-noech', host: 'h2-ech-h3-noech.example', isShared: false },
};

const leftOut = await http3LeftOut();

if (leftOut === undefined) describe.each(BROWSERS)('%s', inBrowser);
else
  it('is left out, and the lab says what it lacks', async () => {
    await expect(startLab({ http3: true })).rejects.toThrow(leftOut);
  });

function inBrowser(name: BrowserName): void {
  const lab = withLab({ http3: true });
  const overheard = withOverheard(name, lab, HTTP3_SWITCHES);

  it('shows what hid a page over HTTP/3', async () => {
    const site = lab.http3Site('h3-ech');
    const { visit, witnessed } = await visitOverQuic(overheard, site);
    expect(visit.seen).toMatchObject({ proto: 'HTTP/3.0', echAccepted: true, outerName: COVER });
    const shown = await look(overheard, visit.page);
    expect(shown).toMatchObject(
      name === 'firefox'
        ? { verdict: 'hidden', evidence: 'measured', networkReads: COVER }
        : { verdict: 'likely-hidden', evidence: 'inferred', networkReads: COVER },
    );
    expect(judge(name, site, shown, witnessed(visit.seen))).toEqual({ kind: 'agrees' });
  });

  async function visitOverQuic({ browser }: Extension, { id, url }: LabHttp3Site) {
    for (let left = VISITS; ; left--) {
      const witnessed = watchVisit(lab);
      const visit: Visit = await browser.visit(url);
      if (visit.seen?.proto === 'HTTP/3.0' || left === 1) return { visit, witnessed };
      await visit.page.close();
      await lab.server.drop(id);
    }
  }

  it('sees the name that goes out over QUIC', async () => {
    const { id, host, isShared } = LEAKS[name];
    const site = lab.http3Site(id);
    const before = isShared ? (await visitOverQuic(overheard, site)).visit.page : undefined;
    const from = lab.server.log.length;
    const witnessed = watchVisit(lab);
    const { page, seen } = await overheard.browser.visit(`https://${host}/`, before && { page: before });
    await lab.server.waitFor(
      (entry) => entry.event === 'handshake' && entry.transport === 'quic' && entry.outerName === host,
      { from },
    );
    const shown = await look(overheard, page);
    expect(shown).toMatchObject({ verdict: 'exposed', evidence: 'inferred' });
    expect(judge(name, site, shown, witnessed(seen))).toEqual({ kind: 'agrees' });
  });
}
