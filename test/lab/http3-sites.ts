// Sites that speak HTTP/3 over QUIC besides HTTP/2 over TCP. Both transports have ECH with the key in DNS unless a site says otherwise.
// Browsers race the two, so what a site expects is not one visit's outcome: it is what may be on the wire in any of several.

import type { Transport } from './echd-process.ts';
import {
  type Http3Site,
  hidesOver,
  hostNamed,
  inBoth,
  type Published,
  showsOver,
  site,
  type Wire,
} from './http3-site.ts';
import type { BrowserName, TlsPart } from './site.ts';
import { COVER, PROVIDERS_COVER } from './site-parts.ts';

/** Chromium follows Alt-Svc from a port below 1024 to such a port alone. */
const OTHER_PORT = 444;
const ALT_SVC = 'h3=":443"; ma=3600';
const H3_H2 = ['h3', 'h2'];

const ECH: Published = { alpn: H3_H2, ech: true };
const H2_ECH: Published = { alpn: ['h2'], ech: true };
/** No record for TCP: nda is no-default-alpn. */
const H3_ALONE: Published = { alpn: ['h3'], noDefaultAlpn: true };
const SILENT_TCP: Partial<TlsPart> = { block: { how: 'silence' } };
const altSvc = (value: string): Partial<TlsPart> => ({ headers: { 'Alt-Svc': value } });

const USUAL: readonly Http3Site[] = [
  site({ id: 'h3-ech', publishes: 'alpn=h3,h2 ech', serves: 'ECH', https: [ECH], wire: inBoth(hidesOver('quic')) }),
  site({
    id: 'h3-alt-svc-own',
    publishes: 'alpn=h3,h2 ech',
    serves: 'ECH, Alt-Svc for h3',
    https: [ECH],
    tlsPart: altSvc(ALT_SVC),
    wire: inBoth(hidesOver('quic')),
  }),
  site({
    id: 'h3-plain-dns',
    publishes: 'alpn=h3,h2 ech',
    serves: 'ECH; the browser resolves over plain DNS',
    https: [ECH],
    launch: 'plain-dns',
    wire: inBoth(hidesOver('quic')),
  }),
  site({
    id: 'h3-intercepted',
    publishes: 'alpn=h3,h2 ech',
    serves: 'ECH, and a certificate by an added authority',
    https: [ECH],
    tlsPart: { root: 'interception' },
    wire: inBoth(hidesOver('quic')),
  }),
  site({
    id: 'h3-as-shipped',
    publishes: 'alpn=h3,h2 ech',
    serves: 'ECH; the browser refuses QUIC with the lab’s roots',
    https: [ECH],
    launch: 'as-shipped',
    wire: inBoth(hidesOver('quic', 'tcp')),
  }),
  site({
    id: 'h3-noech',
    publishes: 'alpn=h3,h2',
    serves: 'no ECH',
    https: [{ alpn: H3_H2 }],
    served: 'none',
    wire: { firefox: { ...showsOver('quic'), mayShow: ['tcp'] }, chromium: { ...showsOver('quic'), mayShow: ['tcp'] } },
  }),
  site({
    id: 'h3-traced',
    publishes: 'alpn=h3,h2 ech, cover name cloudflare-ech.com',
    serves: 'ECH, at an address of the provider whose servers tell',
    https: [ECH],
    isProviders: true,
    tlsPart: { ech: { outerSni: PROVIDERS_COVER, served: 'published' } },
    wire: inBoth(hidesOver('quic')),
  }),
];

const ALTERNATIVE = 'alternative.h3-alt-svc-host.example';
const ALT_SVC_SITES: readonly Http3Site[] = [
  site({
    id: 'h3-alt-svc',
    publishes: 'alpn=h2 ech',
    serves: 'ECH, Alt-Svc for h3',
    https: [H2_ECH],
    tlsPart: altSvc(ALT_SVC),
    wire: inBoth(hidesOver('tcp')),
  }),
  site({
    id: 'h3-alt-svc-noech',
    publishes: 'alpn=h2',
    serves: 'no ECH, Alt-Svc for h3',
    https: [{ alpn: ['h2'] }],
    served: 'none',
    tlsPart: altSvc(ALT_SVC),
    wire: inBoth(showsOver('tcp', 'quic')),
  }),
  site({
    id: 'h3-alt-svc-norecord',
    publishes: 'no HTTPS record',
    serves: 'no ECH, Alt-Svc for h3',
    https: [],
    served: 'none',
    tlsPart: altSvc(ALT_SVC),
    wire: inBoth(showsOver('tcp', 'quic')),
  }),
  site({
    id: 'h3-alt-svc-port',
    publishes: 'alpn=h2 ech',
    serves: `ECH, Alt-Svc for h3 on port ${OTHER_PORT}`,
    https: [H2_ECH],
    tlsPart: { ports: [443, OTHER_PORT], ...altSvc(`h3=":${OTHER_PORT}"; ma=3600`) },
    wire: { firefox: hidesOver('tcp'), chromium: { shows: ['quic'], hides: ['tcp'] } },
  }),
  site({
    id: 'h3-alt-svc-host',
    publishes: 'alpn=h2 ech',
    serves: 'ECH, Alt-Svc for h3 on a host without an HTTPS record',
    https: [H2_ECH],
    tlsPart: altSvc(`h3="${ALTERNATIVE}:443"; ma=3600`),
    siblings: { [ALTERNATIVE]: undefined },
    wire: { firefox: hidesOver('tcp'), chromium: { shows: ['quic'], hides: ['tcp'] } },
  }),
  site({
    id: 'h3-alt-svc-port-h3',
    publishes: 'alpn=h3,h2 ech',
    serves: `ECH, Alt-Svc for h3 on port ${OTHER_PORT}`,
    https: [ECH],
    tlsPart: { ports: [443, OTHER_PORT], ...altSvc(`h3=":${OTHER_PORT}"; ma=3600`) },
    wire: { firefox: hidesOver('quic'), chromium: { shows: ['quic'], hides: ['quic'] } },
  }),
];

