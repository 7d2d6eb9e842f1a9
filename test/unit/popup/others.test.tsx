// @vitest-environment happy-dom
// The other hosts, what the user's clicks have shown, the connection and the downgrade notice, read by role and text.

import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Popup } from '../../../src/popup/popup-root.tsx';
import type { SiteReport } from '../../../src/shared/report.ts';
import { REPORTS } from '../../gallery/cases.ts';
import { forgetEverything, port, sendToPopup } from '../fake-browser/pages.ts';

const report = (name: string): SiteReport => {
  const found = REPORTS[name];
  if (found === undefined) throw new Error(`no case ${name}`);
  return found;
};
const show = (name: string) => render(<Popup tabId={1} first={report(name)} />);
const section = (name: string) => document.querySelector<HTMLElement>(`section.${name}`)!;
const details = () => section('others').querySelector('details')!;
const hosts = () => [...document.querySelectorAll('.host')].map((row) => row.textContent);

/** As a click on the summary does, which the test's own document knows nothing of. */
function toggle(open: boolean): void {
  details().open = open;
  fireEvent(details(), new Event('toggle'));
}

/** Shows a report with its list open. */
async function showList(name: string): Promise<void> {
  show(name);
  toggle(true);
  await vi.waitFor(() => expect(hosts()).not.toEqual([]));
}

beforeEach(forgetEverything);
afterEach(cleanup);

describe('the other hosts', () => {
  it('are told in a few words, and once opened in a sentence, with the key of the bar', async () => {
    show('others-some-named');
    const summary = section('others').querySelector('summary')!;
    expect(within(summary).getByRole('heading').textContent).toBe(
      'Other sites on this page at least 4 of 8 not hidden',
    );
    toggle(true);
    await vi.waitFor(() => expect(section('others').querySelector('.key')).not.toBeNull());
    expect(section('others').textContent).toContain('At least 4 of 8 other hosts weren’t hidden.');
    expect(section('others').querySelector('.key')?.textContent).toBe(
      '1 not encrypted 1 can be read in between 2 not hidden 2 partly hidden 1 not known 1 hidden ',
    );
  });

  it('are claimed hidden as far as the browser reports', async () => {
    await showList('others-none-named');
    expect(section('others').querySelector('.said')?.textContent).toBe('all 5 hidden that Firefox reported');
    expect(section('others').querySelector('.statement')?.textContent).toMatch(
      /any of the 5 other hosts that Firefox reported/,
    );
  });

  it('are listed worst first, with a word for how each was reached', async () => {
    await showList('others-some-named');
    expect(hosts().slice(0, 3)).toEqual([
      'pixel.tracker.examplenot encryptedNot encrypted.',
      'read.examplecan be read in betweenIts certificate comes from an added authority: CN=Example Corp Inspection CA',
      'video.examplenot hiddenWith ECH, and at least once without.',
    ]);
    expect(hosts().at(-1)).toBe('fonts.cdn.examplehiddenWith ECH.');
  });

  it('are called hidden on as many requests as were checked', async () => {
    await showList('others-checked');
    expect(hosts()).toEqual([
      'video.examplenot knownOverheard hasn’t checked a request to it yet.',
      'cdn.examplehiddenECH on all 9 of the requests that were checked (of 200).',
      'img.examplehiddenWith ECH, on all 5 requests.',
      'font.examplehiddenECH on the one request that was checked (of 3).',
    ]);
    expect(section('connection').textContent).toContain(
      'ECH on all 5 of the requests to this host that were checked (of 23).',
    );
  });

  it('have their connections on demand', async () => {
    await showList('others-some-named');
    const button = screen.getByRole('button', { name: 'Connections', hidden: true });
    expect(button.getAttribute('aria-expanded')).toBe('false');
    fireEvent.click(button);
    expect(button.getAttribute('aria-expanded')).toBe('true');
    expect(hosts().find((row) => row?.startsWith('script.example'))).toContain('TLS 1.2 HTTP/1.1 secp256r1 192.0.2.7');
    expect(hosts().find((row) => row?.startsWith('proxied.example'))).toContain('through the proxy proxy.example');
  });

  it('shows every host name as text, whatever it contains', async () => {
    await showList('others-strained');
    expect(document.querySelector('.host img')).toBeNull();
    expect(hosts()).toContain('<img src=x>\\u{202e}.examplenot hiddenWithout ECH.');
    expect(hosts().some((row) => row?.startsWith('bücher.example'))).toBe(true);
    for (const name of document.querySelectorAll('.host .name')) expect(name.getAttribute('dir')).toBe('ltr');
  });

  it('say how many are left out', async () => {
    await showList('others-many');
    expect(section('others').textContent).toContain('and 448 more');
    expect(section('others').textContent).toContain('There may be more than these 512: not all were seen or kept.');
  });
});

