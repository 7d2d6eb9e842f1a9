// What a site of the lab is. The table itself is sites.ts.

import type { RecordSet, ViewId } from './dns/zone.ts';
import type { EchKey } from './ech-config.ts';
import type { Block } from './echd-process.ts';
import type { RootId } from './pki.ts';

export type BrowserName = 'firefox' | 'chromium';

/**
 * How a site's name could be read in a visit although the document's own connection hid it. Site names are the page's host and every
 * host of the same registrable domain; in the order in which a popup names them.
 */
export const LEAKS = [
  /** A stranger's connection ends in the interception root, and its requests carry a site name. */
  'intercepted-elsewhere',
  /** A plain HTTP request on the way to the page, or to a stranger, whose address, fields or Location carry a site name. */
  'http-hop',
  /** A later connection to the page's own host shows its name. */
  'later',
  /** A connection that lost a race with the document's, over the other transport or to another address, shows the page's own host. */
  'race',
  /** A connection on the way to the page shows a site name. */
  'same-site-before',
  /** What the page loads shows another site name, or goes to a site name over plain HTTP. */
  'same-site-exposed',
  /** A proxy was told a site name. */
  'proxy',
  /** A site name was looked up over plain DNS. */
  'dns',
] as const;
export type Leak = (typeof LEAKS)[number];

/** What the lab sees of a visit. `outerName` is the name that anyone on the way reads on the document's own connection. */
export type Expectation =
  | { outcome: 'hides'; outerName: string; leaks?: readonly Leak[] }
  | { outcome: 'shows'; outerName: string }
  | { outcome: 'cleartext' }
  | { outcome: 'fails' };

/** Names and their records. */
export type Records = Record<string, RecordSet | undefined>;

/** What a site's records are made from. */
export interface RecordContext {
  address: string;
  /** The key that DNS publishes; the server may have another, or none. */
  published: EchKey;
}

/** Where a provider's server says how the connection of a request was opened. */
export const TRACE_PATH = '/cdn-cgi/trace';

/**
 * How the answer there differs from what is true of its connection: what it says of ECH or leaves out, the host or HTTP
 * version that it is about, how it ends, or what comes in its place.
 */
export type TraceFalsehood =
  | 'encrypted'
  | 'twice'
  | 'nothing'
  | 'other-host'
  | 'other-http'
  | 'silence'
  | 'stall'
  | 'redirect'
  | 'huge'
  | 'missing'
  | 'error'
  | 'page';

/** HTTP/3 over QUIC, and the network on the way to it. */
export interface QuicPart {
  /** The server's key there, as over TCP. */
  served: 'published' | 'another' | 'none';
  /** No datagram of a client arrives. Default: each does. */
  dropped?: boolean;
  /** How late each of a client's datagrams arrives. Default: 0. */
  delayMs?: number;
}

export interface TlsPart {
  /** Names on the certificate; the first is the site's own. Cover names come from `cover`. */
  names: readonly string[];
  /** Default: 443. */
  ports?: readonly number[];
  /** Default: the root that Overheard is told to expect. */
  root?: RootId;
  /** Undefined: the server knows nothing of ECH. */
  ech?: {
    outerSni: string;
    /** The server's key: the published one, another that it offers instead, or none. */
    served: 'published' | 'another' | 'none';
    /** False: no certificate for the cover name, so that a refused client cannot be told so. */
    coverCertificate?: boolean;
  };
  maxTls?: '1.2' | '1.3';
  /** The server asks every client for a second hello. */
  helloRetry?: boolean;
  /** HTTP/3 on the same ports; undefined: none. */
  quic?: QuicPart;
  /** Default: h2 and http/1.1. Over HTTP/1.1 alone no two hosts share a connection. */
  alpn?: readonly string[];
  /** Whom the network stops on the way to it. */
  block?: Block;
  /** Default: the trace is true of its connection. */
  trace?: TraceFalsehood;
  /** Where every request over TLS is redirected to. */
  redirectTo?: string;
  /** Fields of every answer. */
  headers?: Readonly<Record<string, string>>;
  /** Values of Link in an answer 103 before each page (RFC 8297). Default: no such answer. */
  earlyHints?: readonly string[];
  /** Requests over a connection that was opened for another of its names are answered with 421. Default: as any other. */
  unshared?: boolean;
}

/** One site: what it publishes, what its server does, and what becomes of a visit. */
export interface Site extends ServedSite {
  title: string;
  note?: string;
  expects: Record<BrowserName, Expectation>;
  /** What a browser that reads ahead makes of it, where that is something else. */
  expectsReadingAhead?: Partial<Record<BrowserName, Expectation>>;
  /** Its page lists all sites. */
  listsSites?: boolean;
}

/** What it publishes, and what its server does. */
export interface ServedSite {
  id: string;
  url: string;
  /** What its DNS records say, in words. */
  publishes: string;
  /** What its server does, in words. */
  serves: string;
  /** What is published says otherwise than what happens, and no extension in Chrome can know. */
  misleadsInference?: boolean;
  /**
   * Why Overheard never looks it up by itself, although its record would be there: its name is one of a home or office network,
   * or its address is private, link-local, shared by a carrier's NAT, or loopback. Undefined: it may look it up.
   */
  unasked?: 'local-name' | 'local-address';
  /** What is loaded in the same tab before, and is no part of the visit. */
  after?: string;
  /** The host whose connection brings the document, when that is another's: they share address and certificate. */
  comesOver?: string;
  /** Its title becomes `done` some time after it has loaded, and the visit lasts until then. */
  endsLate?: boolean;
  /** One of its names may never be looked up, since its address is not known: a popup that has a cause is settled. */
  mayStayUnchecked?: boolean;
  /** The id of the site whose server answers in the end, when it is another. */
  endsAt?: string;
  /** The id of a site whose address it shares. */
  sharesAddressWith?: string;
  /** Its address is one of the provider's whose servers tell how a connection was opened. */
  isProviders?: boolean;
  /** An address of its own choice; else one is given out, see addresses.mjs. */
  address?: string;
  tls?: TlsPart;
  /** A listener on port 80: a page, or a redirect. */
  cleartext?: { redirectTo?: string };
  /** Images that its pages load. */
  resources?: readonly string[];
  /** Address of its pages' icon. Default: none. */
  icon?: string;
  /** A file in pages/: what its pages carry besides. */
  markup?: string;
  records: (context: RecordContext) => Records;
  /** Where a view's records differ; `undefined` makes a name unknown there. */
  viewRecords?: (context: RecordContext) => Partial<Record<ViewId, Records>>;
}
