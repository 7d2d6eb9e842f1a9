// Which of a page's responses Firefox is asked about. getSecurityInfo takes half a millisecond of the browser's main thread, and a page
// may send hundreds of requests over the connections that its first ones opened. Pure: no browser, no clock.
//
// Of each origin that a document requests, from the network and from the cache apart, these responses are asked about:
// - number 1, 2, 4 and 8, then each with four times the number of the one before, so that 200 requests to 9 hosts take 36 calls;
// - the first that comes a second or more after the one that was asked about last, so that a change shows while a page goes on;
// - where the address, the proxy or the HTTP version is another than before: they count from 1 again;
// - over HTTP/1.1, where browsers open six connections to an origin, the first six.
//
// A connection that showed the name says nothing of later ones, which may be intercepted. So these are asked about, too.

/** One response, and over what it came. */
export interface Response {
  /** Of its document, or null where the browser does not name that: then each response is asked about. */
  documentId: string | null;
  origin: string;
  fromCache: boolean;
  address: string | null;
  /** Type and host; null for none. */
  proxy: string | null;
  httpVersion: string | null;
  timeMs: number;
}

/** A response to ask about, and what to tell of the answer. */
export interface Sample {
  /** Whether to ask for the certificates up to the root, which costs most: only the first response from an address does. */
  withChain: boolean;
  /**
   * The SHA-256 of the server's own certificate, or null where none was reported. Returns whether the chain is missing: it was not asked
   * for, and the certificate is new.
   */
  answered(certificate: string | null): boolean;
  /** Nothing was reported, or not the chain that was missing: the next response is asked about in its place, with its chain. */
  failed(): void;
}

const REST_MS = 1_000;
const CONNECTIONS_OF_HTTP_1 = 6;
const SLOWER_FROM = 8;

/** Origins of documents that are remembered. Beyond it all are forgotten, and asked about once more than needed. */
const MAX_ORIGINS = 4_000;

interface Origin {
  /** Address, proxy and HTTP version. */
  way: string;
  /** Of the last response, counted from when they came this way. */
  number: number;
  /** Of the next that is asked about for its number. */
  next: number;
  askedAtMs: number;
  /** Whose chains were asked for. */
  addresses: Set<string>;
  certificates: Set<string>;
}

const numberAfter = (number: number): number => number * (number < SLOWER_FROM ? 2 : 4);

export class SecuritySampling {
  readonly #origins = new Map<string, Origin>();

  /** Null where the response is not asked about. */
  next({ documentId, origin, fromCache, address, proxy, httpVersion, timeMs }: Response): Sample | null {
    if (documentId === null) return sampleOf(newOrigin(), '');
    const key = `${documentId} ${fromCache} ${origin}`;
    const known = this.#origins.get(key) ?? this.#remember(key);
    const way = `${address} ${proxy} ${httpVersion}`;
    if (known.way !== way) Object.assign(known, { way, number: 0, next: 1 });
    known.number++;
    const isRested = Math.abs(timeMs - known.askedAtMs) >= REST_MS;
    const isOfFirst = httpVersion?.startsWith('HTTP/1') === true && known.number <= CONNECTIONS_OF_HTTP_1;
    if (known.number < known.next && !isRested && !isOfFirst) return null;
    known.askedAtMs = timeMs;
    while (known.next <= known.number) known.next = numberAfter(known.next);
    return sampleOf(known, `${address} ${proxy}`);
  }

  #remember(key: string): Origin {
    if (this.#origins.size >= MAX_ORIGINS) this.#origins.clear();
    const origin = newOrigin();
    this.#origins.set(key, origin);
    return origin;
  }
}

const newOrigin = (): Origin => ({
  way: '',
  number: 0,
  next: 1,
  askedAtMs: Number.NEGATIVE_INFINITY,
  addresses: new Set(),
  certificates: new Set(),
});

function sampleOf(origin: Origin, address: string): Sample {
  const { addresses, certificates } = origin;
  const withChain = !addresses.has(address);
  addresses.add(address);
  let added = '';
  return {
    withChain,
    answered(certificate) {
      if (certificate === null || certificates.has(certificate)) return false;
      added = certificate;
      certificates.add(certificate);
      return !withChain;
    },
    failed() {
      addresses.delete(address);
      certificates.delete(added);
      origin.next = origin.number + 1;
    },
  };
}
