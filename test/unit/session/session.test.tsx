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

const { unknown: UNKNOWN, 'likely-hidden': LIKELY } = nameRecord('', { unknown: 1, 'likely-hidden': 1 })
  .exposures as Required<ReturnType<typeof nameRecord>['exposures']>;

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
    expect(document.querySelector('.headline')?.textContent.trim()).toBe(
      'At least 3 of 8 site names could probably be read. For 1 name it isn’t known. 1 name is only partly hidden.',
    );
    const groups = screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent.trim());
    expect(groups.slice(0, -1)).toEqual([
      'Not encrypted 1',
      'Not hidden 1',
      'Probably not hidden 1',
      'Partly hidden 1',
      'Not known 1',
      'Probably hidden 1',
      'Hidden 2',
    ]);
    expect(hosts(group(/^Not encrypted/))).toEqual(['clear.example']);
    expect(hosts(group(/^Not hidden/))).toEqual(['shop.example']);
    expect(hosts(group(/^Partly/))).toEqual(['dns.example']);
    expect(hosts(group(/^Not known/))).toEqual(['who.example']);
    expect(hosts(group(/^Hidden/))).toEqual(['hush.example', 'news.example']);
    expect(hosts(group(/^Probably hidden/))).toEqual(['mail.example']);
    expect(hosts(group(/^Probably not/))).toEqual(['tells.example']);
    expect(
      within(group(/^Hidden/)).getByRole('heading', { name: /^Behind the cover name cover\.\s?example 2$/ }),
    ).toBeTruthy();
  });

  it('have their evidence, how it came and how often', async () => {
    await open(SOME);
    const row = document.querySelector('[data-host="shop.example"]')!;
    expect([...row.querySelectorAll('small')].map(({ textContent }) => textContent.trim())).toEqual([
      'Not hidden Without ECH. Opened 2 times.',
      expect.stringMatching(/^Hidden .* Opened once\. {2}Last seen at .*\.$/),
    ]);
    expect(row.querySelector('.pill')?.textContent).toBe('Measured');
    expect(document.querySelector('[data-host="mail.example"]')?.textContent).toContain('Inferred');
    for (const host of ['who', 'dns'])
      expect(document.querySelector(`[data-host="${host}.example"]`)?.textContent).toContain('Unknown');
  });

  it('that were a page and a part of others say both', async () => {
    const exposures = {
      unknown: { ...UNKNOWN, opened: 0, partOf: 2 },
      'likely-hidden': { ...LIKELY, opened: 1, partOf: 0 },
    };
    await open({ ...sessionFacts(), ...entriesOf({ host: 'both.example', exposures, atMs: 0 }) });
    expect(hosts(group(/^Not known/))).toEqual(['both.example']);
    const [part, own] = [...document.querySelectorAll('[data-host] small')].map(({ textContent }) =>
      textContent.trim(),
    );
    expect(part).toMatch(/^Not known .* Part of 2 other pages\.$/);
    expect(own).toMatch(/^Probably hidden .* Opened once\. {2}Last seen at .*\.$/);
  });

  it('whose public name says whose they are are partly hidden, inferred', async () => {
    const how = { of: 'headline' as const, statement: { kind: 'hidden-same-owner' as const, args: [] } };
    const exposures = { 'partly-hidden': { how, publicName: 'cover.example', opened: 1, partOf: 0 } };
    await open({ ...sessionFacts(), ...entriesOf({ host: 'owner.example', exposures, atMs: 0 }) });
    expect(group(/^Partly hidden/).querySelector('.pill')?.textContent).toBe('Inferred');
  });

  it('shows every name as text, whatever it contains', async () => {
    await open({ ...sessionFacts(), ...entriesOf(nameRecord('<img src=x>\u202e.example', { exposed: 1 })) });
    expect(document.querySelector('.row img')).toBeNull();
    expect(document.querySelector('.row .name')?.textContent).toBe('<img src=x>\\u{202e}.example');
    expect(document.querySelector('.row .name')?.getAttribute('dir')).toBe('ltr');
  });

  it('are found by a part of them', async () => {
    await open(SOME);
    const field = screen.getByRole('searchbox', { name: 'Filter by name' });
    expect(screen.queryByText(/ shown$/)).toBeNull();
    fireEvent.input(field, { target: { value: ' NEWS ' } });
    expect(hosts()).toEqual(['news.example']);
    expect(screen.getByText('1 of 8 names shown').getAttribute('role')).toBe('status');
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
    expect(text()).toContain('No sites yet.');
    expect(text()).toContain('None sent.');
    expect(screen.queryByRole('searchbox')).toBeNull();
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('says when the device came back to a network', async () => {
    await open({ ...SOME, ...sessionFacts({ networkChangedAtMs: Date.UTC(2020, 0, 2, 12) }) });
    expect(text()).toMatch(/At Jan 2, 2020, .* this device went back online/);
  });

  it('shows what is written while it is open', async () => {
    await open(SOME);
    await write({
      [nameKey('who.example')]: nameRecord('who.example', { cleartext: 1 }),
      [nameKey('new.example')]: nameRecord('new.example', { hidden: 1 }),
      [nameKey('dns.example')]: undefined,
      'tab:1': { irrelevant: true },
    });
    expect(text()).toContain('4 of 8 site names could probably be read.');
    expect(hosts(group(/^Not encrypted/))).toContain('who.example');
    expect(screen.queryByRole('region', { name: /^Partly/ })).toBeNull();
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
    expect(text()).toContain('Overheard sent 2 queries and tests.');
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
    // What is asked for least comes last.
    expect(document.querySelector('main')?.lastElementChild?.contains(button)).toBe(true);
    const how = document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent;
    expect(how).toContain('Open tabs keep what their popup shows.');
    await act(async () => {
      fireEvent.click(button);
    });
    await act(async () => {
      vi.advanceTimersByTime(1_000);
    });
    expect(fakeBrowser.runtime.sendMessage).toHaveBeenCalledExactlyOnceWith({ kind: 'clear-session' });
    expect(screen.getByText('Cleared.').getAttribute('role')).toBe('status');
    expect(hosts()).toEqual([]);
    expect(text()).toContain('None sent.');
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
