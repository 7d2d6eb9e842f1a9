// What the user finds out by a click: by new requests, by a second resolver, by measuring; and that hiding has ended.

import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Extension } from '../lab/extension.ts';
import { TRACE_PATH } from '../lab/site.ts';
import { clickSettings, pressOver, REFERENCES } from './clicks.ts';
import { BROWSERS, look, waitForText } from './looking.ts';
import { withLab, withOverheard } from './with-overheard.ts';
import { words } from './words.ts';

const lab = withLab();
beforeEach(() => lab.reset());

/** Presses a button in the browser's own panel; whether the popup says so then. */
async function pressInToolbar(overheard: Extension, page: Page, button: string, until: string): Promise<boolean> {
  const popup = await overheard.browser.openToolbarPopup(page);
  const value = (expression: string) => popup.evaluate<boolean>(expression);
  const isTrue = async (expression: string) => {
    for (const end = Date.now() + 10_000; Date.now() < end; await new Promise((done) => setTimeout(done, 100)))
      if (await value(expression)) return true;
    return false;
  };
  const wanted = `[...document.querySelectorAll('button')].find((one) => one.textContent === ${JSON.stringify(button)})`;
  try {
    if (!(await isTrue(`${wanted} !== undefined`))) return false;
    await value(`(${wanted}.click(), true)`);
    return await isTrue(`document.body.textContent.includes(${JSON.stringify(until)})`);
  } finally {
    await popup.close();
  }
}

/** What servers saw since. */
function sinceNow() {
  const from = lab.server.log.length;
  return {
    handshakes: (site: string) =>
      lab.server.log.slice(from).filter((event) => event.event === 'handshake' && event.site === site),
    requests: () => lab.server.log.slice(from).flatMap((event) => (event.event === 'request' ? [event] : [])),
  };
}

/** Sites that Chrome would ask for a trace, and one for whose sake it would ask test sites. */
const MEASURED = [
  ['traced', 'hidden'],
  ['traced-off', 'offered-not-used'],
  ['forged-off', 'offered-not-used'],
  ['hidden', 'hidden'],
] as const;

describe.each(BROWSERS)('%s', (name) => {
  if (name === 'firefox') return inFirefox();
  describe('the build for the store', inChromium);
  describe('the measuring build', inMeasuringBuild);
});

function inFirefox(): void {
  const overheard = withOverheard('firefox', lab);
  beforeAll(async () => {
    await overheard.configure(clickSettings(lab));
    overheard.mayContact(...REFERENCES, 'off.example', 'tls12.example', 'hidden.example');
  });

  // Before anything is pressed.
  it('what Chrome asks sites and test sites for is measured without asking, whatever is stored', async () => {
    const since = sinceNow();
    await overheard.configure({ measurePages: 'automatic', testNetwork: true });
    for (const [id, verdict] of MEASURED) {
      const { page } = await overheard.browser.visit(lab.site(id).url);
      expect(await look(overheard, page)).toMatchObject({ verdict, evidence: 'measured' });
    }
    expect(since.requests().filter(({ seen }) => seen.path === TRACE_PATH)).toEqual([]);
    await waitForText(overheard.console, words('options_private'));
    expect(await overheard.console.$('#test-network')).toBeNull();
  });

  const findOut = (page: Page) =>
    pressOver(overheard, page, words('action_find_out'), ({ cause }) => cause !== 'not-yet-known');

  it('a server that does not take ECH is found out by a new request to it and to three others', async () => {
    const { page } = await overheard.browser.visit('https://off.example/');
    expect((await look(overheard, page)).cause).toBe('not-yet-known');
    const since = sinceNow();
    const shown = await findOut(page);
    expect(shown).toMatchObject({ verdict: 'offered-not-used', evidence: 'measured', cause: 'server-refused' });
    for (const host of REFERENCES) expect(shown.text).toContain(words('found_with_ech_browser', host));
    expect(shown.text).toContain(words('found_without_ech_browser', 'off.example'));
    const requests = since.requests();
    expect(requests.map(({ method, seen }) => `${method} ${seen.host}${seen.path}`).sort()).toEqual([
      'HEAD cname.example/cdn-cgi/trace',
      'HEAD hello-retry.example/cdn-cgi/trace',
      'HEAD off.example/',
      'HEAD versions.example/cdn-cgi/trace',
    ]);
    for (const { headers } of requests) {
      expect([headers.Cookie, headers.Referer, headers.Origin]).toEqual([undefined, undefined, undefined]);
    }
  });

  it('so it is in the toolbar’s own popup', async () => {
    const { page } = await overheard.browser.visit('https://tls12.example/');
    await look(overheard, page);
    const told = words('found_without_ech_browser', 'tls12.example');
    expect(await pressInToolbar(overheard, page, words('action_find_out'), told)).toBe(true);
  });

  it('a connection without ECH that is older than the server’s keys, and that hiding has ended', async () => {
    const { page } = await overheard.browser.visit('https://hidden.example/');
    expect((await look(overheard, page)).verdict).toBe('hidden');
    await lab.server.change('hidden', { keys: [] });
    await lab.server.drop('hidden');
    await overheard.browser.visit('https://hidden.example/again', { page });
    const plain = await look(overheard, page);
    expect(plain).toMatchObject({ verdict: 'offered-not-used', cause: 'not-yet-known' });
    expect(plain.text).toContain(words('downgrade_measured', 'hidden.example'));
    // The server takes ECH again, and the tab keeps its connection.
    await lab.server.change('hidden', { keys: [lab.site('hidden').published] });
    const since = sinceNow();
    await overheard.browser.visit('https://hidden.example/and-again', { page });
    expect((await look(overheard, page)).verdict).toBe('offered-not-used');
    expect(since.handshakes('hidden')).toEqual([]);
    expect((await findOut(page)).cause).toBe('lost-race');
    // By a connection of its own, although the tab's is open.
    expect(since.handshakes('hidden')).toMatchObject([{ echAccepted: true }]);
  });
}

