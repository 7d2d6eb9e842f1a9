// @vitest-environment happy-dom
// The page's answer and the report to copy, by what a person reads; resolvers and authorities have names that try something.

import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Conclusion, concludeNetworkCheck } from '../../../src/network/conclusion.ts';
import type { CheckedCanary, CheckFacts } from '../../../src/network/measurements.ts';
import { Administrators } from '../../../src/network-check/administrators.tsx';
import { BlockingMethods } from '../../../src/network-check/blocking-methods.tsx';
import { adviceOn } from '../../../src/network-check/check-advice.ts';
import { CheckAnswer, CopyCheck, WhatToDo } from '../../../src/network-check/check-answer.tsx';
import { CheckDetails } from '../../../src/network-check/check-details.tsx';
import { NetworkCheckPage } from '../../../src/network-check/network-check-page.tsx';
import { planCheck } from '../../../src/network-check/plan.ts';
import { type Checked, reportAsJson, reportAsMarkdown } from '../../../src/network-check/report.ts';
import { translate } from '../../../src/platform/words.ts';
import type { BrowserName, RootFacts } from '../../../src/shared/facts.ts';
import { managedSettings, NO_READING, parsePolicy } from '../../../src/shared/managed.ts';
import type { MessageKey } from '../../../src/shared/sentence.ts';
import { parseSettings } from '../../../src/shared/settings.ts';
import { words } from '../../e2e/words.ts';
import { fakeBrowser, forgetEverything } from '../fake-browser/pages.ts';

beforeEach(forgetEverything);
afterEach(cleanup);

