// What "Find out" finds where Firefox's own policy has ECH off.

import { describe, expect, it } from 'vitest';
import { ECH_OFF } from '../../lab/policies.ts';
import { clickSettings, pressOver, REFERENCES } from '../clicks.ts';
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
