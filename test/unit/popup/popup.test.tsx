// @vitest-environment happy-dom
// Every report of the gallery, read by role and text.

import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/preact';
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
const headline = () => screen.getByRole('heading', { level: 1 }).textContent;
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
    // The depth is told with the first answer.
    const rows = published.state === 'pending' ? [] : observers;
    const marked = document.querySelectorAll('[data-verdict]');
    expect(marked).toHaveLength(1);
    expect(marked[0]?.getAttribute('data-verdict')).toBe(verdict);
    expect(marked[0]?.getAttribute('data-evidence')).toBe(evidence);
    expect(headline()).toMatch(/\w{3}/);
    for (const paragraph of document.querySelectorAll('h1, h2, p, dt, dd, summary, button')) {
      expect(paragraph.textContent?.trim() || paragraph.getAttribute('aria-label'), paragraph.outerHTML).toBeTruthy();
    }
    expect(document.querySelectorAll('.lane.lit')).toHaveLength(lanes.filter(({ applies }) => applies !== 'no').length);
    expect(document.querySelectorAll('.observer')).toHaveLength(rows.length);
    expect(document.querySelectorAll('.others details')).toHaveLength(others === null ? 0 : 1);
    expect(document.querySelectorAll('.findings li')).toHaveLength(findings.length);
    expect(document.querySelectorAll('.downgrade')).toHaveLength(downgrade === null ? 0 : 1);
    // By role, the library would compute the style of every element of every report.
    const headings = [...document.querySelectorAll('h2')].map(({ textContent }) => textContent);
    expect(headings.filter((heading) => heading?.startsWith('Why'))).toHaveLength(cause === null ? 0 : 1);
    expect(text()).not.toMatch(/[\u202a-\u202e\ue000-\ue0ff]|undefined|\[object/);
  });
});

describe('headline', () => {
  it.each([
    ['hidden', 'Your network sees cover.example, not news.example'],
    ['international-name', 'Your network sees cover.example, not bücher.example'],
    ['lookalike-name', 'Your network can read the name xn--80ak6aa92e.example'],
    ['unknown-pending', 'Finding out what your network can read'],
  ])('of %s', (name, words) => {
    show(name);
    expect(headline()).toBe(words);
  });

  it('names the A-label where it shows Unicode', () => {
    show('international-name');
    expect(screen.getAllByTitle('xn--bcher-kva.example').length).toBeGreaterThan(0);
  });

  it('is spoken when it changes', () => {
    show('unknown-pending');
    expect(screen.getByRole('heading', { level: 1 }).closest('[aria-live="polite"]')).not.toBeNull();
    act(() => sendToPopup({ kind: 'report', report: report('hidden') }));
    expect(headline()).toBe('Your network sees cover.example, not news.example');
  });

  it('shows a hostile name as text', () => {
    const hostile = '<img src=x onerror=alert(1)>\u202e.example';
    show('exposed-no-record', { headline: { kind: 'exposed', args: [{ host: hostile }] } });
    expect(document.querySelector('h1 img')).toBeNull();
    expect(headline()).toBe('Your network can read the name <img src=x onerror=alert(1)>\\u{202e}.example');
  });
});

describe('the other ways in which the name was read', () => {
  const ways = () => document.querySelector<HTMLDetailsElement>('.verdict .ways');

  it('are counted after the headline, and listed on demand', () => {
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
    expect(document.querySelector('.advice')?.textContent).toMatch(/didn’t use encrypted DNS.*Make sure encrypted DNS/);
  });
});

