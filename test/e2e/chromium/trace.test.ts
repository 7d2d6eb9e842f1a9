// What the page's own server says of its connection, asked from inside the page (Chromium): believed where it can be, and only there.
// One site of each kind; test/e2e/full/trace.test.ts visits all of them, each twenty times.

import { beforeEach, expect, it } from 'vitest';
import { askTheSite } from '../../lab/ask-site.ts';
import { TRACE_PATH } from '../../lab/site.ts';
import { TRACE_SITES } from '../../lab/trace-sites.ts';
import { look } from '../looking.ts';
import { askOver, playTraced, TOLD } from '../tracing.ts';
import { withLab, withOverheard } from '../with-overheard.ts';
import { words } from '../words.ts';

const BLOCKER = new URL('../../lab/blocking-extension', import.meta.url).pathname;

/** Used, and not in two ways; what cannot be asked; and each way in which an answer is none. */
const KINDS = [
  'traced',
  'traced-off',
  'traced-stripped',
  'traced-http1',
  'traced-mixed',
  'traced-sandbox',
  'traced-www',
  'trace-twice',
  'trace-other-host',
  'trace-silence',
  'trace-redirect',
  'forged-off',
];

const lab = withLab();
beforeEach(() => lab.reset());

const tracesSince = (from: number) =>
  lab.server.log.slice(from).filter((entry) => entry.event === 'request' && entry.seen.path === TRACE_PATH);

const overheard = withOverheard('chromium', lab);

it('has a row for every site', () => {
  expect(Object.keys(TOLD).sort()).toEqual(TRACE_SITES.map(({ id }) => id).sort());
});

it.each(KINDS)('%s', (id) => playTraced(overheard, lab, id));

it('says so where another extension blocks the request', async () => {
  const blocker = await overheard.browser.puppeteer.installExtension(BLOCKER);
  const { page } = await overheard.browser.visit('https://traced.example/blocked');
  const { shown, findings } = await askOver(overheard, page);
  await overheard.browser.puppeteer.uninstallExtension(blocker);
  expect(shown).toMatchObject({ verdict: 'likely-hidden', evidence: 'inferred' });
  expect(findings).toEqual([expect.stringContaining(words('found_trace_blocked', 'traced.example'))]);
  // The button is still there, and now it is answered.
  const again = await askOver(overheard, page);
  expect(again.shown).toMatchObject({ verdict: 'hidden', evidence: 'measured' });
  expect(again.findings).toEqual([]);
});

it('believes no page that a service worker had first', async () => {
  const from = lab.server.log.length;
  const { page } = await overheard.browser.visit('https://traced.example/sw/first');
  await page.waitForFunction(() => document.getElementById('worker')?.textContent === 'ready');
  await overheard.browser.visit('https://traced.example/sw/second', { page });
  const answered = await askOver(overheard, page);
  expect([answered.shown.evidence === 'measured', answered.isAsked]).toEqual([false, false]);

  const { page: another } = await overheard.browser.visit('https://traced-worker.example/lying/');
  await another.waitForFunction(() => document.title === 'done');
  await overheard.browser.visit('https://traced-worker.example/lying/again', { page: another });
  const { shown, findings } = await askOver(overheard, another);
  expect(shown).toMatchObject({ verdict: 'likely-hidden', evidence: 'inferred' });
  expect(findings).toEqual([expect.stringContaining(words('found_trace_worker', 'traced-worker.example'))]);
  expect(tracesSince(from).length).toBeLessThan(2);
});

it('takes the newest answer, for its own page alone', async () => {
  const { page } = await overheard.browser.visit('https://traced-off.example/');
  expect((await askOver(overheard, page)).shown).toMatchObject({ verdict: 'offered-not-used', evidence: 'measured' });
  await lab.server.change('traced-off', { keys: [lab.site('traced-off').published] });
  await lab.server.drop('traced-off');
  const { page: second } = await overheard.browser.visit('https://traced-off.example/second');
  expect(await look(overheard, second)).toMatchObject({ verdict: 'likely-hidden', evidence: 'inferred' });
  expect((await askOver(overheard, second)).shown).toMatchObject({ verdict: 'hidden', evidence: 'measured' });
  expect(await look(overheard, page)).toMatchObject({ verdict: 'offered-not-used', evidence: 'measured' });
});

it('asks by itself where the user wants that, once for a site, and never where the user wants that', async () => {
  await overheard.configure({ measurePages: 'automatic' });
  const from = lab.server.log.length;
  const measured = ({ evidence }: { evidence: string }) => evidence === 'measured';
  const { page } = await overheard.browser.visit('https://traced-base.example/automatic');
  expect(await look(overheard, page, measured)).toMatchObject({ verdict: 'hidden' });
  await overheard.browser.visit('https://traced-base.example/again', { page });
  expect(await look(overheard, page)).toMatchObject({ verdict: 'likely-hidden', evidence: 'inferred' });
  expect(tracesSince(from)).toHaveLength(1);

  await overheard.configure({ measurePages: 'never' });
  await overheard.browser.visit('https://traced-retry.example/never', { page });
  const { shown, isAsked } = await askOver(overheard, page);
  expect([shown.evidence, isAsked, tracesSince(from).length]).toEqual(['inferred', false, 1]);
  await overheard.configure({ measurePages: 'on-click' });
});

it('says so where the permission is gone, and asks for it with the next press', async () => {
  await overheard.browser.revoke({ permissions: ['scripting'] });
  await overheard.configure({ measurePages: 'automatic' });
  const { page } = await overheard.browser.visit('https://traced-stale.example/revoked');
  const reason = words('found_trace_no_permission', 'traced-stale.example');
  const shown = await look(overheard, page, ({ text }) => text.includes(reason));
  expect(shown).toMatchObject({ verdict: 'likely-hidden', evidence: 'inferred' });
  await overheard.configure({ measurePages: 'on-click' });
  const popup = await overheard.popup(await overheard.tabOf(page));
  await askTheSite(overheard, popup);
  const again = await overheard.read(popup, ({ evidence }) => evidence === 'measured');
  expect(again).toMatchObject({ verdict: 'hidden' });
  await popup.close();
});
