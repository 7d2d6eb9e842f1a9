// Hosts that share an address, a certificate and so their HTTP/2 connections: a browser sends the requests for one over a connection
// that was opened for another, whose name alone was in its ClientHello. `img` is loaded by the page, `shop` is opened after it.

import type { RecordContext, Records, Site } from './site.ts';
import { both, COVER, echServer, hides, shows, withEch, withoutRecord } from './site-parts.ts';

const NO_RECORD = 'no HTTPS record';
const WITH_ECH = 'one record with ECH';

const all =
  (...records: ((context: RecordContext) => Records)[]) =>
  (context: RecordContext): Records =>
    Object.assign({}, ...records.map((of) => of(context)));

export const SHARED: readonly Site[] = [
  {
    id: 'neither',
    url: 'https://www.neither.example/',
    title: 'Two names on one connection, neither with ECH',
    publishes: NO_RECORD,
    serves: 'no ECH, and a page with an image from img.neither.example, which shares its connection',
    expects: both(shows('www.neither.example')),
    tls: {
      names: ['www.neither.example', 'img.neither.example', 'shop.neither.example', 'guest-of-neither.example'],
    },
    resources: ['https://img.neither.example/pixel.svg'],
    records: all(
      ...['www.neither.example', 'img.neither.example', 'shop.neither.example', 'guest-of-neither.example'].map(
        withoutRecord,
      ),
    ),
  },
  {
    id: 'neither-shop',
    url: 'https://shop.neither.example/resources?count=0',
    title: 'The other name, opened after the first',
    publishes: NO_RECORD,
    serves: 'the same server: the document comes over the connection of www.neither.example',
    expects: both(shows('www.neither.example')),
    after: 'https://www.neither.example/',
    comesOver: 'www.neither.example',
    endsAt: 'neither',
    sharesAddressWith: 'neither',
    records: () => ({}),
  },
  {
    id: 'neither-guest',
    url: 'https://guest-of-neither.example/',
    title: 'A stranger on a connection without ECH',
    publishes: NO_RECORD,
    serves: 'the same server: it would take the document’s request over the connection of www.neither.example',
    note: 'No browser shares connections between pages of different sites.',
    expects: both(shows('guest-of-neither.example')),
    after: 'https://www.neither.example/',
    endsAt: 'neither',
    sharesAddressWith: 'neither',
    records: () => ({}),
  },
  {
    id: 'second',
    url: 'https://www.second.example/',
    title: 'Two names on one connection, the second with ECH',
    publishes: `${NO_RECORD}; img and shop.second.example have ECH`,
    serves: 'ECH for img and shop.second.example, and a page with an image from img.second.example',
    expects: both(shows('www.second.example')),
    tls: {
      ...echServer('www.second.example'),
      names: ['www.second.example', 'img.second.example', 'shop.second.example'],
    },
    resources: ['https://img.second.example/pixel.svg'],
    records: all(withoutRecord('www.second.example'), withEch('img.second.example'), withEch('shop.second.example')),
  },
  {
    id: 'second-shop',
    url: 'https://shop.second.example/resources?count=0',
    title: 'ECH that a shared connection leaves unused',
    publishes: WITH_ECH,
    serves: 'the same server: the document comes over the connection of www.second.example',
    expects: both(shows('www.second.example')),
    after: 'https://www.second.example/',
    comesOver: 'www.second.example',
    endsAt: 'second',
    sharesAddressWith: 'second',
    records: () => ({}),
  },
  {
    id: 'first',
    url: 'https://www.first.example/',
    title: 'Two names on one connection, the first with ECH',
    publishes: WITH_ECH,
    serves: 'ECH, and a page with an image from img.first.example, which has no record and shares its connection',
    note: 'Firefox opens a connection to img.first.example beside it all the same.',
    expects: { firefox: hides(COVER, 'same-site-exposed'), chromium: hides() },
    tls: {
      ...echServer('www.first.example'),
      names: ['www.first.example', 'img.first.example', 'shop.first.example', 'guest-of-first.example'],
    },
    resources: ['https://img.first.example/pixel.svg'],
    records: all(
      withEch('www.first.example'),
      ...['img.first.example', 'shop.first.example', 'guest-of-first.example'].map(withoutRecord),
    ),
  },
  {
    id: 'first-shop',
    url: 'https://shop.first.example/resources?count=0',
    title: 'No ECH of its own, on a connection with ECH',
    publishes: NO_RECORD,
    serves: 'the same server: the document comes over the connection of www.first.example',
    note: 'Firefox opens a connection to shop.first.example beside it all the same.',
    expects: { firefox: hides(COVER, 'later'), chromium: hides() },
    after: 'https://www.first.example/',
    comesOver: 'www.first.example',
    endsAt: 'first',
    sharesAddressWith: 'first',
    records: () => ({}),
  },
  {
    id: 'first-guest',
    url: 'https://guest-of-first.example/',
    title: 'A stranger on a connection with ECH',
    publishes: NO_RECORD,
    serves: 'the same server: it would take the document’s request over the connection of www.first.example',
    note: 'No browser shares connections between pages of different sites.',
    expects: both(shows('guest-of-first.example')),
    after: 'https://www.first.example/',
    endsAt: 'first',
    sharesAddressWith: 'first',
    records: () => ({}),
  },
  {
    id: 'hostess',
    url: 'https://hostess.example/',
    title: 'A page with ECH, and a stranger on its connection',
    publishes: WITH_ECH,
    serves:
      'ECH, and a page with an image from guest-of-hostess.example, which has no record and shares its connection',
    expects: both(hides()),
    tls: { ...echServer('hostess.example'), names: ['hostess.example', 'guest-of-hostess.example'] },
    resources: ['https://guest-of-hostess.example/pixel.svg'],
    records: all(withEch('hostess.example'), withoutRecord('guest-of-hostess.example')),
  },
];
