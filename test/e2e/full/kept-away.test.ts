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
  },
  {
    name: 'firefox',
    by: 'policy',
    label: 'Firefox',
    launch: { policies: { ExtensionSettings: { '*': { restricted_domains: [BLOCKED] } } } },
    advice: words('advice_kept_away_firefox'),
    // Only that a reload is silent too says why.
    first: words('unknown_not_told', 'Firefox'),
  },
  {
    name: 'firefox',
    by: 'quarantine',
    label: 'Firefox',
    launch: { prefs: { 'extensions.quarantinedDomains.list': BLOCKED } },
    advice: words('advice_kept_away_firefox'),
    first: words('headline_probably_exposed', BLOCKED),
  },
] as const)('$name, $by', ({ name, label, launch, advice, first }) => {
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

  it('sees other sites, also when they are reloaded', async () => {
    const { page } = await overheard.browser.visit('https://hidden.example/');
    await page.reload();
    const { verdict } = await look(overheard, page, ({ verdict }) => verdict !== 'unknown');
    expect(verdict).toBe(name === 'firefox' ? 'hidden' : 'likely-hidden');
  });
});
