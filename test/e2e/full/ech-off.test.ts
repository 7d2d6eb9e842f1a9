// What is found out where the browser's own policy has ECH off: by a click, and in Chromium by the test of the network.

import { beforeAll, describe, expect, it } from 'vitest';
import { judge } from '../../lab/agreement.ts';
import { ECH_OFF } from '../../lab/policies.ts';
import { SITES } from '../../lab/sites.ts';
import { visitSite } from '../../lab/visit-site.ts';
import { clickSettings, pressOver, REFERENCES } from '../clicks.ts';
import { look } from '../looking.ts';
import { askOver } from '../tracing.ts';
import { withLab, withOverheard } from '../with-overheard.ts';
import { words } from '../words.ts';

const lab = withLab();

describe('firefox with ECH off by policy', () => {
  const overheard = withOverheard('firefox', lab, { policies: ECH_OFF.firefox });

  it('concludes that ECH is off here when no reference host is reached with it', async () => {
    await overheard.configure(clickSettings(lab));
    overheard.mayContact(...REFERENCES, 'hidden.example');
    const { page } = await overheard.browser.visit('https://hidden.example/');
    const button = words('action_find_out');
    const shown = await pressOver(overheard, page, button, ({ cause }) => cause !== 'not-yet-known');
    expect(shown).toMatchObject({ verdict: 'offered-not-used', cause: 'ech-off-here' });
  });
});

describe('chromium with ECH off by policy', () => {
  const overheard = withOverheard('chromium', lab, { policies: ECH_OFF.chromium });

  it.each(['traced', 'shared-cover'])('measures at %s that the browser sent the name', async (id) => {
    const site = lab.site(id);
    const visited = await visitSite(overheard.browser, lab, site);
    const { atFirst, shown } = await askOver(overheard, visited.page);
    expect(atFirst).toMatchObject({ verdict: 'likely-hidden', evidence: 'inferred' });
    expect(shown).toMatchObject({ verdict: 'offered-not-used', evidence: 'measured' });
    const witness = visited.witnessed();
    expect(witness.request?.seen).toMatchObject({ echAccepted: false, outerName: new URL(site.url).hostname });
    expect(judge('chromium', site, shown, witness)).toEqual({ kind: 'agrees' });
  });

  describe('after the test of the network', () => {
    beforeAll(async () => {
      await overheard.configure({ ...clickSettings(lab), testNetwork: true });
      overheard.mayContact(...REFERENCES);
      const { page } = await overheard.browser.visit('https://hidden.example/');
      await look(overheard, page, ({ cause }) => cause === 'ech-off-here');
    });

    const unknown: string[] = [];
    it.each(SITES)('does not call $id probably hidden', async (site) => {
      const { page } = await visitSite(overheard.browser, lab, site);
      const shown = await look(overheard, page);
      expect(shown.verdict).not.toMatch(/hidden/);
      if (shown.cause === 'ech-off-here') unknown.push(site.id);
      await page.close();
    });

    it('says why of those that offer ECH', () => {
      expect(unknown).toEqual(expect.arrayContaining(['hidden', 'off', 'busy', 'shared-cover']));
      expect(unknown.length).toBeGreaterThan(20);
    });
  });
});