const STALE = 'alpn=h3,h2 ech with a key that the server no longer has';
const KEYS: readonly Http3Site[] = [
  site({
    id: 'h3-stale',
    publishes: STALE,
    serves: 'ECH with a newer key',
    https: [ECH],
    served: 'another',
    wire: { firefox: hidesOver('quic'), chromium: hidesOver('quic', 'tcp') },
  }),
  site({
    id: 'h3-stale-one-certificate',
    publishes: STALE,
    serves: 'ECH with a newer key, and one certificate for both names',
    https: [ECH],
    served: 'another',
    tlsPart: {
      names: [hostNamed('h3-stale-one-certificate'), COVER],
      ech: { outerSni: COVER, served: 'another', coverCertificate: false },
    },
    wire: { firefox: hidesOver('quic'), chromium: hidesOver('quic', 'tcp') },
  }),
  site({
    id: 'h3-stale-no-tcp',
    publishes: STALE,
    serves: 'ECH with a newer key; TCP gets no answer',
    https: [ECH],
    served: 'another',
    tlsPart: SILENT_TCP,
    fails: ['chromium'],
    wire: inBoth(hidesOver('quic')),
  }),
  site({
    id: 'h3-off',
    publishes: 'alpn=h3,h2 ech',
    serves: 'no ECH',
    https: [ECH],
    served: 'none',
    misleadsInference: true,
    wire: { firefox: { shows: ['tcp'], hides: ['quic', 'tcp'] }, chromium: { shows: ['tcp'], hides: ['quic', 'tcp'] } },
  }),
  site({
    id: 'h3-off-no-tcp',
    publishes: 'alpn=h3,h2 ech',
    serves: 'no ECH; TCP gets no answer',
    https: [ECH],
    served: 'none',
    tlsPart: SILENT_TCP,
    fails: ['firefox', 'chromium'],
    wire: inBoth(hidesOver('quic')),
  }),
  site({
    id: 'h3-off-quic',
    publishes: 'alpn=h3,h2 ech',
    serves: 'ECH over TCP only',
    https: [ECH],
    quic: { served: 'none' },
    wire: inBoth(hidesOver('quic', 'tcp')),
  }),
  site({
    id: 'h3-off-tcp',
    publishes: 'alpn=h3,h2 ech',
    serves: 'ECH over QUIC only',
    https: [ECH],
    served: 'none',
    quic: { served: 'published' },
    misleadsInference: true,
    wire: {
      firefox: { shows: [], mayShow: ['tcp'], hides: ['quic'] },
      chromium: { shows: ['tcp'], hides: ['quic'] },
    },
  }),
  site({
    id: 'h3-off-tcp-late-quic',
    publishes: 'alpn=h3,h2 ech',
    serves: 'ECH over QUIC only; QUIC 60 ms late',
    https: [ECH],
    served: 'none',
    quic: { served: 'published', delayMs: 60 },
    misleadsInference: true,
    wire: inBoth({ shows: ['tcp'], hides: ['quic'] }),
  }),
];

const NETWORKS: readonly Http3Site[] = [
  site({
    id: 'h3-no-udp',
    publishes: 'alpn=h3,h2 ech',
    serves: 'ECH; the network drops UDP',
    https: [ECH],
    quic: { dropped: true },
    wire: inBoth(hidesOver('tcp')),
  }),
  site({
    id: 'h3-no-tcp',
    publishes: 'alpn=h3,h2 ech',
    serves: 'ECH; TCP gets no answer',
    https: [ECH],
    tlsPart: SILENT_TCP,
    wire: inBoth(hidesOver('quic')),
  }),
  site({
    id: 'h3-late-quic',
    publishes: 'alpn=h3,h2 ech',
    serves: 'ECH; QUIC 400 ms late',
    https: [ECH],
    quic: { delayMs: 400 },
    wire: inBoth(hidesOver('quic', 'tcp')),
  }),
];

