// The table of the lab's sites. To add one, add an entry: address, certificate, keys and records follow from it.
//
// What browsers make of odd records was measured on Firefox ESR 153 and Chromium 156; the expectations are asserted for
// both by test/e2e/full/every-site.test.ts, and by test/lab/compare.ts with the extension.

import { LOOPBACK_ADDRESS } from './addresses.mjs';
import { type EchConfigFields, echConfigList } from './ech-config.ts';
import type { BrowserName, Expectation, RecordContext, Records, Site, TlsPart } from './site.ts';

const COVER = 'public.example';
/** The public name that most sites with ECH share in the world outside. */
const SHARED_COVER = 'cloudflare-ech.com';
const ALPN = ['h2'];
/** A SvcParamKey from the private-use range, RFC 9460 §14.3.2. */
const UNKNOWN_KEY = 65280;

const hides = (outerName = COVER): Expectation => ({ outcome: 'hides', outerName });
const shows = (outerName: string): Expectation => ({ outcome: 'shows', outerName });
const fails: Expectation = { outcome: 'fails' };
const both = (expectation: Expectation): Record<BrowserName, Expectation> => ({
  firefox: expectation,
  chromium: expectation,
});

const list = ({ published }: RecordContext, ...before: EchConfigFields[]) =>
  echConfigList({ configs: [...before, published.fields] });

/** The usual records: one address and one HTTPS record with the published key. */
const withEch =
  (name: string) =>
  (context: RecordContext): Records => ({
    [name]: { a: [context.address], https: [{ alpn: ALPN, ech: list(context) }] },
  });

const withoutRecord =
  (name: string) =>
  ({ address }: RecordContext): Records => ({ [name]: { a: [address] } });

const echServer = (
  name: string,
  served: 'published' | 'another' | 'none' = 'published',
  coverName = COVER,
): TlsPart => ({
  names: [name],
  ech: { coverName, served },
});

