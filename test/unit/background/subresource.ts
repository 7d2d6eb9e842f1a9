// One subresource of a page's request, with what a test says about it.

import type { SubresourceResponse } from '../../../src/shared/ports.ts';
import { connection } from '../assess/facts-builder.ts';
import { COMMITTED_AT_MS } from './visit.ts';

/** Over TLS with ECH, a moment after the commit, under https://news.example/. */
export const subresource = (host: string, change: Partial<SubresourceResponse> = {}): SubresourceResponse => ({
  tabId: 1,
  scheme: 'https',
  host,
  port: change.scheme === 'http' ? 80 : 443,
  timeMs: COMMITTED_AT_MS + 100,
  fromCache: false,
  connection: connection(),
  documentId: null,
  topHost: 'news.example',
  ...change,
});
