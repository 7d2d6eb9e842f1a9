// Sites whose names a browser may contact by itself, or by another hand than the page's: a service worker, links that are fetched
// ahead of time, early hints, speculation rules. Each hints at another name of the site and at a stranger, both without ECH.

import type { Expectation, Site } from './site.ts';
import { both, COVER, echServer, hides, shows, withEch, withoutRecord } from './site-parts.ts';

const exposed: Expectation = hides(COVER, 'same-site-exposed');
const HINTING = ['worker', 'preconnect', 'prefetch', 'hints', 'speculates', 'prerenders'].map(
  (id) => `img.${id}.example`,
);

const ahead = (id: string, site: Pick<Site, 'title' | 'serves' | 'expects'> & Partial<Site>): Site => ({
  id,
  url: `https://${id}.example/`,
  publishes: 'one record with ECH',
  tls: echServer(`${id}.example`),
  records: withEch(`${id}.example`),
  ...site,
});

export const AHEAD: readonly Site[] = [
  ahead('worker', {
    title: 'A service worker that fetches',
    serves: 'ECH, and a service worker that fetches from img.worker.example and plain.example',
    expects: both(exposed),
    markup: 'worker.html',
    endsLate: true,
  }),
  ahead('preconnect', {
    title: 'Connections ahead of time',
    serves: 'ECH, and a page that preconnects to img.preconnect.example and plain.example',
    expects: both(hides()),
    markup: 'preconnect.html',
    endsLate: true,
  }),
  ahead('prefetch', {
    title: 'Links that are fetched ahead of time',
    serves: 'ECH, and a page that prefetches from img.prefetch.example and plain.example',
    expects: { firefox: hides(), chromium: exposed },
    expectsReadingAhead: { firefox: exposed },
    markup: 'prefetch.html',
    endsLate: true,
  }),
  ahead('hints', {
    title: 'Early hints',
    serves: 'ECH, and hints before each page to preload from img.hints.example and to preconnect to plain.example',
    expects: { firefox: exposed, chromium: hides() },
    markup: 'late.html',
    endsLate: true,
    tls: {
      ...echServer('hints.example'),
      earlyHints: [
        '<https://img.hints.example/pixel.svg?hint>; rel=preload; as=image',
        '<https://img.hints.example>; rel=preconnect',
        '<https://plain.example>; rel=preconnect',
      ],
    },
  }),
  ahead('speculates', {
    title: 'Speculation rules that prefetch',
    serves: 'ECH, and rules to prefetch pages of img.speculates.example and plain.example',
    expects: { firefox: hides(), chromium: exposed },
    markup: 'speculates.html',
    endsLate: true,
  }),
  ahead('prerenders', {
    title: 'Speculation rules that prerender',
    serves: 'ECH, and rules to prerender pages of img.prerenders.example and plain.example',
    expects: { firefox: hides(), chromium: exposed },
    markup: 'prerenders.html',
    endsLate: true,
  }),
  {
    id: 'hinted',
    url: 'https://img.worker.example/',
    title: 'The other names of these sites',
    publishes: 'no HTTPS record',
    serves: 'no ECH, over HTTP/1.1',
    expects: both(shows('img.worker.example')),
    tls: { names: HINTING, alpn: ['http/1.1'], headers: { 'Supports-Loading-Mode': 'credentialed-prerender' } },
    records: (context) => Object.assign({}, ...HINTING.map((name) => withoutRecord(name)(context))),
  },
];
