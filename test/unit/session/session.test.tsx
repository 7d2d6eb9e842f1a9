// @vitest-environment happy-dom
// The session page over what the background wrote, read by role and text.

import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SessionPage } from '../../../src/session/session-page.tsx';
import { loggedQueryKey, QUERY_TOTALS_KEY } from '../../../src/shared/query-log.ts';
import { nameKey } from '../../../src/shared/session-names.ts';
import { fakeBrowser, forgetEverything, writeSession } from '../fake-browser/pages.ts';
import { entriesOf, ledgerOf, nameRecord, sessionFacts } from './session-builder.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  forgetEverything();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

async function open(entries: Record<string, unknown>): Promise<void> {
  writeSession(entries);
  render(<SessionPage />);
  await act(async () => {});
}

/** What the background writes while the page is open, once it is shown. */
const write = (entries: Record<string, unknown>) =>
  act(async () => {
    writeSession(entries);
    vi.advanceTimersByTime(1_000);
  });

const group = (name: RegExp) => screen.getByRole('region', { name });
const hosts = (within?: HTMLElement) =>
  [...(within ?? document.body).querySelectorAll<HTMLElement>('[data-host]')].map(({ dataset }) => dataset.host);
const text = () => document.body.textContent ?? '';

const SOME = {
  ...sessionFacts(),
  ...entriesOf(
    nameRecord('shop.example', { exposed: 2, hidden: 1 }),
    nameRecord('clear.example', { cleartext: 1 }),
    nameRecord('dns.example', { 'partly-hidden': 1 }),
    nameRecord('who.example', { unknown: 1 }),
    nameRecord('news.example', { hidden: 3 }, 'cover.example'),
    nameRecord('hush.example', { hidden: 1 }, 'cover.example'),
    nameRecord('tells.example', { 'likely-exposed': 1 }),
    nameRecord('mail.example', { 'likely-hidden': 1 }, 'cover.example'),
  ),
  ...ledgerOf(
    { to: 'dns.quad9.net', purpose: 'page', name: 'news.example' },
    { to: null, purpose: 'canary', name: 'use-application-dns.net' },
  ),
};

it('what cannot be read is no list that is being read for ever', async () => {
  vi.spyOn(fakeBrowser.storage.session, 'get').mockRejectedValueOnce(new Error('no'));
  await open(SOME);
  expect(screen.getByText('Overheard did not answer. Reload this page to try again.').role).toBe('alert');
  await write(SOME);
  expect(hosts()).toEqual([]);
});

describe('the names', () => {
  it('are told in a sentence and in groups', async () => {
    await open(SOME);
    expect(text()).toContain('Names that the network could probably read: at least 3 of 8');
    expect(hosts(group(/^Read/))).toEqual(['clear.example', 'shop.example']);
    expect(hosts(group(/^Perhaps/))).toEqual(['dns.example']);
    expect(hosts(group(/^Not known/))).toEqual(['who.example']);
    expect(hosts(group(/^Hidden/))).toEqual(['hush.example', 'news.example']);
    expect(hosts(group(/^Should/))).toEqual(['mail.example']);
    expect(hosts(group(/^Probably/))).toEqual(['tells.example']);
    expect(within(group(/^Hidden/)).getByRole('heading', { name: /^Behind cover\.\s?example 2$/ })).toBeTruthy();
  });

  it('have their evidence, how it came and how often', async () => {
    await open(SOME);
    const row = document.querySelector('[data-host="shop.example"]')!;
    expect(row.textContent).toMatch(/^shop\.exampleMeasuredWithout ECH\.Pages: 3\. Last at /);
    expect(document.querySelector('[data-host="mail.example"]')?.textContent).toContain('Inferred');
    for (const host of ['who', 'dns'])
      expect(document.querySelector(`[data-host="${host}.example"]`)?.textContent).toContain('Unknown');
  });

  it('shows every name as text, whatever it contains', async () => {
    await open({ ...sessionFacts(), ...entriesOf(nameRecord('<img src=x>\u202e.example', { exposed: 1 })) });
    expect(document.querySelector('.row img')).toBeNull();
    expect(document.querySelector('.row .name')?.textContent).toBe('<img src=x>\\u{202e}.example');
    expect(document.querySelector('.row .name')?.getAttribute('dir')).toBe('ltr');
  });

  it('are found by a part of them', async () => {
    await open(SOME);
    const field = screen.getByRole('searchbox', { name: 'Show names with' });
    expect(screen.queryByText(/Names shown/)).toBeNull();
    fireEvent.input(field, { target: { value: ' NEWS ' } });
    expect(hosts()).toEqual(['news.example']);
    expect(screen.getByText('Names shown: 1 of 8').getAttribute('role')).toBe('status');
    expect(document.querySelectorAll('[data-asked]')).toHaveLength(1);
    fireEvent.input(field, { target: { value: '' } });
    expect(hosts()).toHaveLength(8);
  });

  it('that are many are shown on demand', async () => {
    await open(entriesOf(...Array.from({ length: 130 }, (_, n) => nameRecord(`n${n}.example`, { exposed: 1 }))));
    expect(hosts()).toHaveLength(100);
    fireEvent.click(screen.getByRole('button', { name: 'Show all 130' }));
    expect(hosts()).toHaveLength(130);
    expect(screen.queryByRole('button', { name: /Show all/ })).toBeNull();
  });

  it('beyond those that are remembered are told of', async () => {
    await open({ ...SOME, ...sessionFacts({ isCapped: true }) });
    expect(text()).toContain('There were more than these 8 names');
  });
});