export const SITES: readonly Site[] = [
  {
    id: 'hidden',
    url: 'https://hidden.example/',
    title: 'ECH as it should be',
    publishes: `one record with ECH, cover name ${COVER}`,
    serves: 'ECH with that key',
    expects: both(hides()),
    tls: echServer('hidden.example'),
    records: withEch('hidden.example'),
  },
  {
    id: 'hidden-8443',
    url: 'https://hidden.example:8443/',
    title: 'ECH on another port',
    publishes: 'ECH at _8443._https.hidden.example',
    serves: 'ECH on port 8443',
    expects: both(hides()),
    sharesAddressWith: 'hidden',
    tls: { ...echServer('hidden.example'), ports: [8443] },
    records: (context) => ({
      '_8443._https.hidden.example': { https: [{ targetName: 'hidden.example', alpn: ALPN, ech: list(context) }] },
    }),
  },
  {
    id: 'cname',
    url: 'https://cname.example/',
    title: 'Behind a CNAME',
    publishes: 'a CNAME to edge.cname.example, which has a record with ECH',
    serves: 'ECH with that key',
    expects: both(hides()),
    tls: echServer('cname.example'),
    records: (context) => ({
      'cname.example': { cname: 'edge.cname.example' },
      ...withEch('edge.cname.example')(context),
    }),
  },
  {
    id: 'stale',
    url: 'https://stale.example/',
    title: 'An old key in DNS',
    publishes: 'ECH with a key that the server no longer has',
    serves: 'ECH with a newer key, which it offers in its retry configs',
    note: 'Browsers try again with the newer key and say nothing.',
    expects: both(hides()),
    tls: echServer('stale.example', 'another'),
    records: withEch('stale.example'),
  },
  {
    id: 'off',
    misleadsInference: true,
    url: 'https://off.example/',
    title: 'Published, but switched off',
    publishes: 'one record with ECH',
    serves: 'no ECH',
    note: 'The server answers as the cover name; browsers then connect again without ECH and say nothing.',
    expects: both(shows('off.example')),
    tls: echServer('off.example', 'none'),
    records: withEch('off.example'),
  },
  {
    id: 'tls12',
    misleadsInference: true,
    url: 'https://tls12.example/',
    title: 'Published, but only TLS 1.2',
    publishes: 'one record with ECH',
    serves: 'TLS 1.2, which has no ECH',
    expects: both(shows('tls12.example')),
    tls: { ...echServer('tls12.example', 'none'), maxTls: '1.2' },
    records: withEch('tls12.example'),
  },
  {
    id: 'noech',
    url: 'https://noech.example/',
    title: 'A record without ECH',
    publishes: 'one record without ech',
    serves: 'no ECH',
    expects: both(shows('noech.example')),
    tls: { names: ['noech.example'] },
    records: ({ address }) => ({ 'noech.example': { a: [address], https: [{ alpn: ALPN }] } }),
  },
  {
    id: 'plain',
    url: 'https://plain.example/',
    title: 'No record at all',
    publishes: 'no HTTPS record',
    serves: 'no ECH',
    expects: both(shows('plain.example')),
    tls: { names: ['plain.example'] },
    records: withoutRecord('plain.example'),
  },
  {
    id: 'public',
    url: 'https://public.example/',
    title: 'The cover name itself',
    publishes: 'no HTTPS record',
    serves: 'no ECH',
    expects: both(shows(COVER)),
    tls: { names: [COVER] },
    records: withoutRecord(COVER),
  },
  {
    id: 'stripped',
    misleadsInference: true,
    url: 'https://stripped.example/',
    title: 'The browser is not told',
    publishes: 'one record with ECH, but the browser’s own resolver and the network strip ech from it',
    serves: 'ECH with that key',
    expects: both(shows('stripped.example')),
    tls: echServer('stripped.example'),
    records: withEch('stripped.example'),
    viewRecords: ({ address }) => {
      const stripped: Records = { 'stripped.example': { a: [address], https: [{ alpn: ALPN }] } };
      return { browser: stripped, network: stripped };
    },
  },
  {
    id: 'withheld',
    misleadsInference: true,
    url: 'https://withheld.example/',
    title: 'Overheard is not told',
    publishes: 'one record with ECH, but the resolver chosen in Overheard has none',
    serves: 'ECH with that key',
    expects: both(hides()),
    tls: echServer('withheld.example'),
    records: withEch('withheld.example'),
    viewRecords: (context) => ({ resolver: withoutRecord('withheld.example')(context) }),
  },
  {
    id: 'mixed',
    url: 'https://mixed.example/',
    title: 'One record with ECH, one without',
    publishes: 'a first record with ECH and a second without',
    serves: 'ECH with that key',
    note: 'When the ECH connection fails, Firefox tries again with the real name.',
    expects: both(hides()),
    tls: echServer('mixed.example'),
    records: (context) => ({
      'mixed.example': {
        a: [context.address],
        https: [
          { priority: 1, alpn: ALPN, ech: list(context) },
          { priority: 2, alpn: ALPN },
        ],
      },
    }),
  },
  {
    id: 'malformed',
    url: 'https://malformed.example/',
    title: 'A broken configuration',
    publishes: 'an ECHConfigList whose length is wrong',
    serves: 'no ECH',
    note: 'Firefox connects without ECH, Chromium not at all.',
    expects: { firefox: shows('malformed.example'), chromium: fails },
    tls: { names: ['malformed.example'] },
    records: (context) => ({
      'malformed.example': { a: [context.address], https: [{ alpn: ALPN, ech: list(context).subarray(0, -5) }] },
    }),
  },
  {
    id: 'intercepted',
    url: 'https://intercepted.example/',
    title: 'Intercepted',
    publishes: 'no HTTPS record',
    serves: 'no ECH, and a certificate by an added authority',
    expects: both(shows('intercepted.example')),
    tls: { names: ['intercepted.example'], root: 'interception' },
    records: withoutRecord('intercepted.example'),
  },
  {
    id: 'intercepted-ech',
    url: 'https://intercepted-ech.example/',
    title: 'Intercepted, with ECH',
    publishes: 'one record with ECH',
    serves: 'ECH with that key, and a certificate by an added authority',
    expects: both(hides()),
    tls: { ...echServer('intercepted-ech.example'), root: 'interception' },
    records: withEch('intercepted-ech.example'),
  },
  {
    id: 'clear',
    url: 'http://clear.example/',
    title: 'Not encrypted',
    publishes: 'no HTTPS record',
    serves: 'http: only',
    expects: both({ outcome: 'cleartext' }),
    cleartext: {},
    records: withoutRecord('clear.example'),
  },
  {
    id: 'hop',
    url: 'http://hop.example/',
    title: 'A first step in the clear',
    publishes: 'no HTTPS record',
    serves: 'on port 80 a redirect to https://hidden.example/from-hop',
    expects: both(hides()),
    endsAt: 'hidden',
    cleartext: { redirectTo: 'https://hidden.example/from-hop' },
    records: withoutRecord('hop.example'),
  },
  {
    id: 'owner',
    url: 'https://owner.example/',
    title: 'A cover name that gives the site away',
    publishes: 'one record with ECH, cover name cover.owner.example',
    serves: 'ECH with that key',
    expects: both(hides('cover.owner.example')),
    tls: { names: ['owner.example'], ech: { coverName: 'cover.owner.example', served: 'published' } },
    records: (context) => ({
      ...withEch('owner.example')(context),
      ...withoutRecord('cover.owner.example')(context),
    }),
  },
  {
    id: 'ip',
    url: `https://${LOOPBACK_ADDRESS}/`,
    title: 'An IP address',
    publishes: 'nothing: there is no name',
    serves: 'no ECH',
    expects: both(shows('')),
    address: LOOPBACK_ADDRESS,
    tls: { names: [LOOPBACK_ADDRESS] },
    records: () => ({}),
  },
  {
    id: 'alias',
    url: 'https://alias.example/',
    title: 'AliasMode',
    publishes: 'an alias to target-of-alias.example, which has a record with ECH',
    serves: 'ECH with that key',
    note: 'Neither browser follows an alias.',
    expects: both(shows('alias.example')),
    tls: echServer('alias.example'),
    records: (context) => ({
      'alias.example': { a: [context.address], https: [{ priority: 0, targetName: 'target-of-alias.example' }] },
      ...withEch('target-of-alias.example')(context),
    }),
  },
  {
    id: 'international',
    url: 'https://xn--bcher-kva.example/',
    title: 'An internationalised name, bücher.example',
    publishes: 'one record with ECH',
    serves: 'ECH with that key',
    expects: both(hides()),
    tls: echServer('xn--bcher-kva.example'),
    records: withEch('xn--bcher-kva.example'),
  },
  {
    id: 'bad-cover',
    url: 'https://bad-cover.example/',
    title: 'No certificate for the cover name',
    publishes: 'ECH with a key that the server no longer has',
    serves: 'ECH with a newer key, and no certificate for the cover name',
    note: 'A client that is refused must be told so by the cover name’s certificate (RFC 9849 §6.1.6).',
    expects: both(fails),
    tls: {
      names: ['bad-cover.example'],
      ech: { coverName: 'unproven.example', served: 'another', coverCertificate: false },
    },
    records: withEch('bad-cover.example'),
  },
  {
    id: 'mandatory',
    url: 'https://mandatory.example/',
    title: 'A record that nobody understands',
    publishes: `one record with ECH and the unknown mandatory key ${UNKNOWN_KEY}`,
    serves: 'ECH with that key',
    expects: both(shows('mandatory.example')),
    tls: echServer('mandatory.example'),
    records: (context) => ({
      'mandatory.example': {
        a: [context.address],
        https: [
          {
            mandatory: [UNKNOWN_KEY],
            alpn: ALPN,
            ech: list(context),
            others: [{ key: UNKNOWN_KEY, value: Buffer.from('?') }],
          },
        ],
      },
    }),
  },
  {
    id: 'port',
    url: 'https://port.example/',
    title: 'The record names a port',
    publishes: 'one record with ECH and port 8443',
    serves: 'ECH with that key on 443 and 8443',
    note: 'Firefox goes to the port, Chromium ignores the record.',
    expects: { firefox: hides(), chromium: shows('port.example') },
    tls: { ...echServer('port.example'), ports: [443, 8443] },
    records: (context) => ({
      'port.example': { a: [context.address], https: [{ port: 8443, alpn: ALPN, ech: list(context) }] },
    }),
  },
  {
    id: 'target',
    url: 'https://target.example/',
    title: 'The record names another host',
    publishes: 'one record with ECH and the target elsewhere.example',
    serves: 'ECH with that key',
    expects: both(shows('target.example')),
    tls: echServer('target.example'),
    records: (context) => ({
      'target.example': {
        a: [context.address],
        https: [{ targetName: 'elsewhere.example', alpn: ALPN, ech: list(context) }],
      },
      ...withoutRecord('elsewhere.example')(context),
    }),
  },
  {
    id: 'versions',
    url: 'https://versions.example/',
    title: 'A configuration from the future',
    publishes: 'an unknown version of ECHConfig, then a good one',
    serves: 'ECH with the good key',
    expects: both(hides()),
    tls: echServer('versions.example'),
    records: (context) => ({
      'versions.example': {
        a: [context.address],
        https: [{ alpn: ALPN, ech: list(context, { ...context.published.fields, version: 0xfe0e }) }],
      },
    }),
  },
  {
    id: 'hello-retry',
    url: 'https://hello-retry.example/',
    title: 'Asked for a second hello',
    publishes: 'one record with ECH',
    serves: 'ECH, after a HelloRetryRequest',
    expects: both(hides()),
    tls: { ...echServer('hello-retry.example'), helloRetry: true },
    records: withEch('hello-retry.example'),
  },
  {
    id: 'busy',
    url: 'https://busy.example/',
    title: 'A page with other hosts',
    publishes: 'one record with ECH',
    serves: 'ECH, and a page with images from hidden.example, noech.example, plain.example and intercepted.example',
    expects: both(hides()),
    tls: echServer('busy.example'),
    resources: ['hidden', 'noech', 'plain', 'intercepted'].map((id) => `https://${id}.example/pixel.svg`),
    records: withEch('busy.example'),
  },
  {
    id: 'frames',
    url: 'https://frames.example/',
    title: 'A page with frames',
    publishes: 'one record with ECH',
    serves:
      'ECH, and a page with frames from hidden.example, noech.example and cname.example, and in the last one from plain.example',
    expects: both(hides()),
    tls: echServer('frames.example'),
    markup: 'frames.html',
    records: withEch('frames.example'),
  },
  {
    id: 'others',
    url: 'https://others.example/',
    title: 'All that a page can ask of other hosts',
    publishes: 'one record with ECH',
    serves: 'ECH, and a page that names one host in each way: pages/others.html',
    expects: both(hides()),
    tls: echServer('others.example'),
    icon: 'https://plain.example/pixel.svg?icon',
    markup: 'others.html',
    records: withEch('others.example'),
  },
  {
    id: 'many',
    url: 'https://many.example/',
    title: 'As many hosts as you like',
    publishes: 'one record with ECH, also for every name below; below noech.many.example one without ech',
    serves: 'ECH for all of them, over HTTP/1.1',
    note: 'The page loads nothing; /?hosts=600&requests=5000 loads so much, a third of the hosts being below noech.',
    expects: both(hides()),
    tls: {
      ...echServer('many.example'),
      names: ['many.example', '*.many.example', '*.noech.many.example'],
      alpn: ['http/1.1'],
    },
    markup: 'many.html',
    records: (context) => {
      const hidden = { a: [context.address], https: [{ ech: list(context) }] };
      return {
        'many.example': hidden,
        '*.many.example': hidden,
        '*.noech.many.example': { a: [context.address], https: [{}] },
      };
    },
  },
  {
    id: 'shared-cover',
    url: 'https://shared-cover.example/',
    title: 'Under the cover name that most sites have',
    publishes: `one record with ECH, cover name ${SHARED_COVER}`,
    serves: 'ECH with that key',
    expects: both(hides(SHARED_COVER)),
    tls: echServer('shared-cover.example', 'published', SHARED_COVER),
    records: (context) => ({
      ...withEch('shared-cover.example')(context),
      ...withoutRecord(SHARED_COVER)(context),
    }),
  },
  {
    id: 'blocked',
    url: 'https://blocked.example/',
    title: 'The network stops ECH',
    publishes: `one record with ECH, cover name ${SHARED_COVER}`,
    serves: `ECH with that key, but a connection with ECH to ${SHARED_COVER} is reset`,
    expects: both(fails),
    tls: {
      ...echServer('blocked.example', 'published', SHARED_COVER),
      block: { outerName: SHARED_COVER, how: 'reset' },
    },
    records: withEch('blocked.example'),
  },
  {
    id: 'gone',
    url: 'https://gone.example/',
    title: 'A name that does not exist',
    publishes: 'nothing: the name does not exist',
    serves: 'nothing',
    expects: both(fails),
    records: () => ({}),
  },
  {
    id: 'index',
    url: 'https://lab.example/',
    title: 'The list of these sites',
    publishes: 'no HTTPS record',
    serves: 'a page that links to every site',
    expects: both(shows('lab.example')),
    tls: { names: ['lab.example'] },
    listsSites: true,
    records: withoutRecord('lab.example'),
  },
];
