// Every state of the pages that fill a tab, and how the built extension comes into it in the lab: by what a person does there, and
// by what servers and resolvers answer. Nothing is written into a page.

import type { Page } from 'puppeteer-core';
import type { LaunchOptions } from '../lab/browsers/lab-browser.ts';
import { CANARY_NAME } from '../lab/dns/zone.ts';
import { echConfigList, generateEchKey } from '../lab/ech-config.ts';
import { type Extension, installExtension, launchExtension } from '../lab/extension.ts';
import type { Lab } from '../lab/lab.ts';
import {
  ASKED,
  BROWSERS_OWN,
  EVERYWHERE,
  freshHosts,
  KNOWN_RESOLVERS,
  standForKnownResolvers,
  type Withheld,
  withholdIn,
} from '../lab/networks.ts';
import { examplePolicies, policiesOf } from '../lab/policies.ts';
import type { BrowserName } from '../lab/site.ts';

interface Stage {
  lab: Lab;
  overheard: Extension;
  /** For a page of the extension. */
  page: Page;
}

/** The page in that state: the stage's, or one of its own. */
type Show = (stage: Stage) => Promise<Page>;

/** States that share a browser; later ones may stand on earlier ones. */
export interface StateGroup {
  launch(browser: BrowserName, lab: Lab, options: LaunchOptions): Promise<Extension>;
  states: Record<string, Show>;
}

/** For a record that is pasted. */
const ECH_VALUE = echConfigList({ configs: [generateEchKey('cover.example', 7).fields] }).toString('base64');

/** Longer than any check or comparison may take. */
const RUN_MS = 70_000;

const opened =
  (path: string, ready = 'main'): Show =>
  async ({ overheard, page }) => {
    await overheard.browser.openExtensionPage(path, page);
    await page.bringToFront();
    await page.waitForSelector(ready);
    return page;
  };

const click = (page: Page, selector: string) => page.locator(selector).click();

async function submit(page: Page, input: string, text: string): Promise<void> {
  await page.waitForSelector(input);
  await page.$eval(input, (field) => (field as HTMLInputElement).select());
  await page.type(input, text);
}

/** `ready`: by default the wire, which comes last. */
const inspected =
  (site: string, ready = '.wire [role=slider]', prepare?: (lab: Lab) => void): Show =>
  async (stage) => {
    prepare?.(stage.lab);
    const page = await opened('inspect.html')(stage);
    await submit(page, 'form.site input', site);
    await page.keyboard.press('Enter');
    await page.waitForSelector(ready);
    return page;
  };

const then =
  (show: Show, act: (page: Page) => Promise<unknown>): Show =>
  async (stage) => {
    const page = await show(stage);
    await act(page);
    return page;
  };

const pasted = (text: string, ready: string): Show =>
  then(opened('inspect.html'), async (page) => {
    await click(page, '.paste summary');
    await page.type('.paste textarea', text);
    await click(page, '.paste form button');
    await page.waitForSelector(ready);
  });

const START = 'main > .run > button';

async function openCheck({ overheard, lab }: Stage, page: Page, hosts: string[]): Promise<Page> {
  await overheard.configure({
    references: hosts.map((host) => ({ url: `https://${host}/cdn-cgi/trace` })),
    checkResolvers: [{ kind: 'custom', template: lab.dns.resolvers.second.url }],
  });
  overheard.mayContact(...hosts, lab.dns.resolvers.second.host, CANARY_NAME);
  return opened('network-check.html')({ overheard, lab, page });
}

const checked =
  (prepare: (lab: Lab, hosts: string[]) => void | Promise<void>, hosts = freshHosts): Show =>
  async (stage) => {
    const names = hosts();
    await prepare(stage.lab, names);
    const page = await openCheck(stage, stage.page, names);
    await click(page, START);
    await page.waitForSelector('[data-conclusion]', { timeout: RUN_MS });
    return page;
  };

const checkedWhere = (how: Withheld, views: typeof EVERYWHERE): Show =>
  checked((lab, hosts) => withholdIn(lab, how, views, hosts));

