// Whether Chromium uses ECH on a network, tested by one request and by three where it doesn't: what the popup says then, and that nobody
// else is asked.

import { beforeAll, describe, expect, it } from 'vitest';
import type { Extension } from '../../lab/extension.ts';
import { clickSettings, REFERENCES } from '../clicks.ts';
import { look, waitForText } from '../looking.ts';
import { withLab, withOverheard } from '../with-overheard.ts';
import { words } from '../words.ts';

const lab = withLab();
const [FIRST = ''] = REFERENCES;
/** All of them offer ECH that Chromium can use. */
const HIDING = ['hidden', 'busy', 'shared-cover'] as const;

const traces = () =>
  lab.server.requests
    .filter(({ seen }) => seen.path === '/cdn-cgi/trace')
    .map(({ method, seen }) => ({ method, ...seen }));

const lookAt = async (overheard: Extension, id: string, until?: Parameters<typeof look>[2]) => {
  const { page } = await overheard.browser.visit(lab.site(id).url);
  return look(overheard, page, until);
};

describe('where ECH is used', whereUsed);
describe('where policy has ECH off', whereOff);

function whereUsed(): void {
  const overheard = withOverheard('chromium', lab);

  it('asks nobody unless it is wanted', async () => {
    await overheard.configure(clickSettings(lab));
    await lookAt(overheard, 'hidden');
    expect(traces()).toEqual([]);
  });

  it('asks one test site once, and says so as the basis of what stays inferred', async () => {
    await overheard.configure({ testNetwork: true });
    overheard.mayContact(FIRST);
    const used = words('basis_should_hide_tested', 'hidden.example', 'Chrome', '|').split('|')[0] ?? '';
    const shown = await lookAt(overheard, 'hidden', ({ text }) => text.includes(used));
    expect(shown).toMatchObject({ verdict: 'likely-hidden', evidence: 'inferred' });
    for (const id of HIDING) expect((await lookAt(overheard, id)).verdict).toBe('likely-hidden');
    expect(traces()).toMatchObject([{ method: 'GET', host: FIRST, echAccepted: true }]);
  });

  it('tells the test site nothing but that it was asked', () => {
    const [request] = lab.server.requests.filter(({ seen }) => seen.path === '/cdn-cgi/trace');
    const { Cookie, Referer, Origin, 'Accept-Language': languages } = request?.headers ?? {};
    expect([Cookie, Referer, Origin, languages]).toEqual([undefined, undefined, undefined, ['*']]);
  });

  it('lists the request on the session page', async () => {
    const page = await overheard.browser.openExtensionPage('session.html');
    await waitForText(page, words('asked_network_test'));
    await page.close();
  });

  it('remembers the answer when the background stops', async () => {
    await overheard.browser.stopBackground();
    const shown = await lookAt(overheard, 'hidden');
    expect(shown.text).toContain(words('basis_should_hide_tested', 'hidden.example', 'Chrome', '|').split('|')[0]);
    expect(traces()).toHaveLength(1);
  });
}

function whereOff(): void {
  const overheard = withOverheard('chromium', lab, { policies: { EncryptedClientHelloEnabled: false } });
  const isKnown = ({ cause }: { cause: string | undefined }) => cause === 'ech-off-here';
  let from = 0;

  beforeAll(async () => {
    from = traces().length;
    await overheard.configure({ ...clickSettings(lab), testNetwork: true });
    overheard.mayContact(...REFERENCES);
  });

  it('calls no site probably hidden, says why, and offers the network check', async () => {
    for (const id of HIDING) {
      const shown = await lookAt(overheard, id, isKnown);
      expect(shown).toMatchObject({ verdict: 'unknown', evidence: 'unknown' });
      const { host } = new URL(lab.site(id).url);
      expect(shown.text).toContain(words('unknown_ech_off_here_tests', 'Chrome', '3', host));
      expect(shown.text).toContain(words('cause_ech_off_elsewhere'));
      expect(shown.text).toContain(words('action_network_check'));
    }
  });

  it('has asked three test sites, once each', () => {
    const asked = traces().slice(from);
    expect(asked.map(({ method, host, echAccepted }) => `${method} ${host} ${echAccepted}`).sort()).toEqual(
      REFERENCES.map((host) => `GET ${host} false`).sort(),
    );
  });

  it('still says of a site without ECH that it is probably not hidden', async () => {
    expect(await lookAt(overheard, 'noech')).toMatchObject({ verdict: 'exposed', evidence: 'inferred' });
  });
}
