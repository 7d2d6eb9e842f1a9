// The events of one ordinary visit, in the order in which both browsers fire them.

import type { ConnectionFacts } from '../../../src/shared/facts.ts';
import type { NavigationEvent } from '../../../src/shared/ports.ts';
import { connection } from '../assess/facts-builder.ts';

let nextRequest = 1;

export interface VisitOptions {
  tabId?: number;
  requestId?: string;
  fromCache?: boolean;
  connection?: ConnectionFacts;
}

export function visit(url: string, options: VisitOptions = {}): NavigationEvent[] {
  const { tabId = 1, requestId = String(nextRequest++), fromCache = false } = options;
  return [
    { kind: 'request', tabId, requestId, url },
    { kind: 'response', tabId, requestId, url, fromCache, connection: options.connection ?? connection() },
    { kind: 'committed', tabId, url, historyMove: false },
  ];
}

export function redirectedVisit(from: string, to: string, { tabId = 1, contacted = true } = {}): NavigationEvent[] {
  const requestId = String(nextRequest++);
  return [
    { kind: 'request', tabId, requestId, url: from },
    { kind: 'redirect', tabId, requestId, from, to, contacted },
    ...visit(to, { tabId, requestId }),
  ];
}
