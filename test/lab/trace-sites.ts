// Sites behind a provider whose servers say how a connection was opened, at /cdn-cgi/trace, as Cloudflare's do: every outcome that
// a trace can tell, pages that make it hard to ask for one, answers that are none, and servers that forge one.

import { FORGED_ADDRESSES } from './addresses.mjs';
import type { ViewId } from './dns/zone.ts';
import type { RecordContext, Records, Site, TraceFalsehood } from './site.ts';
import { ALPN, both, echServer, hides, list, PROVIDERS_COVER, shows, withEch, withoutRecord } from './site-parts.ts';

const PUBLISHES = `one record with ECH, cover name ${PROVIDERS_COVER}`;

const strippedForBrowsers =
  (name: string) =>
  ({ address }: RecordContext): Partial<Record<ViewId, Records>> => {
    const stripped = { [name]: { a: [address], https: [{ alpn: ALPN }] } };
    return { browser: stripped, network: stripped };
  };

const traced = (id: string, site: Pick<Site, 'title' | 'serves'> & Partial<Site>): Site => ({
  id,
  url: `https://${id}.example/`,
  publishes: PUBLISHES,
  expects: both(hides(PROVIDERS_COVER)),
  isProviders: true,
  tls: echServer(`${id}.example`, 'published', PROVIDERS_COVER),
  records: withEch(`${id}.example`),
  ...site,
});

/** Its server takes ECH, so that whoever believes a trace that says otherwise disagrees with the server's log. */
const untraced = (falsehood: TraceFalsehood, title: string, serves: string): Site => {
  const id = `trace-${falsehood}`;
  return traced(id, {
    title,
    serves: `ECH, and as trace ${serves}`,
    tls: { ...echServer(`${id}.example`, 'published', PROVIDERS_COVER), trace: falsehood },
  });
};

/** Whoever believes it takes a site that showed its name for a hidden one. */
const forged = (id: string, site: Parameters<typeof traced>[1]): Site =>
  traced(id, { misleadsInference: true, isProviders: false, expects: both(shows(`${id}.example`)), ...site });

