// @vitest-environment happy-dom
// The inspect page over a real background, whose resolver is the test's.

import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InspectPage } from '../../../src/inspect/inspect-page.tsx';
import { connection, withEch } from '../assess/facts-builder.ts';
import { visit } from '../background/visit.ts';
import { echListOf, https, httpsRdata, messageOf } from '../builders.ts';
import { answer, dnsResponse, FakeBrowser } from '../fake-browser/fake-browser.ts';
import { fakeBrowser, forgetEverything } from '../fake-browser/pages.ts';

let background: FakeBrowser;
const copied: string[] = [];

beforeEach(() => {
  forgetEverything();
  copied.length = 0;
  background = new FakeBrowser();
  fakeBrowser.runtime.sendMessage.mockImplementation(async (message: unknown) => background.request(message));
  vi.stubGlobal('navigator', { clipboard: { writeText: async (text: string) => void copied.push(text) } });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const none = (name: string, type: number) => dnsResponse(messageOf({ name, type, answers: [] }));
const text = () => document.body.textContent ?? '';
const click = (element: HTMLElement) => act(async () => void fireEvent.click(element));
const press = (name: string) => click(screen.getByRole('button', { name }));
const row = (client: string) => document.querySelector<HTMLElement>(`[data-client="${client}"]`);

async function open(input: string, isPrivate = false): Promise<void> {
  render(<InspectPage input={input} isPrivate={isPrivate} />);
  await act(() => background.settle());
}

async function inspect(input: string): Promise<void> {
  fireEvent.input(screen.getByLabelText('Site'), { target: { value: input } });
  await press('Inspect');
  await act(() => background.settle());
}

async function paste(pasted: string): Promise<void> {
  fireEvent.input(screen.getByLabelText('Record'), { target: { value: pasted } });
  // The part that reads it is loaded on the click.
  await import('../../../src/inspect/pasted-text.tsx');
  await press('Check it');
  await act(() => background.settle());
}

describe('the field', () => {
  it('asks nobody before it is used', async () => {
    await open('');
    expect(background.questions).toEqual([]);
    expect(document.querySelector('.judged')).toBeNull();
  });

  it.each([
    ['', 'Type the name of a site.'],
    ['two words', 'This is neither a name nor an address of a site.'],
    ['ftp://news.example/', 'Only https: and http: addresses have a TLS handshake to look at.'],
  ])('says what is wrong with %j, and asks nobody', async (input, words) => {
    await open('');
    await inspect(input);
    const field = screen.getByLabelText('Site');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(screen.getAllByRole('alert').some(({ textContent }) => textContent === words)).toBe(true);
    expect(background.questions).toEqual([]);
  });

  it('begins with what the page was opened for, a name that nobody can read included', async () => {
    await open('two words');
    expect((screen.getByLabelText('Site') as HTMLInputElement).value).toBe('two words');
    expect(text()).toContain('This is neither a name nor an address of a site.');
    expect(background.questions).toEqual([]);
  });

  it('keeps what is typed out of the browser’s memory of forms, and of the title', async () => {
    document.title = 'before';
    await open('news.example');
    expect(screen.getByLabelText('Site').getAttribute('autocomplete')).toBe('off');
    expect(document.title).toBe('before');
  });
});

describe('a site with ECH', () => {
  it('is answered in a sentence, three rows and its records', async () => {
    await open('https://news.example/');
    expect(text()).toContain('Chrome and Firefox should both hide the name behind cover.example');
    expect(document.querySelector('.summary .pill')?.textContent).toBe('Inferred');
    for (const client of ['rfc', 'chromium', 'firefox']) expect(row(client)?.dataset.outcome).toBe('hides');
    expect(document.querySelector('.record .zone')?.textContent).toMatch(/^1 \. alpn="?h3,h2"? ech=/);
    expect(document.querySelector('[role=tree]')?.textContent).toContain('cover.example');
    expect(background.questions).toEqual(['news.example']);
  });

  it('shows what a browser does over TCP and over QUIC where that differs, the worst of it first', async () => {
    const rdatas = [
      httpsRdata(1, '.', { alpn: ['h2'], ech: echListOf() }),
      httpsRdata(2, '.', { alpn: ['h3'], noDefaultAlpn: true }),
    ];
    background.resolve = async (name, type) =>
      dnsResponse(messageOf({ name, type, answers: rdatas.map((rdata) => https(name, rdata, 300)) }));
    await open('news.example');
    const transports = (client: string) =>
      [...(row(client)?.querySelectorAll<HTMLElement>('[data-transport]') ?? [])].map(({ dataset, textContent }) => [
        dataset.transport,
        dataset.outcome,
        textContent,
      ]);
    expect(row('chromium')?.dataset.outcome).toBe('shows');
    expect(transports('chromium')).toEqual([
      ['tcp', 'hides', expect.stringContaining('behind cover.example')],
      ['quic', 'shows', expect.stringContaining('The record that it uses for HTTP/3 has no ech parameter.')],
    ]);
    expect(row('firefox')?.dataset.outcome).toBe('hides');
    expect(transports('firefox')).toEqual([]);
  });

  it('shows the message as it came, and copies it', async () => {
    await open('news.example');
    await press('Copy as hexadecimal');
    expect(copied[0]).toMatch(/^000081/);
    expect(copied[0]).toContain(Buffer.from('news').toString('hex'));
    await screen.findByText('Copied');
  });

  it('says where the resolver refuses to keep the user’s network out', async () => {
    let queries = 0;
    background.resolve = async (name, type) =>
      queries++ === 0 ? dnsResponse(messageOf({ name, type, flags: 0x8181 })) : answer(name, type);
    await open('news.example');
    expect(text()).toContain('so it may pass part of your address on.');
    expect(background.questions).toEqual(['news.example', 'news.example']);
  });

  it('says so where the bytes were not kept, and asks again for them', async () => {
    await background.request({
      kind: 'inspect',
      host: 'news.example',
      port: 443,
      private: false,
      bypassCache: false,
      pastProxy: false,
    });
    await open('news.example');
    expect(text()).toContain('The bytes of this answer were not kept');
    expect(background.questions).toHaveLength(1);
    await press('Ask again');
    await act(() => background.settle());
    expect(background.questions).toHaveLength(2);
    expect(text()).not.toContain('The bytes of this answer were not kept');
  });

  it('says how to change the key within its TTL', async () => {
    await open('news.example');
    expect(text()).toMatch(/Answers may be cached for 300 seconds/);
  });

  it('does not say how to turn on what is on', async () => {
    await open('news.example');
    expect(screen.queryByRole('heading', { name: 'Turn ECH on' })).toBeNull();
  });

  it('is no comfort where its public name is its own', async () => {
    await open('cover.example');
    expect(text()).toContain('ECH hides nothing here: the public name is cover.example itself');
    expect(document.querySelector('.summary')?.classList).toContain('grey');
  });

  it('has nothing to fix, and its notes are folded', async () => {
    await open('news.example');
    screen.getByRole('heading', { name: 'Nothing to fix' });
    const notes = document.querySelector<HTMLDetailsElement>('details.notes');
    expect(notes?.open).toBe(false);
    expect(notes?.querySelectorAll('li.note').length).toBeGreaterThan(0);
    expect(document.querySelectorAll('.problems li:not(.note)')).toHaveLength(0);
  });

  it('builds the wire', async () => {
    await open('news.example');
    await waitFor(() => expect(screen.getAllByRole('tab').length).toBeGreaterThan(1), { timeout: 5_000 });
  });
});

describe('its www counterpart', () => {
  it('is asked about on a button that names it and the resolver', async () => {
    background.resolve = async (name, type) => (name.startsWith('www.') ? none(name, type) : answer(name, type));
    await open('news.example');
    expect(text()).toContain('This asks resolver.example about www.news.example too.');
    expect(background.questions).toEqual(['news.example']);
    await press('Compare');
    await act(() => background.settle());
    expect(background.questions).toEqual(['news.example', 'www.news.example']);
    expect(text()).toContain('news.example has ECH that browsers use, www.news.example has not.');
    expect(document.querySelector('[data-problem="twin-without-ech"]')).not.toBeNull();
  });
});

describe('a site without ECH', () => {
  it('is said to show its name, and its owner is told how to turn ECH on', async () => {
    background.resolve = async (name, type) => none(name, type);
    await open('news.example');
    expect(text()).toContain('Chrome and Firefox both reveal news.example to the network');
    const link = screen.getByRole('link', { name: 'Open this page of the Cloudflare dashboard' });
    expect(link.getAttribute('href')).toBe('https://dash.cloudflare.com/?to=/:account/:zone/ssl-tls/edge-certificates');
    expect(link.getAttribute('rel')).toBe('noreferrer');
    expect(link.closest('div')?.querySelectorAll('ol li')).toHaveLength(4);
  });

  it('whose resolver fails is not said to be without', async () => {
    background.resolve = async () => new Response('', { status: 503 });
    await open('news.example');
    expect(document.querySelectorAll('[data-client]')).toHaveLength(0);
    expect(document.querySelector('.summary .pill')?.textContent).toBe('Unknown');
    expect(screen.queryByRole('heading', { name: 'Turn ECH on' })).toBeNull();
    expect(text()).toContain('503');
  });

  it('that does not exist is not said to be read by anybody, nor told to publish anything', async () => {
    background.resolve = async (name, type) => dnsResponse(messageOf({ name, type, flags: 0x8183 }));
    await open('news.example');
    expect(text()).toContain('says this name doesn’t exist');
    expect(document.querySelectorAll('[data-client], [data-problem]')).toHaveLength(0);
    expect(document.querySelector('.summary .pill')?.textContent).toBe('Unknown');
    expect(screen.queryByRole('heading', { name: /^To fix|^Nothing to fix/ })).toBeNull();
    expect(screen.queryByRole('heading', { name: 'Turn ECH on' })).toBeNull();
  });

  it('on another port needs no name of its own', async () => {
    background.resolve = async (name, type) => dnsResponse(messageOf({ name, type, flags: 0x8183 }));
    await open('news.example:8443');
    expect(text()).toContain('Chrome and Firefox both reveal news.example to the network');
    expect(document.querySelector('[data-problem]')).not.toBeNull();
  });

  it('with a malformed list is told what to fix, and which rule says so', async () => {
    const damaged = withEch();
    background.resolve = async (name, type) =>
      dnsResponse(messageOf({ name, type, answers: [https(name, damaged.subarray(0, -4), 300)] }));
    await open('news.example');
    const error = document.querySelector('.problems .error');
    expect(error?.getAttribute('data-problem')).toBe('record-malformed');
    expect(error?.querySelector('.fix .citation')?.textContent).toBe('RFC 9460 §2.2');
    expect(document.querySelector('.summary')?.classList).not.toContain('teal');
    // Before what browsers make of it.
    const [fix, rows] = [document.querySelector('.problems'), document.querySelector('.rows')];
    expect(fix?.compareDocumentPosition(rows as Node)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    screen.getByRole('heading', { name: /^To fix \d/ });
    expect(error?.querySelector('.fix')?.textContent).toMatch(/^Fix: /);
  });

  it('that Chrome cannot open is red', async () => {
    const cutOff = httpsRdata(1, '.', { alpn: ['h2'], ech: Uint8Array.of(0, 9, 1) });
    background.resolve = async (name, type) =>
      dnsResponse(messageOf({ name, type, answers: [https(name, cutOff, 300)] }));
    await open('news.example');
    expect(text()).toContain('Chrome can’t open this site, and Firefox reveals its name');
    expect(document.querySelector('.summary')?.classList).toContain('red');
  });

  it('behind an alias is not said to have ECH that works', async () => {
    background.resolve = async (name, type) =>
      dnsResponse(
        messageOf({
          name,
          type,
          answers:
            name === 'news.example'
              ? [https(name, httpsRdata(0, 'target.example'), 300)]
              : [https(name, withEch(), 300)],
        }),
      );
    await open('news.example');
    expect(document.querySelector('.summary')?.textContent).toContain(
      'There is ECH behind an alias, but neither browser follows it.',
    );
    expect(document.querySelector('.summary')?.textContent).not.toContain('public name');
  });
});

describe('nobody is asked', () => {
  it.each([
    ['192.0.2.1', 'An address is no name'],
    ['printer.local', 'No resolver is asked about it.'],
    ['localhost', 'No resolver is asked about it.'],
  ])('about %s', async (input, words) => {
    await open(input);
    expect(text()).toContain(words);
    expect(background.questions).toEqual([]);
  });

  it('in a private window that the settings leave out', async () => {
    await open('news.example', true);
    expect(text()).toContain('your settings say not to ask about those');
    expect(background.questions).toEqual([]);
  });

  it('before consent, which is asked for in the click itself', async () => {
    background.consent = false;
    await open('news.example');
    fireEvent.click(screen.getByRole('button', { name: 'Allow lookups' }));
    expect(fakeBrowser.permissions.request).toHaveBeenCalledWith({ data_collection: ['browsingActivity'] });
    background.consent = true;
    await act(() => background.settle());
    expect(background.questions).toEqual(['news.example']);
  });

  it('past the proxy of a tab, whatever else is allowed, before a click that says so', async () => {
    const proxied = connection({ proxy: { type: 'socks', host: 'proxy.example', knowsName: true } });
    for (const event of visit('https://news.example/', { connection: proxied })) background.emit(event);
    await act(() => background.settle());
    background.consent = false;
    await open('news.example');
    background.consent = true;
    await press('Allow lookups');
    await act(() => background.settle());
    expect(background.questions).toEqual([]);
    await press('Look it up anyway');
    await act(() => background.settle());
    expect(background.questions).toEqual(['news.example']);
    await press('Ask again');
    await act(() => background.settle());
    expect(background.questions).toEqual(['news.example', 'news.example']);
  });
});

describe('what came late', () => {
  let release = () => {};

  async function openSlow(): Promise<void> {
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    background.resolve = async (name, type) => {
      if (name === 'slow.example') await held;
      return answer(name, type);
    };
    await open('slow.example');
  }

  it('is dropped', async () => {
    await openSlow();
    expect(screen.getAllByRole('status')[0]?.textContent).toBe('Looking up slow.example…');
    await inspect('quick.example');
    release();
    await act(() => background.settle());
    expect(document.querySelector('.summary h2')?.textContent).toBe('quick.example');
  });

  it('does not join what was pasted meanwhile', async () => {
    await openSlow();
    await paste('pasted.example. 300 IN HTTPS 1 . alpn="h2"');
    release();
    await act(() => background.settle());
    expect(screen.getAllByRole('article')).toHaveLength(1);
    expect(document.querySelector('.summary h2')?.textContent).toBe('pasted.example');
  });

  it('a background that does not answer is told of', async () => {
    fakeBrowser.runtime.sendMessage.mockRejectedValue(new Error('no receiver'));
    await open('news.example');
    expect((await screen.findByText(/^Overheard’s background process didn’t answer/)).role).toBe('alert');
  });
});

describe('the report to copy', () => {
  it('in Markdown and JSON, with the host blanked on request', async () => {
    const copy = async (name: string) => {
      await press(name);
      await act(() => background.settle());
    };
    await open('news.example');
    await copy('Copy as Markdown');
    expect(copied[0]).toContain('news.example');
    await click(screen.getByLabelText('Leave out the site’s name'));
    await copy('Copy as Markdown');
    await copy('Copy as JSON');
    expect(copied).toHaveLength(3);
    for (const blanked of copied.slice(1)) expect(blanked).not.toMatch(/news/);
    expect(JSON.parse(copied[2] ?? '')).toMatchObject({ isBlanked: true, clients: [{}, {}, {}] });
  });
});

describe('the paste box', () => {
  it('checks without a lookup', async () => {
    await open('');
    await paste('news.example. 300 IN HTTPS 1 . alpn="h2"');
    expect(text()).toContain('Chrome and Firefox both reveal news.example to the network');
    expect(text()).toContain('Checked from pasted text; nothing was sent.');
    expect(background.questions).toEqual([]);
    expect(fakeBrowser.runtime.sendMessage).not.toHaveBeenCalled();
  });

  it('takes the place of what was looked up, and gives it back', async () => {
    await open('news.example');
    await paste('pasted.example. 300 IN HTTPS 1 . alpn="h2"');
    expect(screen.getAllByRole('article')).toHaveLength(1);
    expect(document.querySelector('.summary h2')?.textContent).toBe('pasted.example');
    await inspect('news.example');
    expect(document.querySelector('.summary h2')?.textContent).toBe('news.example');
    expect(screen.getAllByRole('article')).toHaveLength(1);
  });

  it('folds once it was checked, and the focus is at the answer', async () => {
    await open('');
    const box = document.querySelector<HTMLDetailsElement>('details.paste');
    if (box !== null) box.open = true;
    await paste('pasted.example. 300 IN HTTPS 1 . alpn="h2"');
    expect(box?.open).toBe(false);
    expect(document.activeElement?.textContent).toBe('pasted.example');
  });

  it('says what is wrong, and where', async () => {
    await open('');
    await paste('news.example. 300 IN HTTPS 1 . alpn="h2" nonsense=1');
    const [alert] = screen.getAllByRole('alert').filter(({ textContent }) => textContent !== '');
    expect(alert?.textContent).toMatch(/^Line 1, column \d+:/);
    expect(screen.queryAllByRole('article')).toHaveLength(0);
  });

  it('takes a private key out of the box', async () => {
    await open('');
    await paste(
      '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VuBCIEIA==\n-----END PRIVATE KEY-----\nnews.example. IN HTTPS 1 .',
    );
    expect(text()).toContain('The text contained a private key.');
    expect((screen.getByLabelText('Record') as HTMLTextAreaElement).value).not.toContain('MC4C');
  });
});

it('what a stranger published is text, isolated, its invisible characters spelled out', async () => {
  const cover = '<b>cover</b>\u202e.example';
  background.resolve = async (name, type) =>
    dnsResponse(messageOf({ name, type, answers: [https(name, withEch(cover), 300)] }));
  await open(`${'a'.repeat(60)}.${'b'.repeat(60)}.example`);
  expect(document.querySelector('.judged b')).toBeNull();
  expect(text()).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  expect(document.querySelector('.summary h2 bdi')?.getAttribute('dir')).toBe('ltr');
});
