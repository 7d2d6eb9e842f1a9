// What a row of src/browsers foretells, and what browsers sent to a server that closes after the ClientHello, in the same words. Such
// servers have no QUIC, so of a row its part over TCP is what they see.

import { type Client, type Prediction, predictClient } from '../../src/browsers/rows.ts';
import { encodeBase64 } from '../../src/bytes/base64.ts';

/** In place of the site's own name. */
const HOST = '{host}';

/** A row as a server over TCP sees it in the seconds that a measurement takes: Firefox tries QUIC for 30 where it has to. */
export function overTcp(row: Prediction): Prediction {
  const tcp = row.transports?.tcp;
  if (tcp === undefined) return row;
  const outcome = tcp.opens === 'if-failed' ? 'cannot-connect' : tcp.outcome;
  return { ...row, onFailure: 'not-applicable', ...tcp, outcome };
}

/** `{host}`, `cover.example`, `cover.example, then {host}`, or `nothing`. */
export function foretold(client: Exclude<Client, 'rfc'>, rdatas: readonly Uint8Array[]): string {
  const host = 'www.example.com';
  const set = { owner: host, cnames: [], ttlSeconds: 60, rdatas: rdatas.map(encodeBase64) };
  const row = overTcp(predictClient(client, { kind: 'records', sets: [set] }, { scheme: 'https', host, port: 443 }));
  if (row.outcome === 'cannot-connect') return 'nothing';
  if (row.outcome === 'shows') return HOST;
  return `${row.publicName}${row.onFailure === 'falls-back' ? `, then ${HOST}` : ''}`;
}

/** The same of the names that were sent: which came first, and whether the real one followed. */
export function inShort([first = 'nothing', ...then]: readonly string[]): string {
  return then.includes(HOST) && first !== HOST ? `${first}, then ${HOST}` : first;
}
