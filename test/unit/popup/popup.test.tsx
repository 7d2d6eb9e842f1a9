// @vitest-environment happy-dom
// Every report of the gallery, read by role and text.

import { act, cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Popup } from '../../../src/popup/popup-root.tsx';
import type { SiteReport } from '../../../src/shared/report.ts';
import { REPORTS } from '../../gallery/cases.ts';
import { fakeBrowser, forgetEverything, port, sendToPopup } from '../fake-browser/pages.ts';

const report = (name: string): SiteReport => {
  const found = REPORTS[name];
  if (found === undefined) throw new Error(`no case ${name}`);
  return found;
};
const show = (name: string, parts: Partial<SiteReport> = {}) =>
  render(<Popup tabId={1} first={{ ...report(name), ...parts }} />);
const status = () => screen.getByRole('heading', { level: 1 }).textContent;
/** The sentence below it. */
const headline = () => document.querySelector('.answer')?.textContent;
const text = () => document.body.textContent ?? '';
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));

beforeEach(() => {
  forgetEverything();
  vi.spyOn(window, 'close').mockImplementation(() => {});
});
afterEach(cleanup);

describe.each(Object.keys(REPORTS))('%s', (name) => {
  it('says its verdict and its evidence once, and every sentence has words', () => {
    show(name);
    const { verdict, evidence, lanes, cause, observers, others, findings, downgrade, published } = report(name);
    const waits = published.state === 'pending';
    // The depth is told with the first answer.
    const rows = waits ? [] : observers;
    const marked = document.querySelectorAll('[data-verdict]');
    expect(marked).toHaveLength(1);
    expect(marked[0]?.getAttribute('data-verdict')).toBe(verdict);
    expect(marked[0]?.getAttribute('data-evidence')).toBe(evidence);
    expect(status()).toMatch(/^[A-Z][a-z ]+$/);
    expect(headline()).toMatch(/\w{3}.*[.…]$/);
    expect(document.querySelectorAll('.verdict button.pill')).toHaveLength(
      verdict === 'unknown' || verdict === 'not-applicable' ? 0 : 1,
    );
    expect(document.querySelectorAll('.primary').length).toBeLessThanOrEqual(1);
    for (const paragraph of document.querySelectorAll('h1, h2, h3, p, li, dt, dd, summary, button')) {
      expect(paragraph.textContent?.trim() || paragraph.getAttribute('aria-label'), paragraph.outerHTML).toBeTruthy();
    }
    expect(document.querySelectorAll('.lane.lit')).toHaveLength(
      waits ? 0 : lanes.filter(({ applies }) => applies !== 'no').length,
    );
    expect(document.querySelectorAll('.observer')).toHaveLength(rows.length);
    expect(document.querySelectorAll('.others details')).toHaveLength(others === null || waits ? 0 : 1);
    expect(document.querySelectorAll('.findings li')).toHaveLength(findings.length);
    expect(document.querySelectorAll('.downgrade')).toHaveLength(downgrade === null ? 0 : 1);
    const isToldAlone = waits || cause === null || status() === 'Finish setting up';
    // By role, the library would compute the style of every element of every report.
    const headings = [...document.querySelectorAll('h2')].map(({ textContent }) => textContent ?? '');
    expect(headings.filter((heading) => /^(?:Why|What you can do)/.test(heading))).toHaveLength(isToldAlone ? 0 : 1);
    expect(text()).not.toMatch(/[\u202a-\u202e\ue000-\ue0ff]|undefined|\[object/);
  });
});

describe('the answer', () => {
  it.each([
    ['hidden', 'Hidden', 'Your network can’t read the name news.example.'],
    ['international-name', 'Hidden', 'Your network can’t read the name bücher.example.'],
    ['lookalike-name', 'Not hidden', 'Your network can read the name xn--80ak6aa92e.example.'],
    ['unknown-pending', 'Checking', 'Asking Quad9 what news.example publishes…'],
    [
      'unknown-http-cache',
      'Not known',
      'This page came from the browser’s cache, so there was no connection to check.',
    ],
    ['ech-blocked', 'Not loaded', 'This page didn’t load, so there was nothing to check.'],
    ['browser-page', 'Does not apply', 'This isn’t a web page, so there is no site name to hide.'],
    [
      'likely-hidden-traced-plain',
      'Not known',
      'This connection shouldn’t reveal news.example, but a new request went out without ECH.',
    ],
    [
      'intercepted',
      'Can be read in between',
      'Whoever controls CN=Example Corp Inspection CA, an authority added to this device, can read and change this page.',
    ],
  ])('to %s', (name, word, words) => {
    show(name);
    expect(status()).toBe(word);
    expect(headline()).toBe(words);
  });

  it('says what is still hidden where the name isn’t, and what else is open where nothing is', () => {
    show('exposed-no-record');
    expect(document.querySelector('.more')?.textContent).toBe('What you read and type there is encrypted.');
    cleanup();
    show('cleartext');
    expect(document.querySelector('.more')?.textContent).toMatch(/^It came over http:/);
  });

  it('doesn’t call a page encrypted that the holder of an added authority may read', () => {
    const { observers } = report('exposed-no-record');
    show('exposed-no-record', {
      observers: observers.map((row) =>
        row.id === 'network' ? { ...row, note: { kind: 'network-expected-root', args: [] } } : row,
      ),
    });
    expect(headline()).toMatch(/^Your network can/);
    expect(text()).not.toContain('is encrypted');
  });

  it('asks a newcomer to finish setting up, and nothing else', () => {
    show('unknown-no-resolver');
    expect(status()).toBe('Finish setting up');
    expect(headline()).toBe('Choose who looks sites up, and Overheard can tell you whether news.example was hidden.');
    const buttons = screen.getAllByRole('button').map(({ textContent }) => textContent);
    expect(buttons).toEqual(['Choose a resolver', 'Inspect', 'Session', 'Network', 'Settings']);
    expect(document.querySelectorAll('h2, details')).toHaveLength(0);
  });

  it('names the A-label where it shows Unicode', () => {
    show('international-name');
    expect(screen.getAllByTitle('xn--bcher-kva.example').length).toBeGreaterThan(0);
  });

  it('is spoken when it changes', () => {
    show('unknown-pending');
    const spoken = document.querySelector('[aria-live="polite"]');
    act(() => sendToPopup({ kind: 'report', report: report('hidden') }));
    expect(document.querySelector('[aria-live="polite"]')).toBe(spoken);
    expect(spoken?.textContent).toBe('HiddenYour network can’t read the name news.example.');
  });

  it('shows a hostile name as text', () => {
    const hostile = '<img src=x onerror=alert(1)>\u202e.example';
    show('exposed-no-record', { headline: { kind: 'exposed', args: [{ host: hostile }] } });
    expect(document.querySelector('.answer img')).toBeNull();
    expect(headline()).toBe('Your network can read the name <img src=x onerror=alert(1)>\\u{202e}.example.');
  });
});

describe('the other ways in which the name was read', () => {
  const ways = () => document.querySelector<HTMLDetailsElement>('.verdict .ways');

  it('are counted after the answer, and listed on demand', () => {
    show('visit-three-ways');
    expect(headline()).toContain('this page also loaded img.news.example, which wasn’t hidden');
    const summary = ways()?.querySelector('summary');
    expect(summary?.textContent?.trim()).toBe('2 other ways the name may have leaked');
    expect(ways()?.open).toBe(false);
    expect([...ways()!.querySelectorAll('li')].map(({ textContent }) => textContent)).toEqual([
      expect.stringMatching(/^Measured .*encrypted DNS/),
      expect.stringMatching(/^Inferred .*certificate of news\.example/),
    ]);
  });

  it('are not mentioned where there is none, and counted in the singular where there is one', () => {
    show('visit-same-site-exposed');
    expect(ways()).toBeNull();
    cleanup();
    show('partly-hidden-named-since');
    expect(ways()?.querySelector('summary')?.textContent?.trim()).toBe('1 other way the name may have leaked');
    cleanup();
    show('ech-off-here-leaky');
    expect(ways()?.querySelector('summary')?.textContent?.trim()).toBe('1 way the name may have leaked');
  });

  it('take the advice where only the site’s operator could fix the first', () => {
    show('visit-three-ways');
    expect(document.querySelector('.why')?.textContent).toMatch(/didn’t use encrypted DNS.*Turn on encrypted DNS/);
  });
});

describe('how the answer is known', () => {
  const pill = () => document.querySelector<HTMLElement>('.verdict button.pill');
  const meaning = () => document.getElementById(pill()?.getAttribute('aria-controls') ?? '');

  it.each([
    ['hidden', 'Measured by Firefox', /^Measured: .* Firefox says this page’s own connection used ECH\. $/],
    ['hidden-by-trace', 'According to Cloudflare', /^Measured: .* According to Cloudflare, whose server received/],
    ['likely-hidden', 'Inferred, not measured', /^Inferred: /],
    ['likely-hidden-hop', 'Measured by Chrome', /^Measured: .* is inferred, not measured\. news\.example offers ECH/],
    ['probably-exposed-no-record', 'Inferred, not measured', /^Inferred: .* With what news\.example publishes, Chrome/],
    ['cleartext', 'Measured by Firefox', /^Measured: /],
  ])('%s: %s', (name, source, words) => {
    show(name);
    expect(pill()?.textContent?.trim()).toBe(source);
    expect(pill()?.getAttribute('aria-expanded')).toBe('false');
    expect(meaning()?.hidden).toBe(true);
    fireEvent.click(pill()!);
    expect(pill()?.getAttribute('aria-expanded')).toBe('true');
    expect(meaning()?.hidden).toBe(false);
    expect(meaning()?.textContent).toMatch(words);
  });

  it('is by itself where the network read the name elsewhere, however the page’s own connection went', () => {
    const leaks = Object.values(REPORTS).filter(
      ({ verdict, headline, cause }) =>
        verdict === 'likely-hidden' && headline.kind.startsWith('partly-hidden-') && cause?.evidence === 'measured',
    );
    expect(leaks).not.toEqual([]);
    for (const leak of leaks) {
      render(<Popup tabId={1} first={leak} />);
      expect(pill()?.textContent?.trim()).toBe(`Measured by ${leak.browser === 'firefox' ? 'Firefox' : 'Chrome'}`);
      cleanup();
    }
  });
});

describe('why, and what to do', () => {
  it.each([
    ['offered-not-used', 'Why: not known yet'],
    ['not-used-refused', 'Why: most likely the site'],
    ['exposed-no-record', 'Why: most likely the site'],
    ['hidden-dns-unreported', 'Why'],
    // What the answer has said is not said again.
    ['cleartext', 'What you can do'],
    ['intercepted', 'What you can do'],
    ['unknown-http-cache', 'What you can do'],
    ['unknown-on-click', 'What you can do'],
    ['unknown-not-askable', 'Why: the site'],
    ['likely-hidden-cloudflare', 'Make sure'],
  ])('%s: %s', (name, words) => {
    show(name);
    expect(document.querySelector('.cause h2')?.textContent).toBe(words);
  });

  it('stands before who can read the name', () => {
    for (const name of [
      'partly-hidden-dns',
      'offered-not-used',
      'exposed-no-record',
      'unknown-http-cache',
      'downgraded',
    ]) {
      show(name);
      const [cause, who] = ['.cause', '.observers'].map((selector) => document.querySelector(selector)!);
      expect(cause!.compareDocumentPosition(who!), name).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
      cleanup();
    }
  });

  it.each([
    ['offered-not-used', 'Find out why'],
    ['likely-hidden-cloudflare', 'Ask the site'],
    ['cleartext', 'Try https://news.example'],
    ['unknown-http-cache', 'Reload without the cache'],
    ['unknown-unseen', 'Reload without the cache'],
    ['unknown-no-resolver', 'Choose a resolver'],
    ['unknown-timeout', 'Check again'],
  ])('%s: one button that serves the reader, %s', (name, words) => {
    show(name);
    expect(document.querySelector('.primary')?.textContent).toBe(words);
  });

  it('asks another company by a link alone, which says what that company learns', () => {
    show('exposed-no-record');
    expect(document.querySelector('.primary')).toBeNull();
    const links = [...document.querySelectorAll('.aside')].map(({ textContent }) => textContent?.trim());
    expect(links).toEqual([
      'Double-check with Mullvad Mullvad would learn the name news.example too.',
      'Is this your site? How to turn ECH on',
    ]);
  });

  it('shows no local page a way to https:, nor one on a port of its own', () => {
    show('cleartext-local');
    expect(screen.queryByRole('button', { name: /^Try https/ })).toBeNull();
  });

  it('says what was found after what to do, the requests folded away', () => {
    show('not-used-refused');
    const requests = document.querySelector<HTMLDetailsElement>('.requests')!;
    expect(requests.open).toBe(false);
    expect(requests.querySelector('summary')?.textContent?.trim()).toBe('How we know: 4 test requests');
    expect(requests.compareDocumentPosition(document.querySelector('.why')!)).toBe(Node.DOCUMENT_POSITION_PRECEDING);
  });
});

describe('the focus', () => {
  const focused = () => document.activeElement?.textContent;
  function pressAndAnswer(name: string, button: string, answer: string): void {
    show(name);
    const pressed = screen.getByRole('button', { name: button });
    pressed.focus();
    fireEvent.click(pressed);
    act(() => sendToPopup({ kind: 'report', report: report(answer) }));
  }

  it('goes to the reason once a click has found it', () => {
    pressAndAnswer('offered-not-used', 'Find out why', 'not-used-refused');
    expect(focused()).toBe('Why: most likely the site');
  });

  it('goes to the status where that is what a click has changed', () => {
    pressAndAnswer('likely-hidden-cloudflare', 'Ask the site', 'hidden-by-trace');
    expect(focused()).toBe('Hidden');
  });

  it('is left alone where the reader has gone on', () => {
    show('offered-not-used');
    press('Find out why');
    screen.getByRole('button', { name: 'Settings' }).focus();
    act(() => sendToPopup({ kind: 'report', report: report('not-used-refused') }));
    expect(focused()).toBe('Settings');
  });
});

describe('more details', () => {
  const details = () => document.querySelector<HTMLDetailsElement>('.details > details')!;

  it.each([
    ['canary-set-firefox', 'yes'],
    ['canary-set-chromium', 'yes'],
    ['canary-unknown-firefox', 'not known'],
    ['hidden', 'no'],
  ])('answer in a word whether encrypted DNS should stay off: %s', (name, answer) => {
    show(name);
    expect(details().open).toBe(false);
    expect(document.querySelector('.canary h3')?.textContent).toBe(`Network asks to turn encrypted DNS off: ${answer}`);
    expect(text()).not.toMatch(/canary/i);
  });

  it('tell of VPN, proxy and what the browser doesn’t report', () => {
    show('hidden');
    expect(details().textContent).toContain('Extensions can’t see a VPN. If');
    expect(document.querySelector('.unreported')?.textContent).toMatch(/^Firefox doesn’t report everything/);
    cleanup();
    show('likely-hidden');
    expect(details().textContent).toContain('Extensions can’t see a VPN or, in Chrome, a proxy.');
    expect(document.querySelector('.unreported')?.textContent).toMatch(/^Chrome doesn’t report everything/);
    cleanup();
    show('browser-page');
    expect(details()).toBeNull();
  });

  it('hold the browser’s own error, and what would be read otherwise', () => {
    show('ech-blocked');
    expect(details().textContent).toContain('The browser says: NS_ERROR_NET_RESET');
    cleanup();
    show('hidden');
    expect(details().textContent).toContain('Without ECH, your network would read: news.example');
    cleanup();
    show('offered-not-used');
    expect(details().textContent).toContain('With ECH, your network would most likely read: cover.example');
  });

  it('say what else each can see', () => {
    show('hidden');
    const [network] = document.querySelectorAll('.what-else li');
    expect(network?.textContent).toMatch(/^Not your network *Also sees: IP address 192\.0\.2\.7/);
    expect(network?.textContent).toMatch(/Can’t see: the page/);
  });

  it('tell the age of the answer, and keep it current', () => {
    vi.useFakeTimers();
    show('hidden', { answeredAtMs: Date.now() - 58_000 });
    expect(text()).toContain('Quad9 answered 58 seconds ago.');
    act(() => void vi.advanceTimersByTime(1000));
    expect(text()).toContain('59 seconds ago');
    act(() => void vi.advanceTimersByTime(1000));
    expect(text()).toContain('1 minute ago');
    vi.useRealTimers();
  });

  it('check again, but not twice at once', () => {
    show('hidden');
    fireEvent.click(screen.getByText('Check again'));
    expect(port.postMessage).toHaveBeenLastCalledWith({ kind: 'check-again' });
    const { navigationId } = report('hidden');
    act(() => sendToPopup({ kind: 'report', report: { ...report('exposed-pending'), navigationId } }));
    port.postMessage.mockClear();
    fireEvent.click(screen.getByText('Check again'));
    expect(port.postMessage).not.toHaveBeenCalled();
  });
});

describe('before any report', () => {
  it('waits for a background that wakes, then knows nothing and says so', () => {
    vi.useFakeTimers();
    render(<Popup tabId={1} first={null} />);
    expect(status()).toBe('Checking');
    act(() => void vi.advanceTimersByTime(500));
    expect(status()).toBe('Not known');
    expect(headline()).toBe('Nothing is known about this tab yet.');
    expect(document.querySelectorAll('[data-verdict="unknown"][data-evidence="unknown"]')).toHaveLength(1);
    vi.useRealTimers();
  });

  it('of a page that is being written down: that it is being found out, and no older report', () => {
    vi.useFakeTimers();
    render(<Popup tabId={1} first="being-written" />);
    expect(status()).toBe('Checking');
    act(() => void vi.advanceTimersByTime(5_000));
    expect(headline()).toBe('Nothing is known about this tab yet.');
    vi.useRealTimers();
  });

  it('asks for the reports of its tab and paints what comes', () => {
    render(<Popup tabId={7} first={null} />);
    expect(port.postMessage).toHaveBeenCalledWith({ kind: 'watch', tabId: 7 });
    act(() => sendToPopup({ kind: 'report', report: report('cleartext') }));
    expect(headline()).toBe('Anyone between you and the site can read and change this page.');
  });
});

describe('the picture', () => {
  const lit = () => document.querySelector('.lane.lit')?.textContent;

  it.each([
    ['hidden', 'Your network most likely reads cover.example'],
    ['exposed-no-record', 'Your network reads news.example'],
    ['visit-same-site-exposed', 'This connection most likely showed cover.example'],
    ['visit-partly-shown', 'This connection most likely showed cover.example'],
    ['visit-likely-shown', 'This connection should only show cover.example'],
  ])('says what was read, as sure as that is: %s', (name, words) => {
    show(name);
    expect(lit()).toContain(words);
  });

  it.each([
    ['hidden', true],
    ['likely-hidden', true],
    // There is something to explain or to do.
    ['likely-hidden-cloudflare', false],
    ['partly-hidden-dns', false],
    ['exposed-no-record', false],
  ])('is on the first screen where there is nothing to explain or to do: %s', (name, isShown) => {
    show(name);
    expect(document.querySelector('.lane.lit')?.closest('details') === null).toBe(isShown);
  });

  it.each([
    [
      'hidden-cloudflare',
      'Cloudflare uses this cover name for many sites, so it doesn’t reveal which one you visited.',
    ],
    ['hidden-same-owner', 'This cover name has the same owner, so it reveals whose site this is.'],
    ['exposed-own-name', 'The cover name is the site’s own name, so it hides nothing.'],
    [
      'likely-hidden',
      'How many sites share this cover name isn’t known. If only this one does, the cover name gives it away.',
    ],
  ])('says how large the crowd behind the cover name is: %s', (name, words) => {
    show(name);
    expect(lit()).toContain(words);
  });

  it('is not green when the cover name has the same owner', () => {
    show('hidden-same-owner');
    expect(document.querySelector('main')?.classList.contains('green')).toBe(false);
  });
});

describe('who can read the name', () => {
  const rows = () => [...document.querySelectorAll('.observer')].map(({ textContent }) => textContent);

  it('is one line each, with its mark in words for those who see none', () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
    const { observers } = report('hidden-cloudflare');
    const asked = { kind: 'overheard-resolver', args: [{ agoMs: Date.now() - 12_000 }] } as const;
    show('hidden-cloudflare', {
      observers: observers.map((row) =>
        row.id === 'overheard-resolver' ? { ...row, note: { ...asked, args: [...asked.args] } } : row,
      ),
    });
    expect(rows()).toEqual([
      'Not your network (can’t read it)· Wi-Fi, internet provider, anyone in between (inferred)',
      'Firefox’s DNS resolver (can read it)· encrypted lookup',
      'Quad9 (can read it)· asked by Overheard 12 seconds ago',
      'Front server (can read it)· run by Cloudflare, reads the page too (inferred)',
      'news.example (can read it)· the site itself',
    ]);
    vi.useRealTimers();
  });

  it('is who can read the page, where it is open', () => {
    show('cleartext');
    expect(screen.getByRole('heading', { name: 'Who can read this page' })).toBeTruthy();
    const resolvers = rows().filter((row) => /resolver|Quad9/.test(row ?? ''));
    expect(resolvers).toHaveLength(2);
    for (const row of resolvers) expect(row).toContain('· the name only, ');
  });
});

