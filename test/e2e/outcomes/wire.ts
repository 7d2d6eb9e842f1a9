// What happened on the wire in one visit, in words: by the server's log, whatever the popup says.

import type { Handshake, PageRequest, ServerEvent } from '../../lab/echd-process.ts';
import { SITES } from '../../lab/sites.ts';

/**
 * The connection that brought the document, and what was tried before it on the way to the same site. `site` is the one that
 * delivers the document; `log` is what the server wrote during the visit.
 */
export function wireOf(site: string, log: readonly ServerEvent[]): string {
  const request = log.findLast((entry): entry is PageRequest => entry.event === 'request' && isDocument(entry, site));
  const handshakes = log.filter((entry): entry is Handshake => entry.event === 'handshake' && entry.site === site);
  if (request === undefined) return handshakes.some(isRefusal) ? 'ECH refused, nothing asked' : 'nothing asked';
  const { seen, headers } = request;
  const how = headers['If-None-Match'] === undefined ? '' : ', to confirm what is kept';
  if (seen.scheme === 'http') return `in clear${how}`;
  const first = handshakes.find(({ echAccepted }) => echAccepted === seen.echAccepted);
  const words = [
    seen.echAccepted ? `ECH as ${seen.outerName}` : `TLS ${seen.tls} as ${seen.outerName || 'nobody'}`,
    first !== undefined && first.hellos > 1 && 'at the second hello',
    handshakes.some(isRefusal) && 'after ECH was refused',
    seen.host.includes(':') && `port ${seen.host.split(':')[1]}`,
  ];
  return words.filter((word) => word !== false).join(', ') + how;
}

const isDocument = ({ site, headers }: PageRequest, wanted: string): boolean =>
  site === wanted && (headers['Sec-Fetch-Dest']?.[0] ?? 'document') === 'document';

/** ECH was meant, and not taken: the name outside is a cover. */
const isRefusal = ({ site, echAccepted, outerName }: Handshake): boolean =>
  site !== 'public' && !echAccepted && COVER_NAMES.has(outerName);

const COVER_NAMES = new Set(SITES.flatMap(({ tls }) => tls?.ech?.outerSni ?? []));
