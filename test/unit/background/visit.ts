// The events of one ordinary visit, in the order in which both browsers fire them.

import type { ConnectionFacts } from '../../../src/shared/facts.ts';
import type { NavigationEvent } from '../../../src/shared/ports.ts';
import { hostNamesIn } from '../../../src/shared/site-address.ts';
import { connection } from '../assess/facts-builder.ts';

let nextRequest = 1;

export interface VisitOptions {
  tabId?: number;
  requestId?: string;
  fromCache?: boolean;
  connection?: ConnectionFacts;
}

export function visit(url: string, options: VisitOptions = {}): NavigationEvent[] {
  const { tabId = 1, requestId = String(nextRequest++) } = options;
  return [
    { kind: 'request', tabId, requestId, url, timeMs: COMMITTED_AT_MS - 50 },
    response(url, { ...options, requestId }),
    committed(url, { tabId }),
  ];
}

/** Before the page is committed. */
export const response = (url: string, options: VisitOptions = {}, timeMs = COMMITTED_AT_MS - 20): NavigationEvent => ({
  kind: 'response',
  tabId: options.tabId ?? 1,
  requestId: options.requestId ?? 'r',
  url,
  fromCache: options.fromCache ?? false,
  timeMs,
  connection: options.connection ?? connection(),
});

/** A server of the first address, which opened no connection with ECH, redirects to the second, which did. */
export const redirectedFromPlain = (
  from: string,
  to: string,
  plain: ConnectionFacts = connection({ usedEch: false }),
): NavigationEvent[] => [
  { kind: 'request', tabId: 1, requestId: 'r', url: from, timeMs: COMMITTED_AT_MS - 60 },
  response(from, { connection: plain }, COMMITTED_AT_MS - 50),
  redirect(from, to),
  response(to),
  committed(to),
];

/** What either browser says of a response at its end: never of ECH. */
export const completed = (url: string, requestId: string, timeMs = COMMITTED_AT_MS): NavigationEvent => ({
  kind: 'completed',
  tabId: 1,
  requestId,
  url,
  timeMs,
  fromCache: false,
  connection: connection({ security: null, usedEch: null, usedPrivateDns: null, root: null }),
});

/** A commit in the middle of a day, unless told otherwise. */
export const committed = (
  url: string,
  options: {
    tabId?: number;
    historyMove?: boolean;
    clientRedirect?: boolean;
    serverRedirect?: boolean;
    reload?: boolean;
    timeMs?: number;
    documentId?: string;
  } = {},
): NavigationEvent => ({
  kind: 'committed',
  tabId: 1,
  url,
  historyMove: false,
  clientRedirect: false,
  reload: false,
  restricted: false,
  serverRedirect: false,
  timeMs: COMMITTED_AT_MS,
  documentId: null,
  ...options,
});

export const COMMITTED_AT_MS = 1_800_000_000_000;

/** The same events, so much later. */
export const at = (events: NavigationEvent[], laterMs: number): NavigationEvent[] =>
  events.map((event) => ('timeMs' in event ? { ...event, timeMs: event.timeMs + laterMs } : event));

/** As src/platform tells of it. */
export const redirect = (
  from: string,
  to: string,
  { tabId = 1, requestId = 'r', contacted = true } = {},
): NavigationEvent => ({
  kind: 'redirect',
  tabId,
  requestId,
  from,
  to,
  contacted,
  address: '192.0.2.7',
  names: from.startsWith('http:') ? hostNamesIn(from, to) : [],
});

export function redirectedVisit(from: string, to: string, { tabId = 1, contacted = true } = {}): NavigationEvent[] {
  const requestId = String(nextRequest++);
  return [
    { kind: 'request', tabId, requestId, url: from, timeMs: COMMITTED_AT_MS - 100 },
    redirect(from, to, { tabId, requestId, contacted }),
    ...visit(to, { tabId, requestId }),
  ];
}
