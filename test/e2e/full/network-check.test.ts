// The network check in each imitated network, in both browsers: what it concludes, by which means, and how that is known. Each case
// has reference hosts that no browser was asked about before, since browsers keep DNS answers and connections.

import { execFileSync } from 'node:child_process';
import type { Page } from 'puppeteer-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { QUERY_TOTALS_KEY, type QueryTotals } from '../../../src/shared/query-log.ts';
import type { Fault } from '../../lab/dns/faults.ts';
import { CANARY_NAME, type Canary, type RecordSet, type ViewId } from '../../lab/dns/zone.ts';
import { type Extension, launchExtension } from '../../lab/extension.ts';
import { ASKED, BROWSERS_OWN, EVERYWHERE, freshHosts, type Withheld, withholdIn } from '../../lab/networks.ts';
import type { BrowserName } from '../../lab/site.ts';
import { violations } from '../axe.ts';
import { BROWSERS, press } from '../looking.ts';
import { withLab, withOverheard } from '../with-overheard.ts';
import { words } from '../words.ts';

const lab = withLab();
beforeEach(() => lab.reset());

const withhold = (how: Withheld, views: ViewId[], hosts: string[]) => withholdIn(lab, how, views, hosts);

interface Found {
  kind: string;
  reason: string | undefined;
  by: string | undefined;
  evidence: string;
  headline: string;
  /** In order. */
  means: string[];
  findings: string[];
  /** Classes of the answers, by resolver. */
  classes: Record<string, string[]>;
  text: string;
}

const HEADLINES: Record<string, Parameters<typeof words>[0]> = {
  possible: 'check_possible',
  'off dns': 'check_off_dns',
  'off interception': 'check_off_interception',
  'off interception dns': 'check_off_both',
  'off-undecided': 'check_off_undecided',
  unknown: 'check_unknown',
};

async function openCheck(overheard: Extension, hosts: string[]): Promise<Page> {
  await overheard.configure({
    references: hosts.map((host) => ({ url: `https://${host}/cdn-cgi/trace` })),
    checkResolvers: [{ kind: 'custom', template: lab.dns.resolvers.second.url }],
  });
  overheard.mayContact(...hosts, lab.dns.resolvers.second.host, CANARY_NAME);
  const page = await overheard.browser.openExtensionPage('network-check.html');
  await page.waitForSelector('main');
  await page.bringToFront();
  return page;
}

async function conclusionOn(page: Page): Promise<Found> {
  await page.waitForSelector('[data-conclusion]', { timeout: 30_000 });
  const found = await page.evaluate(() => {
    const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
    const headline = document.querySelector<HTMLElement>('[data-conclusion]');
    const { conclusion = '', reason, by, evidence = '' } = headline?.dataset ?? {};
    return {
      kind: conclusion,
      reason,
      by,
      evidence,
      // biome-ignore lint/performance/useDomNodeTextContent: what a person reads, with hidden text left out
      headline: headline?.innerText ?? '',
      means: all('[data-means]').map(({ dataset }) => dataset.means ?? ''),
      findings: all('[data-found]').map(({ dataset }) => dataset.found ?? ''),
      classes: Object.fromEntries(
        all('[data-resolver]').map((row) => [
          row.dataset.resolver ?? '',
          [...row.querySelectorAll('td')].map(({ dataset }) => dataset.class ?? ''),
        ]),
      ),
      // biome-ignore lint/performance/useDomNodeTextContent: as above
      text: document.body.innerText,
    };
  });
  const headline = HEADLINES[found.kind === 'off' ? `off ${found.by}` : found.kind];
  expect(headline).toBeDefined();
  if (headline !== undefined) expect(found.headline).toContain(words(headline));
  return found;
}

async function check(overheard: Extension, hosts: string[]): Promise<Found> {
  const page = await openCheck(overheard, hosts);
  try {
    await press(page, words('check_start'));
    return await conclusionOn(page);
  } finally {
    await page.close();
  }
}

/** What stands under the headline where policy and resolver look the same: Firefox knows the lab's authority as an expected one. */
const UNDECIDED: Record<BrowserName, Parameters<typeof words>[0]> = {
  firefox: 'check_basis_off_undecided_expected',
  chromium: 'check_basis_off_undecided_unseen',
};

