// @vitest-environment happy-dom
// The button that finds out, and the requests of the popup's own.

import { act, cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fetchText, probeByBrowser } from '../../../src/platform/probe.ts';
import { findOut, type Probe } from '../../../src/popup/find-out.ts';
import { Popup } from '../../../src/popup/popup-root.tsx';
import { REPORTS } from '../../gallery/cases.ts';
import { fakeBrowser, forgetEverything, port, sendToPopup } from '../fake-browser/pages.ts';

const OURS = 'moz-extension://ours/';
type Listener = (details: { requestId: string; url: string; originUrl?: string }) => void;
let listeners: Listener[];
/** Whether Firefox says that a request used ECH, by its id. */
let usedEch: Record<string, boolean | undefined>;
const fetched: { url: string; init: RequestInit }[] = [];
let respond: (url: string) => Promise<Response>;

beforeEach(() => {
  forgetEverything();
  listeners = [];
  usedEch = {};
  fetched.length = 0;
  respond = async () => new Response(null);
  Object.assign(fakeBrowser.runtime, { getURL: () => OURS });
  const event = (registered: unknown[]) => ({
    addListener: (listener: unknown) => registered.push(listener),
    removeListener: (listener: unknown) => registered.splice(registered.indexOf(listener), 1),
  });
  Object.assign(fakeBrowser.webRequest, {
    getSecurityInfo: async (requestId: string) => ({
      state: 'secure',
      certificates: [],
      usedEch: usedEch[requestId],
    }),
    onHeadersReceived: event(listeners),
    onBeforeRedirect: event([]),
    onErrorOccurred: event([]),
  });
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    fetched.push({ url, init });
    return respond(url);
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const arrives = (requestId: string, url: string, originUrl = `${OURS}popup.html`) => {
  for (const listener of listeners) listener({ requestId, url, originUrl });
};

describe('a request by which Firefox tells', () => {
  const NEWS = 'https://news.example/';

  it('tells of that very request, not of a page’s at the same address', async () => {
    usedEch = { ours: false, theirs: true };
    respond = async (url) => {
      arrives('ours', url);
      arrives('theirs', url, 'https://news.example/page');
      arrives('theirs', `${url}other`);
      return new Response(null);
    };
    expect(await probeByBrowser(NEWS)).toEqual({ kind: 'reported', usedEch: false, by: 'browser' });
    expect(fetched[0]).toMatchObject({
      url: NEWS,
      init: {
        method: 'HEAD',
        credentials: 'omit',
        cache: 'no-store',
        redirect: 'manual',
        referrerPolicy: 'no-referrer',
      },
    });
    expect(listeners).toEqual([]);
  });

  it('is unreported where Firefox does not vouch for the connection', async () => {
    respond = async (url) => {
      arrives('ours', url);
      return new Response(null);
    };
    expect(await probeByBrowser(NEWS)).toEqual({ kind: 'unreported' });
  });

  it('fails without an answer, and leaves nothing behind', async () => {
    respond = async () => Promise.reject(new TypeError('NetworkError'));
    await expect(probeByBrowser(NEWS)).rejects.toThrow();
    expect(listeners).toEqual([]);
  });

  it('is not sent without host access', async () => {
    fakeBrowser.permissions.contains.mockResolvedValueOnce(false);
    await expect(probeByBrowser(NEWS)).rejects.toThrow();
    expect(fetched).toEqual([]);
  });
});

describe('a trace', () => {
  it('reads a trace up to a limit, however long the response is', async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled++;
        controller.enqueue(new Uint8Array(1000).fill(97));
      },
    });
    respond = async () => new Response(endless);
    expect(await fetchText('https://news.example/cdn-cgi/trace', 4096)).toHaveLength(4096);
    expect(pulled).toBeLessThan(10);
  });

  it('is none where the answer is no success', async () => {
    respond = async () => new Response('sni=encrypted\n', { status: 404 });
    expect(await fetchText('https://news.example/cdn-cgi/trace', 4096)).toBeNull();
  });
});

describe('finding out', () => {
  const ASK_SITE: Probe = { kind: 'trace', site: 'news.example', provider: 'Cloudflare' };
  const FIND_OUT: Probe = { kind: 'find-out', site: 'news.example', references: [], siteTraces: false };
  const report = REPORTS['offered-not-used']!;

  it('asks the site alone where the site alone is to be asked', async () => {
    const { references } = await findOut(report.site, ASK_SITE);
    expect(references).toEqual([]);
    expect(fetched.map(({ url }) => url)).toEqual(['https://news.example/']);
  });

  it('leaves out reference hosts that policy keeps from resolvers: the browser would ask its own about them', async () => {
    fakeBrowser.storage.managed.get.mockResolvedValue({ neverAsk: ['*.cloudflare.com'] });
    const { references } = await findOut(report.site, FIND_OUT);
    expect(references.map(({ host }) => host)).toEqual(['cloudflare-ech.com', 'tls-ech.dev']);
    expect(fetched.map(({ url }) => new URL(url).host)).not.toContain('crypto.cloudflare.com');
  });

  it('sends nothing where policy could not be read, and while it is awaited nothing to reference hosts', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    await fakeBrowser.storage.local.set({ 'policy-binds': true });
    fakeBrowser.storage.managed.get.mockRejectedValueOnce(new Error('An unexpected error occurred'));
    await expect(findOut(report.site, FIND_OUT)).rejects.toThrow();
    expect(fetched).toEqual([]);
    fakeBrowser.storage.managed.get.mockResolvedValueOnce({});
    expect((await findOut(report.site, FIND_OUT)).references).toEqual([]);
    warn.mockRestore();
  });

  it('is told by the button while it lasts, once however often it is pressed, and then sent', async () => {
    const answers: (() => void)[] = [];
    respond = () => new Promise((resolve) => answers.push(() => resolve(new Response(null))));
    render(<Popup tabId={1} first={report} />);
    act(() => sendToPopup({ kind: 'report', report }));
    const button = screen.getByRole('button', { name: 'Find out why' });
    expect(button.closest('[aria-live="polite"]')).not.toBeNull();
    fireEvent.click(button);
    fireEvent.click(button);
    expect(screen.getByRole('button', { name: 'Checking…' }).getAttribute('aria-disabled')).toBe('true');
    await vi.waitFor(() => expect(answers).toHaveLength(4));
    await act(async () => {
      for (const answer of answers) answer();
    });
    await vi.waitFor(() => expect(port.postMessage).toHaveBeenCalledTimes(2));
    expect(port.postMessage).toHaveBeenLastCalledWith({
      kind: 'probed',
      navigationId: report.navigationId,
      probes: {
        fresh: { kind: 'unreported' },
        references: ['crypto.cloudflare.com', 'cloudflare-ech.com', 'tls-ech.dev'].map((host) => ({
          host,
          result: { kind: 'unreported' },
        })),
      },
    });
    const ready = await screen.findByRole('button', { name: 'Find out why' });
    expect(ready.getAttribute('aria-disabled')).toBe('false');
  });
});
