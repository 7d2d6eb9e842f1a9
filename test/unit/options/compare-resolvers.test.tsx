// @vitest-environment happy-dom
// The comparison on the options page: what is said before the click, what is shown as it comes, and the choice of one.

import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { OptionsPage } from '../../../src/options/options-page.tsx';
import { readEverything } from '../../../src/platform/settings.ts';
import type { Request, ResolverTest } from '../../../src/shared/messages.ts';
import { RESOLVER_PRESETS } from '../../../src/shared/resolvers.ts';
import type { Choices } from '../../../src/shared/settings.ts';
import { fakeBrowser, forgetEverything, storedSettings, storeSettings, tellPolicy } from '../fake-browser/pages.ts';

const GOOD: ResolverTest = {
  outcome: 'answered',
  durationMs: 12.4,
  answer: 'ech',
  authenticated: true,
  padded: true,
  subnetOptOut: 'sent',
};
const FAILED: ResolverTest = { outcome: 'failed', failure: { kind: 'unreachable' } };
const COMPARED = RESOLVER_PRESETS.filter(({ filtering }) => filtering !== 'profile');

/** How the resolver of an address answers; a promise that never ends keeps it waiting. */
let answerOf: (template: string) => ResolverTest | null | Promise<never>;
const asked: Request[] = [];

beforeEach(() => {
  forgetEverything();
  asked.length = 0;
  answerOf = () => GOOD;
  fakeBrowser.runtime.sendMessage.mockImplementation(async (request: Request) => {
    asked.push(request);
    if (request.kind === 'test-canary') return { asked: 'chosen-resolver', resolver: '', state: 'set', checkedAtMs: 0 };
    return request.kind === 'test-resolver' ? answerOf(request.template) : undefined;
  });
});
afterEach(cleanup);

async function open(settings: Partial<Choices> = {}): Promise<void> {
  await storeSettings(settings);
  render(<OptionsPage first={await readEverything()} welcome={false} />);
  await act(async () => {});
}

const section = () => within(screen.getByRole('region', { name: 'Compare the resolvers' }));
async function compare(): Promise<void> {
  fireEvent.click(section().getByRole('button', { name: 'Compare the resolvers' }));
  await waitFor(() => section().getByRole('table'));
}
const row = (name: string) =>
  section()
    .getByRole('rowheader', { name: new RegExp(`^${name}`) })
    .closest('tr')!;
const cells = (name: string) =>
  within(row(name))
    .getAllByRole('cell')
    .map(({ textContent }) => textContent);

it('says before the click which resolvers it asks for what, and asks none', async () => {
  await open();
  const text = section().getByText(/^Asks each/).textContent;
  for (const { name } of COMPARED) expect(text).toContain(name);
  expect(text).not.toContain('NextDNS');
  for (const host of ['crypto.cloudflare.com', 'cloudflare-ech.com', 'tls-ech.dev', 'use-application-dns.net'])
    expect(text).toContain(host);
  expect(asked).toEqual([]);
});

it('shows a row for each with what was found', async () => {
  await open();
  await compare();
  await waitFor(() => section().getByText(`${COMPARED.length} of ${COMPARED.length} resolvers tried.`));
  expect(cells('Quad9')).toEqual(['Yes', '3 of 3', 'Yes', 'Yes', 'Says it doesn’t exist', '12 msfirst 12 ms']);
  expect(within(row('Quad9')).getByText(/malware/)).toBeTruthy();
  expect(within(row('Quad9')).getByRole('link').getAttribute('href')).toBe('https://quad9.net/privacy/policy');
  expect(asked).toHaveLength(COMPARED.length * 7);
});

it('says how one failed, in the place of all that it could not find', async () => {
  answerOf = (template) => {
    if (template.includes('quad9')) return FAILED;
    return template.includes('mullvad') ? null : { ...GOOD, answer: 'no-ech', authenticated: false, padded: false };
  };
  await open();
  await compare();
  await waitFor(() => section().getByText(`${COMPARED.length} of ${COMPARED.length} resolvers tried.`));
  expect(cells('Quad9')).toEqual(['No answer']);
  expect(cells('Mullvad')).toEqual(['No answer']);
  expect(cells('Google').slice(0, 4)).toEqual(['Yes', '0 of 3', 'Not said', 'No']);
});