/** Drivers tell Firefox not to look whether the device has a network. */
const LINK_WATCHED = { 'network.manage-offline-status': true };

const POLICY_OFF: Record<BrowserName, Record<string, unknown>> = {
  firefox: { DisableEncryptedClientHello: true },
  chromium: { EncryptedClientHelloEnabled: false },
};

describe.each(BROWSERS)('%s', (name) => {
  const isFirefox = name === 'firefox';
  /** In max protection Firefox asks the network's resolver nothing. */
  const dns = isFirefox ? 'automatic' : 'doh-only';
  const overheard = withOverheard(name, lab, { dns });

  it('clean: possible, and nothing is contacted that was not named before', async () => {
    const hosts = ['hidden.example', 'stale.example', 'shared-cover.example'];
    const page = await openCheck(overheard, hosts);
    const contacts = await page.$eval('#contacts', (element) => element.textContent ?? '');
    lab.dns.questions.length = 0;
    const from = lab.server.log.length;
    expect(await violations(page)).toEqual([]);
    await press(page, words('check_start'));
    const found = await conclusionOn(page);
    expect(found).toMatchObject({ kind: 'possible', evidence: 'measured', means: [] });
    expect(found.classes).toEqual({
      'resolver.example': ['ech', 'ech', 'ech'],
      'resolver-two.example': ['ech', 'ech', 'ech'],
    });
    expect(found.findings).toContain(isFirefox ? 'root-expected' : 'certificates-unreported');
    expect(found.findings).not.toContain('records-not-seen');
    expect(await violations(page)).toEqual([]);

    const reached = lab.server.log.slice(from).flatMap((event) => (event.event === 'request' ? [event.seen] : []));
    expect(new Set(reached.map(({ host }) => host))).toEqual(new Set(hosts));
    expect(reached.every(({ scheme }) => scheme === 'https')).toBe(true);
    // Firefox with DNS over HTTPS that may fall back does not always wait for the record just after its start: what is said is what
    // the server saw.
    const teller = isFirefox ? 'browser' : 'trace';
    const seen = hosts.map(
      (host) => reached.find((request) => request.host === host && request.path !== '/')?.echAccepted,
    );
    expect(found.findings.slice(0, 3)).toEqual(seen.map((used) => `${used ? 'used' : 'not-used'}-${teller}`));
    if (!isFirefox) expect(seen).toEqual([true, true, true]);
    const asked = lab.dns.questions.filter(({ view }) => ASKED.includes(view)).map((question) => question.name);
    for (const name of [...asked, ...hosts, 'resolver.example', 'resolver-two.example', CANARY_NAME])
      expect(contacts).toContain(name);
    const stored = await page.evaluate('browser.storage.session.get()');
    const totals = (stored as Record<string, unknown>)[QUERY_TOTALS_KEY] as QueryTotals;
    const counted = totals.counts.filter(({ purpose }) => purpose === 'network-check');
    expect(counted.reduce((sum, { count }) => sum + count, 0)).toBe(7);
    // They are nobody's page and nobody's other hosts.
    const kept = Object.entries(stored as object).filter(([key]) => !key.startsWith('asked:'));
    expect(JSON.stringify(kept)).not.toContain('stale.example');
    await page.close();
  });

  describe('the canary', () => {
    const views: ViewId[] = isFirefox ? ['network'] : ['resolver', 'browser'];
    const ANSWERS: [Canary, string[]][] = [
      ['nxdomain', isFirefox ? ['canary'] : ['canary', 'canary']],
      ['nodata', isFirefox ? ['canary'] : ['canary', 'canary']],
      // Chrome does not tell which address it got.
      ['zero-address', ['canary']],
    ];
    it.each(ANSWERS)('%s: possible all the same', async (canary, means) => {
      for (const view of views) lab.dns.views[view].canary = canary;
      // Chromium keeps its own resolver's answer for a minute.
      const asked = isFirefox ? overheard : await launchExtension(name, lab);
      const found = await check(asked, freshHosts());
      if (!isFirefox) await asked.close();
      expect(found).toMatchObject({ kind: 'possible', means });
      expect(found.text).toContain(words('check_here_canary_set'));
    });
  });

  describe('the chosen resolver, which is not the browser’s', () => {
    const CASES: [string, Withheld, string, string][] = [
      ['strips ech', 'strip', 'no-ech', 'stripped'],
      ['drops HTTPS answers', 'drop', 'no-record', 'no-record'],
      ['knows no such name', 'name-error', 'name-error', 'no-record'],
      ['fails', { kind: 'rcode', rcode: 'SERVFAIL' }, 'server-failure', 'fails'],
      [
        'blocks',
        { kind: 'rcode', rcode: 'REFUSED', extendedError: { code: 15, text: 'by order' } },
        'withheld',
        'blocked',
      ],
      ['filters', { kind: 'rcode', rcode: 'REFUSED', extendedError: { code: 17, text: '' } }, 'withheld', 'blocked'],
      ['refuses', { kind: 'rcode', rcode: 'REFUSED' }, 'refused', 'fails'],
      ['sends what is no message', { kind: 'garbage' }, 'malformed', 'damaged'],
    ];
    it.each(CASES)('%s: possible, and it is named', async (_, how, kind, means) => {
      const hosts = freshHosts();
      withhold(how, ['resolver'], hosts);
      const found = await check(overheard, hosts);
      expect(found).toMatchObject({ kind: 'possible', evidence: 'measured', means: [means] });
      expect(found.classes).toMatchObject({ 'resolver.example': [kind, kind, kind] });
      expect(found.text).toContain(words('check_means_chosen'));
      if (kind === 'withheld') expect(found.text).toContain(words('check_means_blocked', 'resolver.example'));
      if (kind === 'server-failure') expect(found.findings).toContain('failure-unlike-others');
    });

    it('answers late, or never', async () => {
      const hosts = freshHosts();
      withhold({ kind: 'delay', delayMs: 300 }, ['resolver'], hosts);
      withhold({ kind: 'silence' }, ['second'], hosts);
      const found = await check(overheard, hosts);
      expect(found).toMatchObject({ kind: 'possible', means: [] });
      expect(found.classes).toEqual({
        'resolver.example': ['ech', 'ech', 'ech'],
        'resolver-two.example': ['timed-out', 'timed-out', 'timed-out'],
      });
      expect(found.findings).toContain('resolver-silent');
    });

    it('is silent, and so is the other: the reference hosts tell all the same', async () => {
      const hosts = freshHosts();
      withhold({ kind: 'silence' }, ASKED, hosts);
      const found = await check(overheard, hosts);
      expect(found).toMatchObject({ kind: 'possible', evidence: 'measured', means: [] });
      expect(found.findings.filter((kind) => kind === 'resolver-silent')).toHaveLength(2);
    });

    it('strips what another one validated', async () => {
      const hosts = freshHosts();
      withhold('strip', ['resolver'], hosts);
      lab.dns.views.second.authenticated = true;
      const found = await check(overheard, hosts);
      expect(found.findings).toContain('rewritten-signed');
      expect(found.text).toContain(words('check_validated'));
    });
  });

  describe('every resolver', () => {
    it.each([
      ['strips ech', 'strip', 'stripped'],
      ['drops HTTPS answers', 'drop', 'no-record'],
    ] as const)('%s: off by DNS', async (_, how, means) => {
      const hosts = freshHosts();
      withhold(how, EVERYWHERE, hosts);
      const found = await check(overheard, hosts);
      expect(found).toMatchObject({ kind: 'off', by: 'dns', evidence: 'inferred', means: [means, means] });
      // A record that comes late is as good as none, so that its absence alone is certain to be seen.
      if (how === 'drop') expect(found.findings).not.toContain('records-reach');
      if (how === 'drop' && !isFirefox) expect(found.findings).toContain('records-not-seen');
    });

    it('knows no such name: nothing can be said of ECH, and they are named', async () => {
      const hosts = freshHosts();
      withhold('name-error', EVERYWHERE, hosts);
      const found = await check(overheard, hosts);
      expect(found).toMatchObject({ kind: 'unknown', reason: 'references-silent', means: ['no-record', 'no-record'] });
      expect(found.findings.filter((kind) => kind === 'not-resolved')).toHaveLength(3);
    });

    it('withholds it in two ways, and the canary is set as well: all are named', async () => {
      const hosts = freshHosts();
      withhold('drop', ['resolver', ...BROWSERS_OWN], hosts);
      withhold({ kind: 'rcode', rcode: 'REFUSED', extendedError: { code: 16, text: '' } }, ['second'], hosts);
      lab.dns.views[isFirefox ? 'network' : 'resolver'].canary = 'nxdomain';
      const found = await check(overheard, hosts);
      expect(found).toMatchObject({ kind: 'off', by: 'dns', means: ['no-record', 'blocked', 'canary'] });
    });
  });

  describe('the browser’s own resolver', () => {
    it.each(['strip', 'drop'] as const)('%s: off, and it looks like a policy', async (how) => {
      const hosts = freshHosts();
      withhold(how, BROWSERS_OWN, hosts);
      const found = await check(overheard, hosts);
      expect(found).toMatchObject({ kind: 'off-undecided', evidence: 'inferred', means: [] });
      expect(found.text).toContain(words(UNDECIDED[name]));
      expect(found.findings).toContain('keys-not-used');
      // A record that comes late is as good as none, so that its absence alone is certain to be seen.
      if (how === 'drop') expect(found.findings).not.toContain('records-reach');
      if (how === 'drop' && !isFirefox) expect(found.findings).toContain('records-not-seen');
    });

    it('answers late: what is said is what the server saw', async () => {
      const hosts = freshHosts();
      withhold({ kind: 'delay', delayMs: 300 }, BROWSERS_OWN, hosts);
      const from = lab.server.log.length;
      const found = await check(overheard, hosts);
      const seen = lab.server.log
        .slice(from)
        .flatMap((event) => (event.event === 'request' && event.seen.path !== '/' ? [event.seen.echAccepted] : []));
      expect(seen).toHaveLength(hosts.length);
      expect(found).toMatchObject({ kind: seen.includes(true) ? 'possible' : 'off-undecided', means: [] });
    });

    it('and the chosen one withhold it: the chosen one is named, and that the browser may ask another', async () => {
      const hosts = freshHosts();
      withhold('drop', ['resolver', ...BROWSERS_OWN], hosts);
      const found = await check(overheard, hosts);
      expect(found).toMatchObject({ kind: 'off-undecided', means: ['no-record'] });
      expect(found.text).toContain(words('check_means_applies'));
    });
  });

  describe('interception', () => {
    /** Two servers with certificates by an added authority, which do not take ECH although it is published. */
    const hosts = ['intercepted.example', 'intercepted-ech.example'];
    beforeEach(async () => {
      const { https } = lab.site('hidden').records(lab.site('hidden'))['hidden.example'] ?? {};
      const record: RecordSet = { a: [lab.site('intercepted').address], ...(https && { https }) };
      for (const view of ASKED) lab.dns.views[view].override('intercepted.example', record);
      await lab.server.change('intercepted-ech', { keys: [] });
      await lab.server.drop('intercepted-ech');
    });

    it(isFirefox ? 'off by it, measured' : 'off, and cannot be seen', async () => {
      const found = await check(overheard, hosts);
      if (isFirefox) {
        expect(found).toMatchObject({ kind: 'off', by: 'interception', evidence: 'measured', means: ['interception'] });
        expect(found.text).toContain('Lab Interception Root');
      } else {
        expect(found).toMatchObject({ kind: 'off-undecided', evidence: 'inferred', means: [] });
        expect(found.text).toContain(words('check_basis_off_undecided_unseen'));
        expect(found.findings).toContain('certificates-unreported');
      }
    });

    it('with the canary: it is named beside, and not as a reason', async () => {
      lab.dns.views[isFirefox ? 'network' : 'resolver'].canary = 'nodata';
      const found = await check(overheard, hosts);
      if (isFirefox)
        expect(found).toMatchObject({ kind: 'off', by: 'interception', means: ['interception', 'canary'] });
      else expect(found).toMatchObject({ kind: 'off-undecided', means: ['canary'] });
    });

    it('with stripping: both are named where both can be seen', async () => {
      for (const host of hosts) {
        const records: RecordSet = { a: [lab.site(host.split('.')[0] ?? '').address], https: [{ alpn: ['h2'] }] };
        for (const view of ASKED) lab.dns.views[view].override(host, records);
      }
      const found = await check(overheard, hosts);
      const stripped = ['stripped', 'stripped'];
      if (isFirefox)
        expect(found).toMatchObject({ kind: 'off', by: 'interception dns', means: ['interception', ...stripped] });
      else expect(found).toMatchObject({ kind: 'off', by: 'dns', means: stripped });
      expect(found.evidence).toBe('inferred');
    });
  });

  describe('nothing can be said', () => {
    const silence: Fault = { kind: 'silence' };

    it('when it is stopped', async () => {
      const hosts = freshHosts();
      withhold(silence, EVERYWHERE, hosts);
      const page = await openCheck(overheard, hosts);
      await press(page, words('check_start'));
      await page.waitForSelector('[data-part="references"]');
      await press(page, words('check_stop'));
      expect(await conclusionOn(page)).toMatchObject({ kind: 'unknown', reason: 'stopped', evidence: 'unknown' });
      expect(await violations(page)).toEqual([]);
      // It stays open: Firefox puts on the console what a closed page was still waiting for.
      await press(page, words('check_again'));
      await page.waitForSelector('[data-state="running"]');
    });

    it('ends in bounded time when nothing answers', async () => {
      const hosts = freshHosts();
      withhold(silence, EVERYWHERE, hosts);
      const found = await check(overheard, hosts);
      expect(found).toMatchObject({ kind: 'unknown', reason: 'nothing-answers', means: [] });
    });

    it('when resolvers answer alone', async () => {
      const hosts = freshHosts();
      withhold(silence, BROWSERS_OWN, hosts);
      expect(await check(overheard, hosts)).toMatchObject({ kind: 'unknown', reason: 'references-silent' });
    });
  });
});