/** Firefox puts on the console what a closed page was still waiting for: this one has a tab of its own, which stays. */
const checking: Show = async (stage) => {
  const hosts = freshHosts();
  withholdIn(stage.lab, { kind: 'silence' }, EVERYWHERE, hosts);
  const page = await openCheck(stage, await stage.overheard.browser.openExtensionPage('options.html'), hosts);
  await page.bringToFront();
  await click(page, START);
  await page.waitForSelector('[data-part="references"]');
  return page;
};

/** Two servers with certificates by an added authority, which do not take ECH although it is published. */
async function intercept(lab: Lab): Promise<void> {
  const { https } = lab.site('hidden').records(lab.site('hidden'))['hidden.example'] ?? {};
  for (const view of ASKED)
    lab.dns.views[view].override('intercepted.example', {
      a: [lab.site('intercepted').address],
      ...(https && { https }),
    });
  await lab.server.change('intercepted-ech', { keys: [] });
  await lab.server.drop('intercepted-ech');
}

const VISITS = [
  'https://hidden.example/',
  'https://noech.example/',
  'http://clear.example/',
  'https://intercepted.example/',
  'https://owner.example/',
  'https://others.example/',
  'https://frames.example/',
];

const fullSession: Show = async (stage) => {
  for (const url of VISITS) {
    const { page } = await stage.overheard.browser.visit(url);
    const popup = await stage.overheard.popup(await stage.overheard.tabOf(page));
    await popup.waitForSelector('[data-verdict]:not([data-published="pending"])');
    await popup.close();
    await page.close();
  }
  await stage.page.bringToFront();
  const page = await opened('session.html')(stage);
  await page.waitForFunction(() => document.querySelectorAll('[data-host]').length > 6, { polling: 100 });
  return page;
};

const compared: Show = async (stage) => {
  standForKnownResolvers(stage.lab);
  stage.overheard.mayContact(...KNOWN_RESOLVERS);
  await stage.overheard.configure({ resolver: { kind: 'preset', id: 'quad9' }, references: null });
  const page = await opened('options.html', 'button.compare')(stage);
  await click(page, 'button.compare');
  await page.waitForFunction(
    () => {
      const rows = [...document.querySelectorAll<HTMLElement>('[data-resolver]')];
      return rows.length > 0 && rows.every(({ dataset }) => dataset.state === 'done');
    },
    { timeout: RUN_MS, polling: 200 },
  );
  return page;
};

/** The welcome page comes by itself, and would come before what is looked at. */
async function welcomed(launching: Promise<Extension>): Promise<Extension> {
  const overheard = await launching;
  const isThere = `browser.tabs.query({}).then((tabs) => tabs.some(({ url }) => url?.endsWith('?welcome')))`;
  await overheard.console.waitForFunction(isThere, { polling: 100 });
  return overheard;
}

/** In max protection Firefox asks the network's resolver nothing. */
const dnsOf = (name: BrowserName) => (name === 'firefox' ? 'automatic' : 'doh-only');

const PARTLY_WRONG = {
  resolver: { preset: 'nobody' },
  mode: 'sometimes',
  referenceHosts: ['http://a.example', 'tls-ech.dev'],
  expectedRoots: [{ sha256: 'abcd' }],
  neverAsk: ['https://a.example/', 'plain.example'],
};

