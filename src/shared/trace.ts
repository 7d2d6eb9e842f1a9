// Providers whose servers say how a connection to them was opened, and what one of them said about a page's own (Chrome). Anybody may
// publish a provider's public name and serve such an answer: its word counts where the page came from the provider's own addresses.

/** A file of the package, at its root: addresses change more often than code. */
export const TRACE_PROVIDERS_FILE = 'trace-providers.json';

export const TRACE_PATH = '/cdn-cgi/trace';

/** When a page behind a provider that tells is asked how its connection was opened. The site and the provider notice. */
export const MEASURE_PAGES = ['on-click', 'automatic', 'never'] as const;
export type MeasurePages = (typeof MEASURE_PAGES)[number];

export interface TraceProvider {
  label: string;
  publicName: string;
  /** Blocks of addresses, `192.0.2.0/24`. */
  ranges: string[];
}

/** The file, in JSON. */
export interface TraceProviders {
  /** The day of the providers' own lists: `2026-11-30`. */
  updated: string;
  providers: TraceProvider[];
}

/** Why a page's own connection could not be measured. */
export type TraceFailure =
  /** The browser does not let Overheard run in pages. */
  | 'no-permission'
  /** Not on this site. */
  | 'no-access'
  /** The page did not finish loading. */
  | 'not-loaded'
  /** The page's connection may have been replaced since. */
  | 'too-late'
  /** A service worker may have answered for the page. */
  | 'worker'
  /** Over HTTP/1.1 a request may take another connection than the page's. */
  | 'http1'
  | 'timed-out'
  /** By another extension, or by the browser. */
  | 'blocked'
  | 'redirected'
  /** No trace, or one that says two things. */
  | 'no-trace'
  /** It came over another connection than the page's, or is about another. */
  | 'another-connection'
  | 'failed';

/** A request for a trace from inside a page, and what the browser says of the page itself. */
export interface TraceAnswer {
  status: number;
  body: string;
  /** There was more of it than was read. */
  isCut: boolean;
  /** Of the request; null where the browser reported no connection. */
  address: string | null;
  fromCache: boolean;
  /** How the page came (ALPN, as in Navigation Timing), and whether a service worker had it first. */
  pageProtocol: string;
  pageByWorker: boolean;
}

export type TraceFacts =
  | { state: 'running' }
  | { state: 'answered'; usedEch: boolean }
  | { state: 'failed'; why: TraceFailure };
