// Which connection, if any, the facts tell of for the document that the tab shows.

import type { ConnectionFacts, Facts, Tunnel } from '../shared/facts.ts';
import { tunnelOf } from '../shared/tunnel.ts';

/** Whether a connection brought this document: from the network, or once into Firefox's cache, which keeps the flags. */
export const cameOverNetwork = ({ browser, page }: Facts): boolean =>
  page.failure === null && (page.arrival === 'network' || (page.arrival === 'http-cache' && browser === 'firefox'));

/** What the browser told, when it belongs to this document. */
export const reportedConnection = (facts: Facts): ConnectionFacts | null =>
  cameOverNetwork(facts) ? facts.connection : null;

/** Not where the document comes from the cache: how it was first fetched is not known. */
export const documentTunnel = (facts: Facts): Tunnel | null =>
  facts.page.arrival === 'network' ? tunnelOf(reportedConnection(facts)?.proxy ?? null) : null;
