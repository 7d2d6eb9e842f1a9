// What stands round the browser: how it resolves names, the canary, a policy, a proxy. One launch for each.

import type { LaunchOptions } from '../../lab/browsers/lab-browser.ts';
import type { Canary } from '../../lab/dns/zone.ts';
import type { BrowserName } from '../../lab/site.ts';
import { press } from '../looking.ts';
import { words } from '../words.ts';
import { at, type Outcome, type Row, row } from './row.ts';

export interface Surroundings {
  name: string;
  browsers: BrowserName[];
  launch: LaunchOptions;
  rows: Row[];
}

const HIDDEN = 'https://hidden.example/';
const MEASURED = 'ECH as public.example → hidden (measured)';
const INFERRED = 'ECH as public.example → likely-hidden (inferred)';

/** Without DoH Firefox 153 loses a record to the race with the address at times: popup and server have to agree. */
const RACE = [
  'ECH as public.example → partly-hidden (measured): clear-dns',
  'TLS 1.3 as hidden.example → offered-not-used (measured): not-yet-known',
];

const CANARIES: Canary[] = ['noerror', 'nxdomain', 'nodata'];
/** Firefox takes these for the signal too. */
const MORE_CANARIES: Canary[] = ['zero-address', 'servfail'];

/** Firefox asks the network's resolver and cannot tell a failure from "no such name"; Chrome asks ours, which tells. */
function saidOf(canary: Canary): Required<Row>['says'] {
  const isSet = canary !== 'noerror';
  const chromium = canary === 'servfail' ? 'canary_chromium_failed' : keyOf('canary_chromium', isSet);
  return { firefox: words(keyOf('canary_firefox', isSet)), chromium: words(chromium, 'resolver.example') };
}
const keyOf = <Prefix extends string>(prefix: Prefix, isSet: boolean) =>
  isSet ? (`${prefix}_set` as const) : (`${prefix}_not_set` as const);

/** The canary is asked about again, whatever was known of it. */
const afterCanary =
  (canary: Canary, says: Required<Row>['says']): Row['open'] =>
  async ({ lab, name, overheard, visit }) => {
    lab.dns.views[name === 'firefox' ? 'network' : 'resolver'].canary = canary;
    const page = await visit(HIDDEN);
    const popup = await overheard.popup(await overheard.tabOf(page));
    await press(popup, words('popup_check_again'));
    await overheard.read(popup, ({ text }) => text.includes(says[name] ?? ''));
    await popup.close();
    return page;
  };

const canaryRows = (canaries: Canary[], firefox: Row['firefox'], chromium: Row['chromium'], says = saidOf) =>
  canaries.map((canary) =>
    row(`canary: ${canary}`, 'hidden', afterCanary(canary, says(canary)), firefox, chromium, says(canary)),
  );

/** In DoH mode 3 every name fails for an extension that asks past DoH, the controls too. */
const controlsFail = (canary: Canary): Required<Row>['says'] => ({
  ...saidOf(canary),
  firefox: words('canary_firefox_controls'),
});

/** What comes through a proxy is not looked up, so that nobody knows what the site offers. */
const proxied = (outcome: Outcome): Row['firefox'] => `${outcome} → exposed (measured): proxy`;

export const SURROUNDINGS: Surroundings[] = [
  {
    name: 'DoH, or plain DNS when it fails',
    browsers: ['firefox', 'chromium'],
    launch: { dns: 'automatic' },
    // Until its DoH works Firefox asks by plain DNS.
    rows: canaryRows([...CANARIES, ...MORE_CANARIES], [MEASURED, ...RACE], INFERRED),
  },
  {
    // Chrome asks our resolver about the canary, however it resolves names itself: twice is enough.
    name: 'DoH alone',
    browsers: ['firefox'],
    launch: { dns: 'doh-only' },
    rows: canaryRows(CANARIES, MEASURED, INFERRED, controlsFail),
  },
  {
    name: 'plain DNS',
    browsers: ['firefox', 'chromium'],
    launch: { dns: 'plain' },
    rows: canaryRows(CANARIES, RACE, INFERRED),
  },
  {
    name: 'ECH off by policy',
    browsers: ['firefox'],
    launch: { policies: { DisableEncryptedClientHello: true } },
    rows: [
      row(
        'published',
        'hidden',
        at(HIDDEN),
        'TLS 1.3 as hidden.example → offered-not-used (measured): not-yet-known',
        '',
      ),
      row(
        'not published',
        'plain',
        at('https://plain.example/'),
        'TLS 1.3 as plain.example → exposed (measured): no-record',
        '',
      ),
    ],
  },
  {
    name: 'ECH off by policy',
    browsers: ['chromium'],
    launch: { policies: { EncryptedClientHelloEnabled: false } },
    // Nothing tells an extension: the inference is wrong, and the network check (on a click) would show it.
    rows: [row('published', 'hidden', at(HIDDEN), '', 'TLS 1.3 as hidden.example → likely-hidden (inferred)')],
  },
  {
    name: 'an HTTP proxy',
    browsers: ['firefox', 'chromium'],
    launch: { proxy: 'http' },
    // Chrome tells an extension of no proxy.
    rows: [
      row(
        'published',
        'hidden',
        at(HIDDEN),
        proxied('TLS 1.3 as hidden.example'),
        'TLS 1.3 as hidden.example → likely-hidden (inferred)',
      ),
      row(
        'not published',
        'plain',
        at('https://plain.example/'),
        'TLS 1.3 as plain.example → exposed (measured): proxy',
        'TLS 1.3 as plain.example → exposed (inferred): no-record',
      ),
    ],
  },
  {
    name: 'a SOCKS proxy that is told names',
    browsers: ['firefox'],
    launch: { proxy: 'socks' },
    rows: [row('published', 'hidden', at(HIDDEN), proxied('TLS 1.3 as hidden.example'), '')],
  },
  {
    name: 'a SOCKS proxy that is told addresses',
    browsers: ['firefox'],
    launch: { proxy: 'socks-address' },
    rows: [row('published', 'hidden', at(HIDDEN), MEASURED, '')],
  },
];