describe('the first screen', () => {
  const NETWORK = 'Your network: your Wi-Fi, your internet provider and anyone in between.';
  const glance = () => document.querySelector('.verdict .glance');

  it.each(['hidden', 'offered-not-used', 'cleartext', 'likely-hidden', 'unknown-pending'])(
    'says who the network is, in the header: %s',
    (name) => {
      show(name);
      expect(document.querySelector('header')?.textContent).toContain(NETWORK);
    },
  );

  it.each([
    ['ECH does not apply', 'browser-page'],
    ['the local network reads the page', 'cleartext-local'],
    ['those behind a proxy do', 'cleartext-https-proxy'],
  ])('speaks of no provider where %s', (_, name) => {
    show(name);
    expect(text()).not.toContain('The network:');
  });

  it.each([
    ['others-some-named', 'Other hosts of this page not hidden: at least 4 of 8', 'yes'],
    ['hidden', 'Other hosts of this page not hidden: none so far', 'no'],
  ])('says under "hidden" what became of the other hosts: %s', (name, words, sees) => {
    show(name);
    expect(glance()?.textContent).toBe(words);
    expect(glance()?.classList.contains(sees)).toBe(true);
  });

  it('claims no more of the other hosts than what the browser reports', () => {
    show('others-none-named');
    expect(glance()?.textContent).toBe('Other hosts of this page not hidden: 0 of 5 that Firefox reported');
    expect(document.querySelector('.others .statement')?.textContent).toMatch(
      /any of the 5 other hosts that Firefox reported/,
    );
    expect(document.querySelector('.unreported')?.textContent).toMatch(/^Firefox doesn’t report everything/);
    cleanup();
    show('likely-hidden');
    expect(document.querySelector('.unreported')?.textContent).toMatch(/^Chrome doesn’t report everything/);
    cleanup();
    show('browser-page');
    expect(document.querySelector('.unreported')).toBeNull();
  });

  it.each(['offered-not-used', 'exposed-no-record', 'cleartext', 'unknown-no-resolver'])(
    'keeps the room for the cause where nothing is called hidden: %s',
    (name) => {
      show(name);
      expect(glance()).toBeNull();
    },
  );

  it.each([
    ['offered-not-used', 'WhyUnknownBrowser, network or site?'],
    ['not-used-refused', 'WhyInferredMost likely the site'],
    ['exposed-no-record', 'WhyInferredMost likely the site'],
    ['hidden-dns-unreported', 'WhyUnknown'],
  ])('says whose doing it is: %s', (name, words) => {
    show(name);
    expect(screen.getByRole('heading', { name: /^Why/ }).textContent).toBe(words);
  });

  it('says what was found before what to do', () => {
    show('not-used-refused');
    const findings = document.querySelector('.findings')!;
    const [why, advice] = ['.why', '.advice'].map((selector) => document.querySelector(selector)!);
    expect(findings.compareDocumentPosition(why!)).toBe(Node.DOCUMENT_POSITION_PRECEDING);
    expect(findings.compareDocumentPosition(advice!)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  });
});

describe('whether encrypted DNS is to stay off', () => {
  const isOpen = () => document.querySelector<HTMLDetailsElement>('.canary details')?.open;
  it.each([
    ['canary-set-firefox', true, 'There is one'],
    ['canary-set-chromium', false, 'There is one'],
    ['canary-unknown-firefox', false, 'Not known'],
    ['hidden', false, 'None'],
  ])('is answered in a word, and folded away but where it changes what the browser does: %s', (name, open, answer) => {
    show(name);
    expect(isOpen()).toBe(open);
    expect(document.querySelector('.canary summary')?.textContent).toBe(`Request to keep encrypted DNS off ${answer}`);
    expect(text()).not.toMatch(/canary/i);
  });
});

describe('before any report', () => {
  it('knows nothing and says so', () => {
    render(<Popup tabId={1} first={null} />);
    expect(headline()).toBe('Nothing is known of this tab yet');
    expect(document.querySelectorAll('[data-verdict="unknown"][data-evidence="unknown"]')).toHaveLength(1);
  });

  it('of a page that is being written down: that it is being found out, and no older report', () => {
    vi.useFakeTimers();
    render(<Popup tabId={1} first="being-written" />);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Finding out what your network can read');
    act(() => void vi.advanceTimersByTime(5_000));
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Nothing is known of this tab yet');
    vi.useRealTimers();
  });

  it('asks for the reports of its tab and paints what comes', () => {
    render(<Popup tabId={7} first={null} />);
    expect(port.postMessage).toHaveBeenCalledWith({ kind: 'watch', tabId: 7 });
    act(() => sendToPopup({ kind: 'report', report: report('cleartext') }));
    expect(headline()).toBe('Your network can read this page');
  });
});

describe('the picture', () => {
  it('sets what the network reads against what is sealed inside, the public name as inferred', () => {
    show('hidden');
    const [lit] = screen.getAllByRole('listitem');
    expect(lit?.textContent).toMatch(
      /^With ECHThis connection.*Your network reads Inferred cover\.example .*Sealed inside news\.example$/,
    );
  });

  it.each([
    ['visit-same-site-exposed', 'This connection shows Inferred cover.example'],
    ['visit-partly-shown', 'This connection shows Inferred cover.example'],
    ['visit-likely-shown', 'This connection should only show Inferred cover.example'],
  ])('does not say what the network reads where it read the name elsewhere: %s', (fixture, words) => {
    show(fixture);
    const lit = document.querySelector('.lane.lit')?.textContent;
    expect(lit).toContain(words);
    expect(lit).not.toContain('Your network');
  });

  it('says of what is measured that it is the page’s own connection, where the leak is only inferred', () => {
    show('visit-partly-shown');
    expect(document.querySelector('.verdict p')?.textContent).toMatch(
      /^Measured Firefox reports .*own connection.*not whether/,
    );
  });

  it('lights the open way of an exposed page', () => {
    show('exposed-no-record');
    expect(document.querySelector('.lane.lit')?.textContent).toMatch(/Without ECH.*Your network reads.*news\.example/);
  });

  it.each([
    ['hidden-cloudflare', 'Cloudflare uses this name for many sites: it does not tell which one.'],
    ['hidden-same-owner', 'A name of the same owner: it tells whose site this is.'],
    ['exposed-own-name', 'The site’s own name: it hides nothing.'],
    [
      'likely-hidden',
      'How many sites share this cover name isn’t known. If only this one does, the cover name gives it away.',
    ],
  ])('says how large the crowd behind the public name is: %s', (name, words) => {
    show(name);
    expect(document.querySelector('.lane.lit')?.textContent).toContain(words);
  });

  it('says nothing of a crowd where no cover name was used', () => {
    show('offered-not-used');
    expect(document.querySelector('.crowd')).toBeNull();
  });

  it('is not green when the cover name has the same owner', () => {
    show('hidden-same-owner');
    expect(document.querySelector('main')?.classList.contains('green')).toBe(false);
  });
});

describe('who sees what', () => {
  it('shows everything on demand', () => {
    show('hidden');
    expect(document.querySelector('.observers')?.textContent).not.toContain('192.0.2.7');
    press('All they see');
    const network = screen.getByText('Network and internet provider').closest('.observer') as HTMLElement;
    expect(network.textContent).toMatch(/Address 192\.0\.2\.7/);
    expect(within(network).getByText('Page and content').parentElement?.textContent).toMatch(/does not see it/);
    expect(screen.getByRole('button', { name: 'All they see' }).getAttribute('aria-expanded')).toBe('true');
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
    expect(screen.getByText('None seen yet.')).toBeTruthy();
  });
});

describe('what to do', () => {
  it('says by the button alone what would always be done', () => {
    show('offered-not-used-by-trace');
    const buttons = [...document.querySelectorAll('.advice button')].map(({ textContent }) => textContent);
    expect(buttons).toEqual(['Find out', 'Always measure pages behind Cloudflare']);
  });

  it.each([
    ['unknown-no-resolver', 'Choose a resolver', () => expect(fakeBrowser.runtime.openOptionsPage).toHaveBeenCalled()],
    ['unknown-on-click', 'Ask now', () => expect(port.postMessage).toHaveBeenCalledWith({ kind: 'check-again' })],
  ])('%s: %s', (name, button, expectation) => {
    show(name);
    press(button);
    expectation();
  });

  it.each([
    ['unknown-no-consent', 'Agree to asking', { data_collection: ['browsingActivity'] }],
    ['unknown-no-access', 'Give access to sites', { origins: ['*://*/*'] }],
  ])('%s: asks for the permission in the click itself, then asks again', async (name, button, permission) => {
    show(name);
    press(button);
    expect(fakeBrowser.permissions.request).toHaveBeenCalledWith(permission);
    await vi.waitFor(() => expect(port.postMessage).toHaveBeenCalledWith({ kind: 'check-again' }));
  });

  it('does not ask again after a refusal', async () => {
    fakeBrowser.permissions.request.mockResolvedValueOnce(false);
    show('unknown-no-consent');
    press('Agree to asking');
    await screen.findByText(/^You didn’t allow it, so nothing changes/);
    expect(port.postMessage).not.toHaveBeenCalledWith({ kind: 'check-again' });
  });

  it('says that it did not work when the browser throws, until it is pressed again', async () => {
    fakeBrowser.permissions.request.mockRejectedValueOnce(new Error('no user gesture'));
    show('unknown-no-consent');
    press('Agree to asking');
    const said = await screen.findByText(/^Your browser didn’t show its permission prompt/);
    expect(said.role).toBe('alert');
    press('Agree to asking');
    await vi.waitFor(() => expect(screen.queryByText(/^Your browser didn’t/)).toBeNull());
  });

  it.each(['intercepted', 'visit-intercepted-name', 'visit-intercepted-elsewhere', 'visit-likely-intercepted'])(
    '%s: vouches for an added authority, and says so when it could not be stored',
    async (name) => {
      fakeBrowser.runtime.sendMessage
        .mockRejectedValueOnce(new Error('storage.local is damaged'))
        .mockResolvedValueOnce(true);
      show(name);
      press(/^This is my company/);
      await screen.findByText(/^Your browser didn’t save this change/);
      press(/^This is my company/);
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

describe('footer', () => {
  it('tells the age of the answer, and keeps it current', () => {
    vi.useFakeTimers();
    show('hidden', { answeredAtMs: Date.now() - 58_000 });
    expect(text()).toContain('58 seconds ago');
    act(() => void vi.advanceTimersByTime(1000));
    expect(text()).toContain('59 seconds ago');
    act(() => void vi.advanceTimersByTime(1000));
    expect(text()).toContain('1 minute ago');
    vi.useRealTimers();
  });

  it('checks again, but not twice at once', () => {
    show('hidden');
    press('Check again');
    expect(port.postMessage).toHaveBeenLastCalledWith({ kind: 'check-again' });
    act(() => sendToPopup({ kind: 'report', report: report('exposed-pending') }));
    port.postMessage.mockClear();
    press('Check again');
    expect(port.postMessage).not.toHaveBeenCalled();
  });

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
      press('Network check');
      expect(fakeBrowser.tabs.create).toHaveBeenCalledWith({ url: expect.stringContaining('network-check.html') });
      await vi.waitFor(() => expect(window.close).toHaveBeenCalled());
    },
  );

  it('leads to the network check before any report', () => {
    render(<Popup tabId={1} first={null} />);
    expect(screen.getByRole('button', { name: 'Network check' })).toBeTruthy();
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