describe('later facts', () => {
  it('hold the depth back until the first answer, and then keep it while asking again', () => {
    const { navigationId } = report('exposed-no-record');
    show('exposed-pending');
    const depth = () => document.querySelectorAll('.observer').length;
    expect(depth()).toBe(0);
    act(() => sendToPopup({ kind: 'report', report: report('exposed-no-record') }));
    expect(depth()).toBeGreaterThan(3);
    act(() => sendToPopup({ kind: 'report', report: { ...report('exposed-pending'), navigationId } }));
    expect(depth()).toBeGreaterThan(3);
  });

  it('keep a place for other hosts before any is seen', () => {
    show('hidden');
    expect(document.querySelector('.others')?.textContent).toBe('Other sites on this page none seen yet');
  });
});

describe('what to do', () => {
  it('says by the button alone what would always be done', () => {
    show('offered-not-used-by-trace');
    const buttons = [...document.querySelectorAll('.actions button')].map(({ textContent }) => textContent);
    expect(buttons).toEqual(['Find out why', 'Always measure pages behind Cloudflare']);
  });

  it.each([
    ['unknown-no-resolver', 'Choose a resolver', () => expect(fakeBrowser.runtime.openOptionsPage).toHaveBeenCalled()],
    [
      'unknown-on-click',
      'Look it up now',
      () => expect(port.postMessage).toHaveBeenCalledWith({ kind: 'check-again' }),
    ],
  ])('%s: %s', (name, button, expectation) => {
    show(name);
    press(button);
    expectation();
  });

  it.each([
    ['unknown-no-consent', 'Allow lookups', { data_collection: ['browsingActivity'] }],
    ['unknown-no-access', 'Allow access to sites', { origins: ['*://*/*'] }],
  ])('%s: asks for the permission in the click itself, then asks again', async (name, button, permission) => {
    show(name);
    press(button);
    expect(fakeBrowser.permissions.request).toHaveBeenCalledWith(permission);
    await vi.waitFor(() => expect(port.postMessage).toHaveBeenCalledWith({ kind: 'check-again' }));
  });

  it('does not ask again after a refusal', async () => {
    fakeBrowser.permissions.request.mockResolvedValueOnce(false);
    show('unknown-no-consent');
    press('Allow lookups');
    await screen.findByText(/^You didn’t allow it, so nothing changes/);
    expect(port.postMessage).not.toHaveBeenCalledWith({ kind: 'check-again' });
  });

  it('says that it did not work when the browser throws, until it is pressed again', async () => {
    fakeBrowser.permissions.request.mockRejectedValueOnce(new Error('no user gesture'));
    show('unknown-no-consent');
    press('Allow lookups');
    const said = await screen.findByText(/^Your browser didn’t show its permission prompt/);
    expect(said.role).toBe('alert');
    press('Allow lookups');
    await vi.waitFor(() => expect(screen.queryByText(/^Your browser didn’t/)).toBeNull());
  });

  it.each(['intercepted', 'visit-intercepted-name', 'visit-intercepted-elsewhere', 'visit-likely-intercepted'])(
    '%s: vouches for an added authority, and says so when it could not be stored',
    async (name) => {
      fakeBrowser.runtime.sendMessage
        .mockRejectedValueOnce(new Error('storage.local is damaged'))
        .mockResolvedValueOnce(true);
      show(name);
      press(/^I know this authority/);
      await screen.findByText(/^Your browser didn’t save this change/);
      press(/^I know this authority/);
      await vi.waitFor(() => expect(screen.queryByText(/^Your browser didn’t save/)).toBeNull());
      expect(fakeBrowser.runtime.sendMessage.mock.calls).toEqual(
        Array(2).fill([{ kind: 'expect-root', sha256: 'ab'.repeat(32), label: 'CN=Example Corp Inspection CA' }]),
      );
    },
  );
});

