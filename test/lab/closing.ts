// A web server that closes every connection after the ClientHello, and a resolver that sends browsers there. What a browser then does is
// what its rows (src/browsers) tell: which name it sends first, and which when that came to nothing.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { caseAddress, PLAIN_DNS_ADDRESS } from './addresses.mjs';
import type { LabBrowser } from './browsers/lab-browser.ts';
import { startDohServer } from './dns/doh-server.ts';
import { startPlainServer } from './dns/plain-server.ts';
import type { Question } from './dns/question-log.ts';
import { controlNames, View } from './dns/zone.ts';
import { Echd } from './echd-process.ts';
import { ensureLeaf } from './pki.ts';
import { RESOLVERS } from './resolvers.ts';

/** Images at a time: more of them, and a slow answer about HTTPS records comes too late for the browser. */
const IMAGES_AT_ONCE = 4;
const LOAD_TIMEOUT_MS = 15_000;
/** What comes after the load has failed. */
const STRAGGLERS_MS = 300;

export interface Closing {
  /**
   * Names in the ClientHellos for each set of records, in order and without repetitions in a row; `{host}` is the site's own. Every call
   * has host names that no browser knows.
   */
  observe(browser: LabBrowser, sets: readonly (readonly Uint8Array[])[]): Promise<string[][]>;
  close(): void;
}

/** Up to so many sets at a time. */
export async function startClosing(most: number): Promise<Closing> {
  const zone = controlNames();
  for (const { host, address } of Object.values(RESOLVERS)) zone.set(host, { a: [address] });
  const view = new View('browser', zone);
  const { host, address, standsFor } = RESOLVERS.browser;
  const certificate = await ensureLeaf('expected', [host, standsFor]);
  const asked = new Set<string>();
  const log = ({ name, type }: Pick<Question, 'name' | 'type'>) => void (type === 'HTTPS' && asked.add(name));
  const addresses = Array.from({ length: most }, (_, index) => caseAddress(index));
  const [server, stopPlain, doh] = await Promise.all([
    Echd.start([
      {
        id: 'closing',
        listen: addresses.map((one) => `${one}:443`),
        certificates: [certificate],
        settings: {
          keys: [],
          maxTls: '1.3',
          helloRetry: false,
          alpn: ['h2'],
          block: { how: 'close' },
          trace: undefined,
        },
      },
    ]),
    startPlainServer({ view, address: PLAIN_DNS_ADDRESS, log }),
    startDohServer({ view, address, certificate, expiredCertificate: certificate, log }),
  ]);
  let round = 0;
  return {
    async observe(browser, sets) {
      round++;
      const hosts = sets.map((_, index) => `${index}.r${round}.closing.example`);
      for (const [index, https] of sets.entries())
        view.override(hosts[index] as string, { a: [addresses[index] as string], https });
      const from = server.handshakes.length;
      await loadAll(browser, hosts);
      await sleep(STRAGGLERS_MS);
      const unasked = hosts.filter((one) => !asked.has(one));
      if (unasked.length > 0) throw new Error(`${browser.name} did not look up ${unasked.join(', ')}`);
      const hellos = server.handshakes.slice(from);
      return hosts.map((own, index) => {
        const names = hellos
          .filter((hello) => hello.address === `${addresses[index]}:443`)
          .map(({ outerName }) => (outerName === own ? '{host}' : outerName));
        return names.filter((name, at) => name !== names[at - 1]);
      });
    },
    close() {
      server.close();
      stopPlain();
      doh.stop();
    },
  };
}

/** Each host once, several at a time. */
async function loadAll(browser: LabBrowser, hosts: readonly string[]): Promise<void> {
  const left = hosts.map((host) => `https://${host}/`);
  const work = async () => {
    const page = await browser.puppeteer.newPage();
    for (let url = left.shift(); url !== undefined; url = left.shift()) await loadImage(page, url);
    await page.close();
  };
  await Promise.all(Array.from({ length: IMAGES_AT_ONCE }, work));
}

/** Resolves when the image has failed to load. */
const loadImage = (page: Page, url: string): Promise<void> =>
  page.evaluate(
    (src: string, timeoutMs: number) =>
      new Promise<void>((resolve) => {
        const image = new Image();
        image.onload = image.onerror = () => resolve();
        setTimeout(resolve, timeoutMs);
        image.src = src;
      }),
    url,
    LOAD_TIMEOUT_MS,
  );
