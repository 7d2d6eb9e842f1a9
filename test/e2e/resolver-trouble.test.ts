// A resolver that fails in every way: the popup says how, concludes nothing from it, and is right again afterwards.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Trouble } from '../lab/dns/doh-server.ts';
import type { Fault } from '../lab/dns/faults.ts';
import { BROWSERS, look, lookAtTab, press, waitForText } from './looking.ts';
import { withLab, withOverheard } from './with-overheard.ts';
import { words } from './words.ts';

const lab = withLab();

const RESOLVER = 'resolver.example';
const BLOCKED = { code: 15, text: 'on the list of the lab' };

/** One site for each fault, since a failure is kept for 30 seconds; those that take long first. */
const TROUBLES: { fault: Fault; host: string; says: string }[] = [
  { fault: { kind: 'silence' }, host: 'hidden.example', says: words('failure_timeout', RESOLVER, '5') },
  {
    fault: { kind: 'slow-bytes', intervalMs: 1000 },
    host: 'noech.example',
    says: words('failure_timeout', RESOLVER, '5'),
  },
  {
    fault: { kind: 'http-status', status: 500 },
    host: 'plain.example',
    says: words('failure_http_status', RESOLVER, '500'),
  },
  {
    fault: { kind: 'http-status', status: 429, headers: { 'retry-after': '120' } },
    host: 'xn--bcher-kva.example',
    says: words('failure_too_many', RESOLVER),
  },
  {
    fault: { kind: 'content-type', contentType: 'text/html' },
    host: 'public.example',
    says: words('failure_content_type', RESOLVER, 'text/html'),
  },
  { fault: { kind: 'reset-mid-body' }, host: 'cname.example', says: words('failure_unreachable', RESOLVER) },
  {
    fault: { kind: 'oversize', lengthBytes: 70_000 },
    host: 'mixed.example',
    says: words('failure_too_large', RESOLVER),
  },
  {
    fault: { kind: 'oversize', lengthBytes: 10_000_000 },
    host: 'owner.example',
    says: words('failure_too_large', RESOLVER),
  },
  {
    fault: { kind: 'garbage' },
    host: 'off.example',
    says: words('failure_malformed', RESOLVER, 'QR', '2'),
  },
  { fault: { kind: 'other-answer' }, host: 'tls12.example', says: words('failure_wrong_question', RESOLVER) },
  {
    fault: { kind: 'redirect', location: 'https://resolver-two.example/dns-query' },
    host: 'stripped.example',
    says: words('failure_unreachable', RESOLVER),
  },
  {
    fault: { kind: 'rcode', rcode: 'SERVFAIL' },
    host: 'withheld.example',
    says: words('failure_dns_rcode', RESOLVER, 'SERVFAIL'),
  },
  {
    fault: { kind: 'rcode', rcode: 'REFUSED', extendedError: BLOCKED },
    host: 'versions.example',
    says: words('failure_dns_rcode', RESOLVER, 'REFUSED'),
  },
  { fault: { kind: 'truncated' }, host: 'alias.example', says: words('failure_truncated', RESOLVER) },
];

/** Of every connection, whatever is asked. */
const CONNECTION_TROUBLES: { trouble: Trouble; host: string; says: string }[] = [
  { trouble: 'refused', host: 'many.example', says: words('failure_unreachable', RESOLVER) },
  { trouble: 'expired-certificate', host: 'shared-cover.example', says: words('failure_unreachable', RESOLVER) },
];
const ALL_TROUBLES = [...TROUBLES, ...CONNECTION_TROUBLES];

describe.each(BROWSERS)('%s', (name) => {
  const overheard = withOverheard(name, lab);
  const tabs = new Map<string, number>();
  /** Whether the server took ECH, by host. */
  const hidden = new Map<string, boolean>();
  const visit = async (host: string): Promise<number> => {
    const { page, seen } = await overheard.browser.visit(`https://${host}/`);
    const tabId = await overheard.tabOf(page);
    tabs.set(host, tabId);
    hidden.set(host, seen?.echAccepted ?? false);
    return tabId;
  };
  beforeAll(async () => {
    lab.dns.questions.length = 0;
    for (const { trouble, host } of CONNECTION_TROUBLES) {
      await lab.dns.servers.resolver.setTrouble(trouble);
      await lookAtTab(overheard, await visit(host));
    }
    await lab.dns.servers.resolver.setTrouble(undefined);
    for (const { fault, host } of TROUBLES) {
      lab.dns.views.resolver.setFault(fault, host);
      await visit(host);
    }
  });
  afterAll(() => lab.reset());

  it.each(ALL_TROUBLES)('$host: says $says', async ({ host, says }) => {
    const shown = await lookAtTab(overheard, tabs.get(host) as number);
    expect(shown.text).toContain(says);
    // Firefox has measured the connection all the same; Chromium has nothing to go by.
    const measured = hidden.get(host) ? ['hidden', 'measured'] : ['exposed', 'measured'];
    expect([shown.verdict, shown.evidence]).toEqual(name === 'firefox' ? measured : ['unknown', 'unknown']);
    // Where nothing is known, the answer itself is the reason.
    if (shown.verdict === 'exposed') expect(shown.text).toContain(words('cause_lookup_failed'));
  });

  it('passes on why the resolver refuses', async () => {
    const popup = await overheard.popup(tabs.get('versions.example') as number);
    await (await popup.waitForSelector('.details summary'))?.click();
    await (await popup.waitForSelector('.published summary'))?.click();
    await waitForText(popup, words('popup_extended_error_blocked'));
    await waitForText(popup, BLOCKED.text);
    await popup.close();
  });

  it('does not follow a resolver’s redirect', () => {
    expect(lab.dns.questions.filter(({ view }) => view === 'second')).toEqual([]);
  });

  it('is right about the next host, and about a failed one when asked again', async () => {
    lab.dns.views.resolver.clearFault();
    const { page } = await overheard.browser.visit('https://hello-retry.example/');
    expect((await look(overheard, page)).text).toContain(words('published_ech', 'public.example'));
    const popup = await overheard.popup(tabs.get('versions.example') as number);
    await press(popup, words('popup_check_again'));
    await overheard.read(popup, ({ text }) => text.includes(words('published_ech', 'public.example')));
    await popup.close();
  });
});