describe('what the site publishes', () => {
  /** All of it, once it is opened. */
  async function published(): Promise<string> {
    const details = document.querySelector('.published details') as HTMLDetailsElement;
    details.open = true;
    await vi.waitFor(() => expect(details.querySelector('.facts')).not.toBeNull());
    return details.textContent ?? '';
  }

  it('is told in short', async () => {
    show('validated');
    const details = await published();
    for (const words of [
      '7',
      'DHKEM(X25519, HKDF-SHA256)',
      'HKDF-SHA256, AES-128-GCM',
      'h3, h2',
      '300 seconds',
      'Validated',
    ]) {
      expect(details).toContain(words);
    }
    expect(details).toMatch(/Chrome: hides the name/);
  });

  it('says how much is left out', async () => {
    show('more-than-is-shown');
    const details = await published();
    expect(details).toContain('and 4 more');
    expect(details).toContain('and 24 more');
  });

  it('shows the extended errors that the resolver sends', async () => {
    show('exposed-filtered');
    const details = await published();
    expect(details).toContain('It filters this name, as you or your network asked. policy "family"');
    expect(details).toContain('Extended DNS error 22.');
  });

  it('says when the resolver refuses the Client Subnet opt-out, and only then', async () => {
    show('subnet-refused');
    expect(await published()).toContain('so it may pass part of your address on.');
    cleanup();
    show('hidden');
    expect(await published()).not.toContain('may pass part of your address on');
  });

  it('says where an alias points that was not followed', async () => {
    show('exposed-alias');
    expect(await published()).toContain('An alias for pool.example (AliasMode), which browsers don’t follow.');
  });
});