const LONG = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(57)}.test`;
const EXPECTED = 'ef'.repeat(32);
const hostile: CheckFacts = {
  browser: 'firefox',
  online: true,
  ended: 'done',
  resolvers: [
    {
      name: '<img src=x> | `*evil*`',
      host: 'evil.example',
      isChosen: true,
      answers: [LONG, 'two.example'].map((host) => ({
        host,
        answer: {
          class: 'withheld',
          latencyMs: 12.7,
          authenticated: null,
          validationFailed: false,
          servfail: false,
          extendedErrors: [{ code: 17, text: 'by | order\u202e <b>of</b>\n# nobody' }],
        },
      })),
    },
  ],
  references: [LONG, 'two.example'].map((host) => ({
    host,
    result: {
      kind: 'reported',
      usedEch: false,
      by: 'browser',
      usedPrivateDns: false,
      root: { sha256: 'ab'.repeat(32), subject: 'CN=\u202eevil\u2066, O=<script>', builtIn: false },
    },
  })),
  canary: [{ by: 'system', resolver: null, state: 'set' }],
  httpsRecordSupport: null,
  expectedRoots: [EXPECTED],
};
const checked: Checked = { facts: hostile, conclusion: concludeNetworkCheck(hostile), atMs: 1_700_000_000_000 };

describe('the page', () => {
  it('says the answer, how it is known, and every means with its hosts', () => {
    const { container } = render(
      <>
        <CheckAnswer checked={checked} />
        <BlockingMethods conclusion={checked.conclusion} />
        <CheckDetails checked={checked} />
      </>,
    );
    const headline = container.querySelector('[data-conclusion="off"]');
    expect(headline?.textContent).toContain(words('check_off_both'));
    expect(headline?.textContent).toContain(words('evidence_inferred'));
    expect([...container.querySelectorAll<HTMLElement>('[data-means]')].map(({ dataset }) => dataset.means)).toEqual([
      'interception',
      'blocked',
      'canary',
    ]);
    expect(container.querySelector('img, script, b')).toBeNull();
    // Nothing turns the line around that it stands in.
    const isolated = [...container.querySelectorAll('bdi')].map(({ textContent }) => textContent ?? '').join();
    expect(isolated).toContain('<script>');
    expect(container.textContent).not.toMatch(/[\u202e\u2066]/);
    expect(screen.getAllByRole('columnheader')).toHaveLength(3);
    expect(container.querySelectorAll('td[data-class="withheld"]')).toHaveLength(2);
  });

  it('asks nobody before the button is pressed, and then without access neither', async () => {
    render(<NetworkCheckPage plan={planCheck(parseSettings({}), 'firefox')} />);
    for (const name of ['Cloudflare', 'Google', 'Quad9']) screen.getByText(name);
    fakeBrowser.permissions.contains.mockResolvedValueOnce(false);
    fireEvent.click(screen.getByRole('button', { name: words('check_start') }));
    await screen.findByText(words('check_no_access'));
    expect(fakeBrowser.runtime.sendMessage).not.toHaveBeenCalled();
    screen.getByRole('button', { name: words('action_grant_access') });
  });
});

describe('what an organisation decides', () => {
  const open = (values: Record<string, unknown>, isAwaited = false) => {
    const settings = managedSettings({}, { ...NO_READING, ...parsePolicy(values), hasPolicy: true, isAwaited });
    return render(<NetworkCheckPage plan={planCheck(settings, 'firefox')} />).container;
  };

  it('is said: what is locked, which names no resolver is asked about, and what is left out for that', () => {
    const container = open({
      lock: true,
      mode: 'on-click',
      checkResolvers: [{ preset: 'quad9' }],
      neverAsk: ['*.corp.example', 'tls-ech.dev'],
    });
    expect(container.querySelector<HTMLElement>('[data-locked]')?.dataset.locked).toBe('ask checkResolvers');
    screen.getByText(words('check_locked'));
    screen.getByText(words('options_policy_never_ask'));
    expect(container.querySelector('.admin')?.textContent).toContain('*.corp.example');
    screen.getByText(words('check_left_out'));
    expect(container.querySelector('#contacts')?.textContent).not.toContain('Google');
    expect(screen.queryByText(words('check_policy_none'))).toBeNull();
  });

  it('or that the browser could not say, and then nothing is asked', () => {
    const settings = managedSettings({}, { ...NO_READING, isUnreadable: true });
    const { container } = render(<NetworkCheckPage plan={planCheck(settings, 'firefox')} />);
    expect(container.querySelector('.answer[role=status]')?.textContent).toBe(words('options_policy_unreadable'));
    expect((screen.getByRole('button', { name: words('check_start') }) as HTMLButtonElement).disabled).toBe(true);
    expect(screen.queryByText(words('check_policy_none'))).toBeNull();
  });

  it('and that it decides nothing', () => {
    open({ resolver: { preset: 'quad9' } });
    screen.getByText(words('check_policy_none'));
    expect(screen.queryByText(words('check_left_out'))).toBeNull();
  });

  it('and nothing can be started while it is awaited', () => {
    open({}, true);
    expect(screen.getByRole('button', { name: words('check_start') })).toHaveProperty('disabled', true);
    expect(screen.getAllByText(words('options_policy_awaited'))).toHaveLength(2);
  });
});

describe('what else may keep ECH off, where its policy and its resolver look the same', () => {
  const usual = { ...hostile, canary: [], resolvers: [] };
  const three = (root: RootFacts | null) =>
    ['one.example', 'two.example', 'three.example'].map((host) => ({
      host,
      result: { kind: 'reported' as const, usedEch: false, by: 'browser' as const, usedPrivateDns: null, root },
    }));
  it.each<[string, Partial<CheckFacts>, MessageKey]>([
    ['nothing', { references: three(null) }, 'check_basis_off_undecided'],
    ['Chrome', { browser: 'chromium', references: three(null) }, 'check_basis_off_undecided_unseen'],
    [
      'an authority that is expected',
      { references: three({ sha256: EXPECTED, subject: 'CN=Expected', builtIn: false }) },
      'check_basis_off_undecided_expected',
    ],
  ])('%s', (_, change, key) => {
    const facts: CheckFacts = { ...usual, ...change };
    const conclusion = concludeNetworkCheck(facts);
    render(<CheckAnswer checked={{ ...checked, facts, conclusion }} />);
    screen.getByText(words(key));
    expect(reportAsMarkdown({ ...checked, facts, conclusion }, translate)).toContain(words(key).slice(0, 60));
  });
});

describe('whether the canary is in force here', () => {
  const resolver = (state: CheckedCanary['state']): CheckedCanary => ({ by: 'resolver', resolver: 'Chosen', state });
  const browser = (state: CheckedCanary['state']): CheckedCanary => ({ by: 'browser', resolver: null, state });
  it.each<[string, CheckedCanary[], 'set' | 'not_set' | null]>([
    ['this browser’s resolver says so', [resolver('not-set'), browser('set')], 'set'],
    ['both were asked, and neither has it', [resolver('not-set'), browser('not-set')], 'not_set'],
    ['a resolver elsewhere knows nothing of this network', [resolver('not-set'), browser('unknown')], null],
    ['the check ended before', [resolver('not-set'), browser(null)], null],
    ['the network was asked', [{ by: 'system', resolver: null, state: 'not-set' }], 'not_set'],
    ['nobody was asked', [], null],
  ])('%s', (_, canary, state) => {
    const facts: CheckFacts = { ...hostile, canary };
    const { container } = render(
      <Administrators checked={{ ...checked, facts }} managed={parseSettings({}).managed} isOpen={false} />,
    );
    const said = state === null ? words('check_here_unknown') : words(`check_here_canary_${state}`);
    expect(container.querySelector('[data-way="canary"] .here')?.textContent).toContain(said);
  });
});

it('what a resolver does against ECH here is told with how it is known', () => {
  const { container } = render(<Administrators checked={checked} managed={parseSettings({}).managed} isOpen={false} />);
  const here = container.querySelector('[data-way="records"] .here');
  for (const { kind, evidence } of checked.conclusion.blocking) {
    if (kind === 'interception' || kind === 'canary') continue;
    expect(here?.textContent).toContain(words(`evidence_${evidence}`));
  }
  expect(here?.querySelectorAll('.pill').length).toBeGreaterThan(0);
});

describe('what the reader can do', () => {
  const { conclusion } = checked;
  const known = { blocking: [], findings: [], evidence: 'inferred' as const };
  it.each<[string, Conclusion, BrowserName, MessageKey[]]>([
    ['nothing where it works', { ...known, kind: 'possible' }, 'firefox', ['check_do_nothing']],
    [
      'encrypted DNS in Firefox',
      { ...known, kind: 'off', by: ['dns'] },
      'firefox',
      ['check_do_dns_firefox', 'check_do_work_network'],
    ],
    [
      'encrypted DNS in Chrome',
      { ...known, kind: 'off', by: ['dns'] },
      'chromium',
      ['check_do_dns_chromium', 'check_do_work_network'],
    ],
    ['antivirus, or whoever owns the device', conclusion, 'firefox', ['check_do_inspection', 'check_do_work_device']],
    [
      'the same for an authority that is expected',
      { ...known, kind: 'off-undecided', inspection: 'expected' },
      'firefox',
      ['check_do_inspection', 'check_do_work_device'],
    ],
    [
      'either, where they look the same',
      { ...known, kind: 'off-undecided', inspection: 'unseen' },
      'chromium',
      ['check_do_dns_chromium', 'check_do_work_policy'],
    ],
    ['sign in', { ...known, kind: 'unknown', reason: 'captive-portal' }, 'firefox', ['check_do_sign_in']],
    ['compare', { ...known, kind: 'unknown', reason: 'too-few' }, 'firefox', ['check_do_elsewhere']],
  ])('%s', (_, conclusion, browser, keys) => {
    expect(adviceOn(conclusion, browser)).toEqual(keys);
  });

  it('stands with the report and its time right behind the verdict', () => {
    const { container } = render(
      <>
        <CopyCheck checked={checked} />
        <WhatToDo checked={checked} />
      </>,
    );
    expect(container.textContent).toMatch(/^Checked at .*2023/);
    screen.getByRole('button', { name: words('inspect_copy_markdown') });
    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      words('check_do_inspection'),
      words('check_do_work_device'),
    ]);
  });

  it('is red where connections are inspected, as in the popup', () => {
    const { container } = render(<CheckAnswer checked={checked} />);
    expect(container.querySelector('.headline')?.classList).toContain('intercepted');
  });
});

describe('for administrators', () => {
  const open = (isManaged: boolean) =>
    render(<NetworkCheckPage plan={planCheck(parseSettings({}), 'firefox')} isManaged={isManaged} />).container;

  it('is folded, and open where a managed browser’s settings led here', () => {
    expect(open(false).querySelector('details.admin')).toHaveProperty('open', false);
    cleanup();
    expect(open(true).querySelector('details.admin')).toHaveProperty('open', true);
  });

  it('has lines to copy, and says nothing of this network before it was checked', () => {
    const container = open(true);
    const lines = [...container.querySelectorAll<HTMLElement>('[data-line]')].map(({ dataset }) => dataset.line);
    expect(lines).toEqual([
      'address=/blocked.example/',
      'local-zone: "blocked.example." always_nxdomain',
      'filter-rr=HTTPS',
      'address=/use-application-dns.net/',
      'local-zone: "use-application-dns.net." always_nxdomain',
      '{"policies": {"DisableEncryptedClientHello": true}}',
      '{"EncryptedClientHelloEnabled": false}',
    ]);
    expect(container.querySelector('.here')).toBeNull();
    const button = screen.getAllByRole('button', { name: words('check_copy') })[2];
    expect(document.getElementById(button?.getAttribute('aria-describedby') ?? '')?.textContent).toBe('dnsmasq');
  });
});

describe('the report', () => {
  it('as JSON holds every value and its words, and not whom the user trusts', () => {
    const json = reportAsJson(checked, translate);
    const report = JSON.parse(json);
    expect(report.conclusion).toMatchObject({
      kind: 'off',
      by: ['interception', 'dns'],
      words: words('check_off_both'),
    });
    expect(report.facts.resolvers[0].answers[1].answer).toMatchObject({ class: 'withheld', latencyMs: 12.7 });
    expect(json).not.toContain(EXPECTED);
  });

  it('as Markdown is text wherever it came from outside', () => {
    const markdown = reportAsMarkdown(checked, translate);
    expect(markdown.split('\n')[0]).toBe(`# ${words('check_off_both')} (${words('evidence_inferred')})`);
    expect(markdown).not.toMatch(/[\u202e\u2066]/);
    expect(markdown.match(/^#+ /gm)).toHaveLength(4);
    const rows = markdown.split('\n').filter((line) => line.startsWith('|'));
    expect(rows).toHaveLength(3);
    for (const row of rows) expect(row.match(/\|/g)).toHaveLength(4);
    // Outside of code there is no markup but ours.
    expect(markdown.replace(/(`+)[^`][\s\S]*?\1/g, '')).not.toMatch(/<|\bevil\b/);
  });
});