export const STATE_GROUPS: StateGroup[] = [
  {
    launch: (name, _, options) => welcomed(installExtension(name, options)),
    states: {
      welcome: opened('options.html?welcome', '.start'),
      'welcome-unanswered': then(opened('options.html?welcome', '.start'), async (page) => {
        await click(page, '.start button');
        await page.waitForSelector('.start .problem:not(:empty)');
      }),
      'popup-nothing-known': opened('popup.html?tab=990002'),
      'options-nothing-chosen': opened('options.html'),
      'inspect-no-resolver': inspected('hidden.example', '[data-not-asked]'),
    },
  },
  {
    launch: (name, lab, options) => welcomed(launchExtension(name, lab, { ...options, dns: dnsOf(name) })),
    states: {
      'session-nothing': opened('session.html', '.headline'),
      'session-full': fullSession,
      'session-filtered': then(opened('session.html', '#filter'), async (page) => {
        await page.type('#filter', 'hidden');
        await page.waitForSelector('.filter [role=status]:not(:empty)');
      }),
      'inspect-empty': opened('inspect.html'),
      'inspect-no-name': inspected('not a name', '.site .problem:not(:empty)'),
      'inspect-ech': inspected('hidden.example'),
      'inspect-wire-sealed': then(inspected('hidden.example'), (page) =>
        click(page, '.wire [role=tab]:nth-of-type(2)'),
      ),
      'inspect-no-ech': inspected('https://noech.example/'),
      'inspect-no-record': inspected('plain.example'),
      'inspect-twin': then(inspected('noech.example'), async (page) => {
        await click(page, '.www button');
        await page.waitForSelector('.www:not(:has(button))');
      }),
      'inspect-mixed': inspected('mixed.example'),
      'inspect-malformed': inspected('malformed.example', '.problems .error'),
      'inspect-alias': inspected('alias.example', '.judged'),
      'inspect-unknown-versions': inspected('versions.example'),
      'inspect-gone': inspected('gone.example', '.judged'),
      'inspect-failed': inspected('bad-cover.example', '.judged', (lab) =>
        lab.dns.views.resolver.setFault({ kind: 'rcode', rcode: 'SERVFAIL' }, 'bad-cover.example'),
      ),
      'inspect-local': inspected('printer.local', '[data-not-asked]'),
      'inspect-pasted': pasted('pasted.example. 300 IN HTTPS 1 . alpn="h2"', '.judged'),
      'inspect-transports': pasted(
        [
          `pasted.example. 300 IN HTTPS 1 . alpn="h2" ech=${ECH_VALUE}`,
          'pasted.example. 300 IN HTTPS 2 . alpn="h3" no-default-alpn',
        ].join('\n'),
        '[data-transport]',
      ),
      'inspect-paste-wrong': pasted('pasted.example. 300 IN HTTPS 1 . alpn', '.paste .problem'),
      'session-cleared': then(opened('session.html', '.clear button'), async (page) => {
        await click(page, '.clear button');
        await page.waitForSelector('.cleared:not(:empty)');
      }),
      'check-administrators': async (stage) => {
        const page = await openCheck(stage, stage.page, ['hidden.example']);
        await click(page, '.admin > summary');
        return page;
      },
      'check-before': (stage) => openCheck(stage, stage.page, ['hidden.example']),
      'check-running': checking,
      'check-stopped': then(checking, async (page) => {
        await click(page, START);
        await page.waitForSelector('[data-conclusion]');
      }),
      'check-possible': checked(
        () => undefined,
        () => ['hidden.example', 'stale.example', 'shared-cover.example'],
      ),
      'check-resolver-blocks': checkedWhere(
        { kind: 'rcode', rcode: 'REFUSED', extendedError: { code: 15, text: 'by order' } },
        ['resolver'],
      ),
      'check-off-dns': checkedWhere('strip', EVERYWHERE),
      'check-off-undecided': checkedWhere('drop', BROWSERS_OWN),
      'check-intercepted': checked(intercept, () => ['intercepted.example', 'intercepted-ech.example']),
      options: opened('options.html'),
      'options-wrong-address': then(opened('options.html', '.card .field input'), async (page) => {
        await click(page, '.resolvers summary');
        await submit(page, '.card .field input', 'http://resolver.example/dns-query');
        await click(page, '.card .field button');
        await page.waitForSelector('.card .problem:not(:empty)');
      }),
      'options-wrong-root': then(opened('options.html'), async (page) => {
        // Chrome has none: it shows certificates to no extension.
        if ((await page.$('.add-root')) === null) return;
        await page.type('.add-root input', '12:34');
        await click(page, '.add-root button');
        await page.waitForSelector('.add-root .problem:not(:empty)');
      }),
      'options-tested': then(opened('options.html', '.test button'), async (page) => {
        await click(page, '.test button');
        await page.waitForSelector('.test [role=status] span');
      }),
      'options-compared': compared,
      'all-set': then(opened('options.html?welcome', '.start'), async (page) => {
        await click(page, '.start button');
        await page.waitForSelector('.legend');
      }),
    },
  },
  {
    launch: (name, _, options) =>
      installExtension(name, { ...options, policies: examplePolicies(name, options.extension) }),
    states: { 'options-policy': opened('options.html', '.organisation .listed') },
  },
  {
    launch: (name, _, options) =>
      installExtension(name, { ...options, policies: policiesOf(name, PARTLY_WRONG, options.extension) }),
    states: { 'options-policy-wrong': opened('options.html', '.organisation .problem') },
  },
];
