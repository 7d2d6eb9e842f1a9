// Which connection, if any, the facts tell of for the document that the tab shows.

import type { ConnectionFacts, Facts } from '../shared/facts.ts';

/** Whether a connection brought this document: from the network, or once into Firefox's cache, which keeps the flags. */
export const cameOverNetwork = ({ browser, page }: Facts): boolean =>
  page.failure === null && (page.arrival === 'network' || (page.arrival === 'http-cache' && browser === 'firefox'));

/** What the browser told, when it belongs to this document. */
export const reportedConnection = (facts: Facts): ConnectionFacts | null =>
  cameOverNetwork(facts) ? facts.connection : null;
