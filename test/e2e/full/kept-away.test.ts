// Sites that extensions are kept away from, by an organization's policy in both real browsers and by Firefox itself: the popup says who
// keeps Overheard from looking, and asks no resolver about them. Other sites are seen as ever.

import { describe, expect, it } from 'vitest';
import { look } from '../looking.ts';
import { withLab, withOverheard } from '../with-overheard.ts';
import { words } from '../words.ts';

const lab = withLab();

const BLOCKED = 'plain.example';

describe.each([
  {
    name: 'chromium',
    by: 'policy',
    label: 'Chrome',
    launch: { policies: { ExtensionSettings: { '*': { runtime_blocked_hosts: [`*://${BLOCKED}`] } } } },
    advice: words('advice_kept_away_chromium'),
    first: words('unknown_kept_away', 'Chrome'),
    others: words('others_one_unreported'),
    redirect: 'cleartext-redirect',
  },
  {
    name: 'firefox',
    by: 'policy',
    label: 'Firefox',
    launch: { policies: { ExtensionSettings: { '*': { restricted_domains: [BLOCKED] } } } },
    advice: words('advice_kept_away_firefox'),
    // Only that a reload is silent too says why.
    first: words('unknown_not_told', 'Firefox'),
    others: words('others_one_none', 'Firefox'),
    redirect: 'cleartext-redirect',
  },
  {
    name: 'firefox',
    by: 'quarantine',
    label: 'Firefox',
    launch: { prefs: { 'extensions.quarantinedDomains.list': BLOCKED } },
    advice: words('advice_kept_away_firefox'),
    first: words('headline_probably_exposed', BLOCKED),
    // Its requests are reported, and nothing of their security.
    others: words('others_unknown', '1', '2'),
    redirect: undefined,
  },
] as const)('$name, $by', ({ name, label, launch, advice, first, others, redirect }) => {
  const overheard = withOverheard(name, lab, launch);

  it('says who keeps extensions away', async () => {
    const { page } = await overheard.browser.visit(`https://${BLOCKED}/`);
    expect((await look(overheard, page)).text).toContain(first);
    lab.dns.questions.length = 0;
    await page.reload();
    const shown = await look(overheard, page, ({ cause }) => cause === 'kept-away');
    expect(shown).toMatchObject({ verdict: 'unknown', evidence: 'unknown' });
    expect(shown.text).toContain(words('unknown_kept_away', label));
    expect(shown.text).toContain(advice);
    expect(lab.dns.questions.filter(({ view, name }) => view === 'resolver' && name === BLOCKED)).toEqual([]);
  });

  it('says nothing of its connections on other sites’ visits: a redirect, an image', async () => {
    const { page } = await overheard.browser.visit(`https://${BLOCKED}/redirect?to=https://hidden.example/`);
    expect((await look(overheard, page, ({ verdict }) => verdict !== 'unknown')).cause).toBe(redirect);
    await overheard.browser.visit('https://hidden.example/', { page });
    await page.evaluate(
      (hosts) => {
        for (const host of hosts)
          document.body.append(Object.assign(new Image(), { src: `https://${host}/pixel.svg?kept` }));
      },
      [BLOCKED, 'cname.example'],
    );
    await look(overheard, page, ({ text }) => text.includes(others));
  });

  it('sees other sites, also when they are reloaded', async () => {
    const { page } = await overheard.browser.visit('https://hidden.example/');
    await page.reload();
    const { verdict } = await look(overheard, page, ({ verdict }) => verdict !== 'unknown');
    expect(verdict).toBe(name === 'firefox' ? 'hidden' : 'likely-hidden');
  });
});