describe('a click that loads the page anew', () => {
  it('goes past the cache', () => {
    show('unknown-http-cache', { tabId: 7 });
    press('Reload without the cache');
    expect(fakeBrowser.tabs.reload).toHaveBeenCalledWith(7, { bypassCache: true });
  });

  it.each([
    ['http://news.example/a?b#c', 'https://news.example/a?b'],
    ['http://other.example/a', 'https://news.example/'],
    [undefined, 'https://news.example/'],
  ])('opens the same address over https: %s', async (url, opened) => {
    fakeBrowser.tabs.get.mockResolvedValueOnce({ id: 7, url, incognito: false } as never);
    show('cleartext', { tabId: 7 });
    press(/^Try https/);
    await vi.waitFor(() => expect(fakeBrowser.tabs.update).toHaveBeenCalledWith(7, { url: opened }));
  });
});

describe('footer', () => {
  it('leads to the inspect page by the tab alone, and out of its way', async () => {
    fakeBrowser.runtime.sendMessage.mockResolvedValueOnce(true);
    show('hidden', { tabId: 7 });
    press('Inspect');
    expect(fakeBrowser.runtime.sendMessage).toHaveBeenCalledWith({ kind: 'inspect-tab', tabId: 7 });
    await vi.waitFor(() => expect(window.close).toHaveBeenCalled());
  });

  it.each(['hidden', 'cleartext', 'browser-page', 'unknown-pending'])(
    'leads to the network check, and out of its way: %s',
    async (name) => {
      show(name);
      press('Network');
      expect(fakeBrowser.tabs.create).toHaveBeenCalledWith({ url: expect.stringContaining('network-check.html') });
      await vi.waitFor(() => expect(window.close).toHaveBeenCalled());
    },
  );

  it('leads to the network check before any report', () => {
    render(<Popup tabId={1} first={null} />);
    expect(screen.getByRole('button', { name: 'Network' })).toBeTruthy();
  });

  it('has nothing to inspect where ECH does not apply', () => {
    show('browser-page');
    expect(screen.queryByRole('button', { name: 'Inspect' })).toBeNull();
  });

  it('leads to the settings, and out of their way', async () => {
    show('cleartext');
    press('Settings');
    expect(fakeBrowser.runtime.openOptionsPage).toHaveBeenCalled();
    await vi.waitFor(() => expect(window.close).toHaveBeenCalled());
  });
});