const h2WithEchH3Without = (others: Pick<Http3Site, 'id' | 'serves' | 'launch'>): Http3Site =>
  site({
    ...others,
    publishes: '1: alpn=h2 ech; 2: alpn=h3 nda',
    https: [
      { ...H2_ECH, priority: 1 },
      { ...H3_ALONE, priority: 2 },
    ],
    wire: { firefox: hidesOver('tcp'), chromium: { shows: ['quic'], hides: ['tcp'] } },
  });

const BY_TRANSPORT: readonly Http3Site[] = [
  site({
    id: 'h3-default',
    publishes: 'alpn=h3 ech',
    serves: 'ECH',
    https: [{ alpn: ['h3'], ech: true }],
    wire: inBoth(hidesOver('quic')),
  }),
  site({
    id: 'h3-alone',
    publishes: 'alpn=h3 nda ech',
    serves: 'ECH',
    https: [{ ...H3_ALONE, ech: true }],
    wire: { firefox: hidesOver('quic'), chromium: showsOver('tcp') },
  }),
  site({
    id: 'h3-alone-no-udp',
    publishes: 'alpn=h3 nda ech',
    serves: 'ECH; the network drops UDP',
    https: [{ ...H3_ALONE, ech: true }],
    quic: { dropped: true },
    wire: { firefox: { shows: ['tcp'], hides: ['quic'] }, chromium: showsOver('tcp') },
  }),
  site({
    id: 'h3-ech-h2-ech',
    publishes: '1: alpn=h3 nda ech; 2: alpn=h2 ech',
    serves: 'ECH',
    https: [
      { ...H3_ALONE, priority: 1, ech: true },
      { ...H2_ECH, priority: 2 },
    ],
    wire: { firefox: hidesOver('quic'), chromium: hidesOver('quic') },
  }),
  site({
    id: 'h3-ech-h2-noech',
    publishes: '1: alpn=h3 nda ech; 2: alpn=h2',
    serves: 'ECH',
    https: [
      { ...H3_ALONE, priority: 1, ech: true },
      { alpn: ['h2'], priority: 2 },
    ],
    wire: { firefox: hidesOver('quic'), chromium: { shows: ['tcp'], hides: ['quic'] } },
  }),
  site({
    id: 'h3-ech-h2-noech-no-udp',
    publishes: '1: alpn=h3 nda ech; 2: alpn=h2',
    serves: 'ECH; the network drops UDP',
    https: [
      { ...H3_ALONE, priority: 1, ech: true },
      { alpn: ['h2'], priority: 2 },
    ],
    quic: { dropped: true },
    wire: { firefox: { shows: ['tcp'], hides: ['quic'] }, chromium: { shows: ['tcp'], hides: ['quic'] } },
  }),
  h2WithEchH3Without({ id: 'h2-ech-h3-noech', serves: 'ECH' }),
  h2WithEchH3Without({
    id: 'h2-ech-h3-noech-as-shipped',
    serves: 'ECH; the browser refuses QUIC with the lab’s roots',
    launch: 'as-shipped',
  }),
  site({
    id: 'h3-noech-h2-ech',
    publishes: '1: alpn=h3 nda; 2: alpn=h2 ech',
    serves: 'ECH',
    https: [
      { ...H3_ALONE, priority: 1 },
      { ...H2_ECH, priority: 2 },
    ],
    wire: { firefox: hidesOver('tcp'), chromium: { shows: ['quic'], hides: ['tcp'] } },
  }),
];

/** Firefox opens a connection to the second host beside the first one's, which carries the request. */
const sibling = (spare: Transport, mayShow: readonly Transport[] = []): Record<BrowserName, Wire> => ({
  firefox: { shows: [spare], mayShow, hides: [] },
  chromium: { shows: [], hides: [] },
});
const SHARED: readonly Http3Site[] = [
  site({
    id: 'h3-shared',
    publishes: 'alpn=h3,h2 ech; other.h3-shared.example: alpn=h3,h2',
    serves: 'ECH; other.h3-shared.example has the same address and certificate',
    https: [ECH],
    siblings: { 'other.h3-shared.example': sibling('quic', ['tcp']) },
    siblingsHttps: [{ alpn: H3_H2 }],
    wire: inBoth(hidesOver('quic')),
  }),
  site({
    id: 'h3-shared-h2',
    publishes: 'alpn=h2 ech; other.h3-shared-h2.example: alpn=h2',
    serves: 'ECH; other.h3-shared-h2.example has the same address and certificate',
    https: [H2_ECH],
    siblings: { 'other.h3-shared-h2.example': sibling('tcp') },
    siblingsHttps: [{ alpn: ['h2'] }],
    wire: inBoth(hidesOver('tcp')),
  }),
];

export const HTTP3_SITES: readonly Http3Site[] = [
  ...USUAL,
  ...ALT_SVC_SITES,
  ...KEYS,
  ...NETWORKS,
  ...BY_TRANSPORT,
  ...SHARED,
];
