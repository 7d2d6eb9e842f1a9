import { expect, it } from 'vitest';
import { encodeClientHello, findExtension, serverNameOf } from '../../src/hello/client-hello.ts';
import { openClientHello } from '../helpers/ech-server.ts';
import { launchChromium } from '../lab/browsers/chromium.ts';
import { launchFirefox } from '../lab/browsers/firefox.ts';
import type { BrowserName } from '../lab/site.ts';
import { expectWholeTree } from '../unit/hello/coverage.ts';
import { BROWSERS } from './looking.ts';
import { serverKeyOf } from './server/key.ts';
import { withLab } from './with-overheard.ts';

const LAUNCH = { firefox: launchFirefox, chromium: launchChromium };

const lab = withLab();

/** Sites that one browser visits and the other does not, so that a line of the journal tells whose it is. */
const VISITS: Record<BrowserName, readonly string[]> = {
  firefox: ['hidden', 'noech', 'international'],
  chromium: ['owner', 'plain', 'versions'],
};

it.each(BROWSERS)(
  'ClientHellos of %s open with the key to the last byte, and are read as whole trees',
  async (name) => {
    const browser = await LAUNCH[name]();
    for (const id of VISITS[name]) await browser.visit(lab.site(id).url);
    await browser.close();
    const seen = { opened: 0, closed: 0 };
    const lines = lab.server.handshakes.filter(({ site, error }) => VISITS[name].includes(site) && error === '');
    for (const line of lines) {
      const message = new Uint8Array(Buffer.from(line.clientHello, 'hex'));
      expectWholeTree(message);
      const opened = await openClientHello(message, [serverKeyOf(lab.site(line.site).published)]);
      expect(opened.ok).toBe(line.echAccepted);
      if (!opened.ok) {
        expect(opened.error.kind).toBe('not-decryptable');
        seen.closed++;
        continue;
      }
      const { hello, outer, encodedInner } = opened.value;
      expect([serverNameOf(outer), serverNameOf(hello)]).toEqual([line.outerName, line.innerName]);
      expect(findExtension(hello, 0xfe0d)?.data).toEqual(Uint8Array.of(1));
      expectWholeTree(encodeClientHello(hello));
      expectWholeTree(encodedInner, 'EncodedClientHelloInner');
      seen.opened++;
    }
    expect(seen.opened).toBeGreaterThan(1);
    expect(seen.closed).toBeGreaterThan(0);
  },
);