describe('asking about the other hosts', () => {
  it('is announced, and done when the list is opened', () => {
    show('others-unreported');
    expect(section('others').querySelector('.said')?.textContent).toBe('not known');
    expect(section('others').textContent).toContain('Opening this list sends Quad9 up to 6 site names.');
    toggle(true);
    expect(port.postMessage).toHaveBeenLastCalledWith({ kind: 'look-up-hosts' });
  });

  it('is not done by closing it, nor a second time', () => {
    show('others-unreported');
    port.postMessage.mockClear();
    toggle(false);
    act(() => sendToPopup({ kind: 'report', report: report('others-pending') }));
    expect(section('others').textContent).toContain('Overheard is looking these names up with Quad9.');
    toggle(true);
    expect(port.postMessage).not.toHaveBeenCalled();
    act(() => sendToPopup({ kind: 'report', report: report('others-predicted') }));
    expect(section('others').textContent).toContain('Overheard looked these names up with Quad9.');
  });

  it('is not done in Firefox', () => {
    show('others-some-named');
    port.postMessage.mockClear();
    toggle(true);
    expect(port.postMessage).not.toHaveBeenCalled();
  });

  it('stays open as the numbers change, and closes with the page', () => {
    show('others-unreported');
    toggle(true);
    act(() => sendToPopup({ kind: 'report', report: report('others-predicted') }));
    expect(details().open).toBe(true);
    act(() => sendToPopup({ kind: 'report', report: { ...report('others-unreported'), navigationId: '1.2' } }));
    expect(details().open).toBe(false);
  });
});

describe('finding out', () => {
  it('says whom it reaches before the click', () => {
    show('offered-not-used');
    const actions = section('cause').querySelector('.actions')!;
    expect(actions.textContent).toContain(
      'Sends one new request to each of news.example crypto.cloudflare.com cloudflare-ech.com tls-ech.dev',
    );
    expect(screen.getByRole('button', { name: 'Find out why' })).toBeTruthy();
  });

  it('offers the site’s own word where there is no cause to tell', () => {
    show('likely-hidden-cloudflare');
    expect(section('cause').textContent).toContain('Overheard can ask news.example itself.');
    expect(screen.getByRole('button', { name: 'Ask the site' })).toBeTruthy();
  });

  it('names the second resolver and what it learns, and asks it', () => {
    show('exposed-no-record');
    expect(section('cause').textContent).toContain('Mullvad would learn the name news.example too.');
    fireEvent.click(screen.getByRole('button', { name: 'Double-check with Mullvad' }));
    expect(port.postMessage).toHaveBeenCalledWith({ kind: 'ask-second' });
  });

  it('is spoken as it comes, with its evidence', () => {
    show('offered-not-used');
    const region = section('cause').querySelector('.found[aria-live="polite"]')!;
    act(() => sendToPopup({ kind: 'report', report: report('not-used-refused') }));
    expect(section('cause').querySelector('.found[aria-live="polite"]')).toBe(region);
    const findings = [...region.querySelectorAll('li')];
    expect(findings.map(({ textContent }) => textContent)).toEqual([
      'A new request to news.example didn’t use ECH. Measured',
      'A new request to crypto.cloudflare.com used ECH. Measured',
      'A new request to cloudflare-ech.com didn’t use ECH. Measured',
      'A new request to tls-ech.dev failed. ',
    ]);
    expect(section('cause').textContent).toContain('most likely its server isn’t accepting ECH');
  });

  it('stays on screen where nothing is left to do', () => {
    show('likely-hidden-traced');
    expect(section('cause').textContent).toMatch(/^A new request reached news\.example with ECH.* Measured$/);
    expect(section('cause').querySelector('.actions')).toBeNull();
  });
});

it('a downgrade stands right under the answer', () => {
  show('downgraded');
  expect(document.querySelector('.verdict .downgrade')?.textContent).toContain(
    'Earlier in this session this site’s name was hidden',
  );
});

describe('the connection', () => {
  it.each([
    ['connection-told-in-full', 'TLS 1.3 HTTP/3 X25519MLKEM768 2001:db8:4f:1::7 '],
    ['likely-hidden', '192.0.2.7 the browser reports no more'],
  ])('%s: %s', (name, words) => {
    show(name);
    expect(section('connection').querySelector('p')?.textContent).toBe(words);
  });

  it('is no line where nothing is told', () => {
    show('connection-unreported');
    expect(section('connection')).toBeNull();
  });
});