describe('the page', () => {
  it('says that there is nothing yet', async () => {
    await open(sessionFacts());
    expect(text()).toContain('No names yet.');
    expect(text()).toContain('None was sent.');
    expect(screen.queryByRole('searchbox')).toBeNull();
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('says when the device came back to a network', async () => {
    await open({ ...SOME, ...sessionFacts({ networkChangedAtMs: Date.UTC(2020, 0, 2, 12) }) });
    expect(text()).toMatch(/At Jan 2, 2020, .* this device came back to a network/);
  });

  it('shows what is written while it is open', async () => {
    await open(SOME);
    await write({
      [nameKey('who.example')]: nameRecord('who.example', { cleartext: 1 }),
      [nameKey('new.example')]: nameRecord('new.example', { hidden: 1 }),
      [nameKey('dns.example')]: undefined,
      'tab:1': { irrelevant: true },
    });
    expect(text()).toContain('Names that the network could probably read: 4 of 8');
    expect(hosts(group(/^Read/))).toContain('who.example');
    expect(screen.queryByRole('region', { name: /^Perhaps/ })).toBeNull();
  });

  it('shows what was written while it was reading', async () => {
    writeSession(SOME);
    render(<SessionPage />);
    writeSession({ [nameKey('who.example')]: undefined });
    await act(async () => {});
    expect(hosts()).toHaveLength(7);
  });
});

describe('the ledger', () => {
  it('tells to whom, what for and when', async () => {
    await open(SOME);
    const [counts, latest] = screen.getAllByRole('table');
    expect(text()).toContain('Sent: 2');
    const rows = (table: HTMLElement) => within(table).getAllByRole('row').slice(1);
    expect(rows(counts!).map(({ textContent }) => textContent)).toEqual([
      'dns.quad9.neta page1',
      'this network’s resolverthe canary domain1',
    ]);
    expect(rows(latest!).map((row) => within(row).getAllByRole('cell')[1]?.textContent)).toEqual([
      'use-application-dns.netthe canary domain',
      'news.examplea page',
    ]);
  });

  it('shows the latest twenty, and more on demand', async () => {
    const asked = Array.from({ length: 25 }, (_, n) => ({
      to: 'r.example',
      purpose: 'page' as const,
      name: `${n}.example`,
    }));
    await open(ledgerOf(...asked));
    const names = () => [...document.querySelectorAll<HTMLElement>('[data-asked]')].map(({ dataset }) => dataset.asked);
    expect(names()).toHaveLength(20);
    expect(names()[0]).toBe('24.example');
    fireEvent.click(screen.getByRole('button', { name: 'Show all 25' }));
    expect(names()).toHaveLength(25);
  });
});

describe('clearing', () => {
  it('asks the background, says so, and shows what is left', async () => {
    await open(SOME);
    fakeBrowser.runtime.sendMessage.mockImplementation(async () => {
      const gone = Object.keys(SOME).filter((key) => key.startsWith('name:'));
      writeSession(
        Object.fromEntries(
          [...gone, QUERY_TOTALS_KEY, loggedQueryKey(0), loggedQueryKey(1)].map((key) => [key, undefined]),
        ),
      );
      writeSession(sessionFacts());
      return [];
    });
    const button = screen.getByRole('button', { name: 'Clear' });
    const how = document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent;
    expect(how).toContain('What the popup says of open tabs stays.');
    await act(async () => {
      fireEvent.click(button);
    });
    await act(async () => {
      vi.advanceTimersByTime(1_000);
    });
    expect(fakeBrowser.runtime.sendMessage).toHaveBeenCalledExactlyOnceWith({ kind: 'clear-session' });
    expect(screen.getByText('Cleared.').getAttribute('role')).toBe('status');
    expect(hosts()).toEqual([]);
    expect(text()).toContain('None was sent.');
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('The message port closed before a response was received.'))],
    ['resolves to nothing', () => Promise.resolve(undefined)],
  ])('says so where nobody answers, and can be tried again: the message %s', async (_how, noAnswer) => {
    await open(SOME);
    fakeBrowser.runtime.sendMessage.mockImplementationOnce(noAnswer).mockResolvedValueOnce([]);
    const press = () =>
      act(async () => {
        fireEvent.click(screen.getByRole('button', { name: 'Clear' }));
        for (let turn = 0; turn < 10; turn++) await Promise.resolve();
      });
    await press();
    expect(screen.getByText(/^Overheard’s background process didn’t answer/).getAttribute('role')).toBe('alert');
    expect(screen.queryByText('Cleared.')).toBeNull();
    await press();
    expect(screen.queryByText(/^Overheard’s background process/)).toBeNull();
    expect(screen.getByText('Cleared.')).toBeTruthy();
  });
});
