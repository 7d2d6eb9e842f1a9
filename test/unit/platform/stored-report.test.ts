// What a popup paints before the background answers.

import { expect, it } from 'vitest';
import { storedReport } from '../../../src/platform/report-port.ts';
import { currentApi } from '../fake-browser/current.ts';

it('a stored report is no first answer where not everything of its tab is written', async () => {
  currentApi().session.put({
    'report:1': { verdict: 'hidden' },
    'report:2': { verdict: 'hidden' },
    'unwritten:2': true,
  });
  expect(await storedReport(1)).toEqual({ verdict: 'hidden' });
  expect(await storedReport(2)).toBe('being-written');
  expect(await storedReport(3)).toBeNull();
});
