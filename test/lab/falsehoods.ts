// Lies about a visit that hid the name, one for each kind of entry that the lab writes: whoever judges the popup has to notice every
// one of them. Pure.

import type { Handshake, PageRequest } from './echd-process.ts';
import { transportOf, type Unreported } from './readings.ts';
import { type BrowserName, TRACE_PATH } from './site.ts';
import type { Witness } from './witness.ts';

export interface Falsehood {
  /** What is falsified. */
  what: string;
  falsify(document: PageRequest, witness: Witness): Witness;
  /** The browser whose popup can be measured so; undefined: every one. */
  only?: BrowserName;
  /** Why a browser's popup cannot know it, so that it is to be counted apart. */
  unreported?: Partial<Record<BrowserName, Unreported>>;
}

/** The server counts from 1. */
const STRAY_CONNECTION = 0;
/** Another name of the site. */
const siblingOf = ({ seen }: PageRequest): string => `static.${seen.host}`;
const strayHandshake = (document: PageRequest): Handshake =>
  ({
    ...document.seen,
    event: 'handshake',
    timeMs: document.timeMs + 1,
    connection: STRAY_CONNECTION,
    outerName: siblingOf(document),
    innerName: siblingOf(document),
    echAccepted: false,
    error: '',
  }) as unknown as Handshake;
const strayRequest = (document: PageRequest, seen: Partial<PageRequest['seen']>): PageRequest => ({
  ...document,
  connection: STRAY_CONNECTION,
  seen: { ...document.seen, host: siblingOf(document), ...seen },
});

const after = (witness: Witness, ...requests: PageRequest[]): Witness => ({
  ...witness,
  requests: [...witness.requests, ...requests],
});

const FALSEHOODS: readonly Falsehood[] = [
  {
    what: 'whether the document’s own connection used ECH',
    falsify(document, witness) {
      const request = { ...document, seen: { ...document.seen, echAccepted: !document.seen.echAccepted } };
      return { ...witness, request, requests: witness.requests.map((one) => (one === document ? request : one)) };
    },
  },
  {
    what: 'which connection the trace came over',
    only: 'chromium',
    falsify(_, witness) {
      const isTrace = ({ seen }: PageRequest) => seen.path === TRACE_PATH;
      const requests = witness.requests.map((one) => (isTrace(one) ? { ...one, connection: STRAY_CONNECTION } : one));
      return { ...witness, requests };
    },
  },
  {
    what: 'that anybody asked for a trace',
    only: 'chromium',
    falsify: (_, witness) => ({
      ...witness,
      requests: witness.requests.filter(({ seen }) => seen.path !== TRACE_PATH),
    }),
  },
  {
    what: 'whose address the site has',
    only: 'chromium',
    falsify: (_, witness) => ({ ...witness, providers: new Set() }),
  },
  {
    what: 'a stray handshake that shows a sibling',
    falsify: (document, witness) => ({
      ...after(witness, strayRequest(document, { outerName: siblingOf(document), echAccepted: false })),
      handshakes: [...witness.handshakes, strayHandshake(document)],
    }),
  },
  {
    what: 'a stray handshake that failed and shows a sibling',
    falsify: (document, witness) => ({
      ...witness,
      handshakes: [...witness.handshakes, { ...strayHandshake(document), error: 'remote error: tls: bad certificate' }],
    }),
  },
  {
    what: 'a stray handshake that carried no request',
    unreported: { firefox: 'unused-connection', chromium: 'unused-connection' },
    falsify: (document, witness) => ({
      ...witness,
      handshakes: [...witness.handshakes, strayHandshake(document)],
    }),
  },
  {
    what: 'a handshake over the other transport that shows the page’s own host',
    falsify: (document, witness) => ({
      ...witness,
      handshakes: [
        ...witness.handshakes,
        {
          ...strayHandshake(document),
          transport: transportOf(document) === 'quic' ? 'tcp' : 'quic',
          outerName: document.seen.host,
        },
      ],
    }),
  },
  {
    what: 'a plain HTTP hop whose Location holds the address',
    falsify(document, witness) {
      const hop = strayRequest(document, { scheme: 'http', host: 'short.example', outerName: '', echAccepted: false });
      const location = `https://${document.seen.host}${document.seen.path}`;
      return { ...witness, requests: [{ ...hop, headers: {}, location }, ...witness.requests] };
    },
  },
  {
    what: 'a plain DNS query',
    unreported: { chromium: 'dns' },
    falsify: (document, witness) => ({
      ...witness,
      plainQueries: [...witness.plainQueries, { name: document.seen.host, type: 'A' }],
    }),
  },
  {
    what: 'what a proxy was told',
    falsify: (document, witness) => ({
      ...witness,
      proxied: [...witness.proxied, { proxy: 'http', told: document.seen.host }],
    }),
  },
  {
    what: 'whose certificate the site showed',
    unreported: { chromium: 'certificate' },
    falsify: (document, witness) => ({ ...witness, intercepted: new Set([...witness.intercepted, document.site]) }),
  },
  {
    what: 'whose certificate a stranger showed',
    unreported: { chromium: 'certificate' },
    falsify(document, witness) {
      const stranger = strayRequest(document, { host: 'cdn.example', outerName: 'cdn.example', echAccepted: false });
      const headers = { Referer: [`https://${document.seen.host}/`] };
      return {
        ...after(witness, { ...stranger, site: 'intercepted', headers }),
        intercepted: new Set([...witness.intercepted, 'intercepted']),
      };
    },
  },
];

export const falsehoodsIn = (name: BrowserName): Falsehood[] =>
  FALSEHOODS.filter(({ only }) => only === undefined || only === name);