describe.each(BROWSERS)('%s without a network', (name) => {
  it('says so, and nothing else', async () => {
    const hosts = freshHosts();
    withhold({ kind: 'silence' }, EVERYWHERE, hosts);
    const cable = (end: string, state: 'up' | 'down') => execFileSync('ip', ['link', 'set', end, state]);
    cable('lab0', 'down');
    const overheard = await launchExtension(name, lab, { prefs: LINK_WATCHED });
    try {
      expect(await check(overheard, hosts)).toMatchObject({ kind: 'unknown', reason: 'offline', evidence: 'unknown' });
    } finally {
      await overheard.close();
      for (const end of ['lab0', 'lab1']) cable(end, 'up');
    }
  });
});

describe.each(BROWSERS)('%s behind a sign-in page', (name) => {
  it('recognizes a sign-in page that answers every request', async () => {
    const hosts = freshHosts();
    const portal: RecordSet = { a: [lab.site('plain').address] };
    for (const view of BROWSERS_OWN)
      for (const host of [...hosts, 'resolver.example', 'resolver-two.example', CANARY_NAME])
        lab.dns.views[view].override(host, portal);
    const overheard = await launchExtension(name, lab);
    try {
      const found = await check(overheard, hosts);
      expect(found).toMatchObject({ kind: 'unknown', reason: 'captive-portal' });
      expect(found.findings.filter((kind) => kind === 'not-trusted')).toHaveLength(3);
    } finally {
      await overheard.close();
    }
  });
});

describe.each(BROWSERS)('%s with ECH off by policy', (name) => {
  const dns = name === 'firefox' ? 'automatic' : 'doh-only';
  const overheard = withOverheard(name, lab, { dns, policies: POLICY_OFF[name] });

  it('off, and cannot be told from a resolver', async () => {
    const found = await check(overheard, freshHosts());
    expect(found).toMatchObject({ kind: 'off-undecided', evidence: 'inferred', means: [] });
    expect(found.text).toContain(words(UNDECIDED[name]));
  });

  it('and the canary: it is named, and not as the reason', async () => {
    for (const view of ['network', 'resolver'] as const) lab.dns.views[view].canary = 'nxdomain';
    const found = await check(overheard, freshHosts());
    expect(found).toMatchObject({ kind: 'off-undecided', means: ['canary'] });
  });

  it('and a resolver that strips: the resolver is named, and not as the reason', async () => {
    const hosts = freshHosts();
    withhold('strip', ['resolver'], hosts);
    const found = await check(overheard, hosts);
    expect(found).toMatchObject({ kind: 'off-undecided', means: ['stripped'] });
  });
});