export const TRACE_SITES: readonly Site[] = [
  traced('traced', { title: 'Behind a provider that tells', serves: 'ECH with that key' }),
  traced('traced-stale', {
    title: 'An old key in DNS, and a provider that tells',
    serves: 'ECH with a newer key, which it offers in its retry configs',
    tls: echServer('traced-stale.example', 'another', PROVIDERS_COVER),
  }),
  traced('traced-off', {
    title: 'Switched off, and a provider that tells',
    serves: 'no ECH',
    expects: both(shows('traced-off.example')),
    tls: echServer('traced-off.example', 'none', PROVIDERS_COVER),
  }),
  traced('traced-tls12', {
    title: 'Only TLS 1.2, and a provider that tells',
    serves: 'TLS 1.2, which has no ECH',
    expects: both(shows('traced-tls12.example')),
    tls: { ...echServer('traced-tls12.example', 'none', PROVIDERS_COVER), maxTls: '1.2' },
  }),
  traced('traced-stripped', {
    title: 'The browser is not told, but the provider tells',
    publishes: `${PUBLISHES}, but the browser’s own resolver and the network strip ech from it`,
    serves: 'ECH with that key',
    expects: both(shows('traced-stripped.example')),
    viewRecords: strippedForBrowsers('traced-stripped.example'),
  }),
  traced('traced-withheld', {
    misleadsInference: true,
    title: 'Overheard is not told whose public name it is',
    publishes: `${PUBLISHES}, but the resolver chosen in Overheard has none`,
    serves: 'ECH with that key',
    viewRecords: (context) => ({ resolver: withoutRecord('traced-withheld.example')(context) }),
  }),
  traced('traced-retry', {
    title: 'Asked for a second hello, and a provider that tells',
    serves: 'ECH, after a HelloRetryRequest',
    tls: { ...echServer('traced-retry.example', 'published', PROVIDERS_COVER), helloRetry: true },
  }),
  traced('traced-http1', {
    title: 'Over HTTP/1.1, where a request may take another connection',
    serves: 'ECH, over HTTP/1.1 alone',
    tls: { ...echServer('traced-http1.example', 'published', PROVIDERS_COVER), alpn: ['http/1.1'] },
  }),
  traced('traced-mixed', {
    title: 'One record with ECH, one without',
    publishes: `a first record with ECH, cover name ${PROVIDERS_COVER}, and a second without`,
    serves: 'ECH with that key',
    records: (context) => ({
      'traced-mixed.example': {
        a: [context.address],
        https: [
          { priority: 1, alpn: ALPN, ech: list(context) },
          { priority: 2, alpn: ALPN },
        ],
      },
    }),
  }),
  {
    id: 'traced-hop',
    url: 'http://traced-hop.example/',
    title: 'A first step in the clear to a provider that tells',
    publishes: 'no HTTPS record',
    serves: 'on port 80 a redirect to https://traced.example/from-hop',
    expects: both(hides(PROVIDERS_COVER, 'http-hop')),
    endsAt: 'traced',
    cleartext: { redirectTo: 'https://traced.example/from-hop' },
    records: withoutRecord('traced-hop.example'),
  },
  traced('traced-base', {
    title: 'A page whose relative addresses lead elsewhere',
    serves: 'ECH, and a page with <base href="https://forged-off.example/">',
    markup: 'base.html',
  }),
  traced('traced-frames', {
    title: 'A page with frames that would be traced otherwise',
    serves: 'ECH, and a page with frames from traced-off.example and traced-tls12.example',
    markup: 'traced-frames.html',
  }),
  traced('traced-policy', {
    title: 'A page that may contact nobody',
    serves: 'ECH, and a content security policy that forbids every request',
    tls: {
      ...echServer('traced-policy.example', 'published', PROVIDERS_COVER),
      // What the page itself has, so that nothing else is on its console.
      headers: { 'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:" },
    },
  }),
  traced('traced-sandbox', {
    title: 'A page without an origin',
    serves: 'ECH, and a content security policy that puts the page into a sandbox',
    tls: {
      ...echServer('traced-sandbox.example', 'published', PROVIDERS_COVER),
      headers: { 'Content-Security-Policy': 'sandbox allow-scripts' },
    },
  }),
  traced('traced-worker', {
    url: 'https://traced-worker.example/lying/',
    title: 'A service worker that answers as if it were the provider',
    serves: 'no ECH, and a service worker that answers for the trace that ECH was used',
    expects: both(shows('traced-worker.example')),
    tls: echServer('traced-worker.example', 'none', PROVIDERS_COVER),
    markup: 'lying.html',
    endsLate: true,
  }),
  traced('traced-www', {
    url: 'https://www.traced-shared.example/',
    title: 'Two names on one connection to a provider that tells, the second with ECH',
    publishes: `no HTTPS record; shop.traced-shared.example: ${PUBLISHES}`,
    serves: 'ECH for shop.traced-shared.example',
    expects: both(shows('www.traced-shared.example')),
    tls: {
      ...echServer('www.traced-shared.example', 'published', PROVIDERS_COVER),
      names: ['www.traced-shared.example', 'shop.traced-shared.example'],
    },
    records: (context) => ({
      ...withoutRecord('www.traced-shared.example')(context),
      ...withEch('shop.traced-shared.example')(context),
    }),
  }),
  {
    id: 'traced-shop',
    url: 'https://shop.traced-shared.example/resources?count=0',
    title: 'A trace of a connection that was opened for another name',
    publishes: PUBLISHES,
    serves: 'the same server: the document comes over the connection of www.traced-shared.example',
    expects: both(shows('www.traced-shared.example')),
    after: 'https://www.traced-shared.example/',
    comesOver: 'www.traced-shared.example',
    endsAt: 'traced-www',
    sharesAddressWith: 'traced-www',
    records: () => ({}),
  },
  untraced('twice', 'A trace that says both', 'one that says plaintext and encrypted'),
  untraced('nothing', 'A trace that says neither', 'one without the line sni'),
  untraced('other-host', 'A trace of another host', 'one of other.trace-other-host.example, that says plaintext'),
  untraced('other-http', 'A trace of another connection', 'one of a connection over HTTP/3, that says plaintext'),
  untraced('silence', 'A trace that does not come', 'nothing, for as long as one waits'),
  untraced('stall', 'A trace that does not end', 'one that says plaintext and does not end'),
  untraced('redirect', 'A trace that is elsewhere', 'a redirect to one that says plaintext'),
  untraced('huge', 'A trace without bounds', 'one that says plaintext, and 2 MB more'),
  untraced('missing', 'No trace', 'one that says plaintext, with status 404'),
  untraced('error', 'A trace with an error', 'one that says plaintext, with status 500'),
  untraced('page', 'A page in the place of a trace', 'the page itself'),
  forged('forged-off', {
    title: 'A forged trace from an address that is not the provider’s',
    serves: 'no ECH, and as trace one that says encrypted',
    address: FORGED_ADDRESSES.far,
    tls: { ...echServer('forged-off.example', 'none', PROVIDERS_COVER), trace: 'encrypted' },
  }),
  forged('forged-never', {
    title: 'A forged trace from an address just before the provider’s',
    publishes: `${PUBLISHES}, but the browser’s own resolver and the network strip ech from it`,
    serves: 'no ECH, no certificate for the cover name, and as trace one that says encrypted',
    address: FORGED_ADDRESSES.near,
    tls: {
      names: ['forged-never.example'],
      ech: { outerSni: PROVIDERS_COVER, served: 'none', coverCertificate: false },
      trace: 'encrypted',
    },
    viewRecords: strippedForBrowsers('forged-never.example'),
  }),
];