it('can be stopped, and begun again', async () => {
  answerOf = (template) => (template.includes('cloudflare') ? GOOD : new Promise<never>(() => {}));
  await open();
  await compare();
  await waitFor(() => section().getByText(`1 of ${COMPARED.length} resolvers tried.`));
  expect(document.activeElement?.textContent).toBe('Stop');
  const sent = asked.length;
  fireEvent.click(section().getByRole('button', { name: 'Stop' }));
  await waitFor(() => expect(cells('Wikimedia')).toEqual(['Not finished']));
  expect(cells('Google')).toEqual(['Not finished']);
  expect(cells('Cloudflare')[0]).toBe('Yes');
  expect(asked).toHaveLength(sent);
  answerOf = () => GOOD;
  fireEvent.click(await section().findByRole('button', { name: 'Compare the resolvers' }));
  await waitFor(() => section().getByText(`${COMPARED.length} of ${COMPARED.length} resolvers tried.`));
});

it('lets one be chosen, and shows which one is', async () => {
  await open({ resolver: { kind: 'custom', template: 'https://own.example/dns-query' } });
  await compare();
  await waitFor(() => section().getByText(`${COMPARED.length + 1} of ${COMPARED.length + 1} resolvers tried.`));
  expect(within(row('own.example')).getByText('Chosen')).toBeTruthy();
  fireEvent.click(section().getByRole('button', { name: 'Use this one: Mullvad' }));
  await waitFor(() => within(row('Mullvad')).getByText('Chosen'));
  expect((storedSettings() as Choices).resolver).toEqual({ kind: 'preset', id: 'mullvad' });
  // What was found stays, of the one that was left as well.
  expect(cells('own.example')[0]).toBe('Yes');
});

it('chooses nothing where the organisation has', async () => {
  tellPolicy({ lock: true, resolver: { preset: 'quad9' } });
  await open();
  await compare();
  await waitFor(() => section().getByText(`${COMPARED.length} of ${COMPARED.length} resolvers tried.`));
  expect(within(row('Quad9')).getByText('Chosen')).toBeTruthy();
  expect(section().queryByRole('button', { name: /^Use/ })).toBeNull();
});

async function concluded(): Promise<string> {
  const said = () => document.querySelector('.conclusion')?.textContent ?? '';
  await waitFor(() => expect(said()).not.toBe(''));
  return said();
}

it('concludes about the one that is chosen and the others, with the most useful first', async () => {
  answerOf = (template) => {
    if (template.includes('google')) return FAILED;
    return template.includes('quad9') ? { ...GOOD, answer: 'no-ech' } : { ...GOOD, durationMs: template.length };
  };
  await open({ resolver: { kind: 'preset', id: 'quad9' } });
  await compare();
  const said = await concluded();
  expect(said).toContain('Quad9, which you use, returns no ECH. Overheard would miss it on every site.');
  expect(said).toMatch(/These leave ECH intact: .*Mullvad.*Wikimedia/);
  expect(said).not.toContain('Google');
  const names = section()
    .getAllByRole('rowheader')
    .map(({ textContent }) => textContent);
  expect(names.at(-2)).toMatch(/^Quad9/);
  expect(names.at(-1)).toMatch(/^Google/);
  expect(row('Quad9').querySelectorAll('.bad')).toHaveLength(1);
});

it('says of the one that is chosen why it did not answer', async () => {
  answerOf = (template) => (template.includes('quad9') ? FAILED : GOOD);
  await open({ resolver: { kind: 'preset', id: 'quad9' } });
  await compare();
  expect(await concluded()).toMatch(/^Quad9, which you use, didn’t answer/);
  expect(cells('Quad9')[0]).toMatch(/^No answer.*Quad9/);
});