function inChromium(): void {
  const overheard = withOverheard('chromium', lab);
  beforeAll(async () => {
    await overheard.configure(clickSettings(lab));
    overheard.mayContact(lab.dns.resolvers.second.host);
  });

  it('a site behind the shared public name is asked in the toolbar’s own popup, which the permission leaves open', async () => {
    const { page } = await overheard.browser.visit('https://shared-cover.example/');
    expect(await look(overheard, page)).toMatchObject({ verdict: 'likely-hidden', evidence: 'inferred' });
    const told = words('basis_ech_used_traced', 'Cloudflare');
    expect(await pressInToolbar(overheard, page, words('action_trace'), told)).toBe(true);
    expect(await look(overheard, page)).toMatchObject({ verdict: 'hidden', evidence: 'measured' });
  });

  it('finds the record that the chosen resolver withholds at a second one', async () => {
    const { page } = await overheard.browser.visit('https://withheld.example/');
    expect((await look(overheard, page)).cause).toBe('no-record');
    expect(lab.dns.questions.filter(({ view }) => view === 'second')).toEqual([]);
    const { host } = lab.dns.resolvers.second;
    const shown = await pressOver(
      overheard,
      page,
      words('action_ask_second', host),
      ({ cause }) => cause === 'withheld',
    );
    expect(shown.text).toContain(host);
    expect(lab.dns.questions.filter(({ view }) => view === 'second')).toMatchObject([
      { name: 'withheld.example', type: 'HTTPS' },
    ]);
  });
}

function inMeasuringBuild(): void {
  const extension = fileURLToPath(new URL('../../dist/chromium-measured', import.meta.url));
  const overheard = withOverheard('chromium', lab, { extension });

  const measure = (page: Page) =>
    pressOver(overheard, page, words('action_measure'), ({ evidence, text }) => {
      return evidence === 'measured' && !text.includes(words('found_measuring_running'));
    });

  it('measures ECH where it was used', async () => {
    const { page } = await overheard.browser.visit('https://busy.example/');
    expect(await look(overheard, page)).toMatchObject({ verdict: 'likely-hidden', evidence: 'inferred' });
    const since = sinceNow();
    const shown = await measure(page);
    // Chrome reports nothing of its DNS queries, to its debugger neither: that changes no verdict, and the network's row says so.
    expect(shown).toMatchObject({ verdict: 'hidden', evidence: 'measured' });
    expect(shown.cause).toBeUndefined();
    expect(shown.text).toContain(words('note_network_dns_unreported'));
    // And every host that it loads from: three of the four show their names.
    expect(shown.text).toContain(words('others_hidden_sees', '3', '4'));
    expect(since.requests().map(({ seen }) => seen.host)).toContain('hidden.example');
  });

  it('measures that it was not used', async () => {
    const { page } = await overheard.browser.visit('https://off.example/');
    expect((await look(overheard, page)).verdict).toBe('likely-hidden');
    expect(await measure(page)).toMatchObject({ verdict: 'offered-not-used', cause: 'not-yet-known' });
  });
}
