// A client for the lab's own resolvers, to see what they answer without a browser: DoH over HTTP/1.1, raw bytes.

import { readFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { domainName, uint, vector } from '../bytes.ts';
import { ensureRoot } from '../pki.ts';
import type { Resolver } from '../resolvers.ts';
import { TYPE } from './message.ts';

export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** RFC 7871 §7.1.2: option 8 of four bytes, family 1, source and scope prefix 0. */
const NO_SUBNET = Buffer.concat([uint(2, 8), uint(2, 4), uint(2, 1), uint(2, 0)]);

/** A query with RD, id 0 and an OPT record, in which it says by default that the client's subnet is not to be passed on. */
export function encodeQuery(name: string, type: keyof typeof TYPE, options: Uint8Array = NO_SUBNET): Buffer {
  return Buffer.concat([
    uint(2, 0),
    uint(2, 0x0100),
    ...[1, 0, 0, 1].map((count) => uint(2, count)),
    domainName(name),
    uint(2, TYPE[type]),
    uint(2, 1),
    ...[domainName(''), uint(2, TYPE.OPT), uint(2, 1232), uint(4, 0), vector(2, options)],
  ]);
}

/** Sends one message. Rejects when the connection breaks or nothing comes in time. */
export async function ask(
  { host, address }: Resolver,
  message: Buffer,
  { method = 'GET', timeoutMs = 2000 }: { method?: 'GET' | 'POST'; timeoutMs?: number } = {},
): Promise<RawAnswer> {
  const ca = await readFile((await ensureRoot('expected')).chain);
  const query = method === 'GET' ? `?dns=${message.toString('base64url')}` : '';
  const signal = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve, reject) => {
    const headers = { host, ...(method === 'POST' && { 'content-type': 'application/dns-message' }) };
    const sent = request(
      { host: address, servername: host, path: `/dns-query${query}`, method, headers, ca, signal, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      },
    );
    sent.once('error', reject);
    sent.end(method === 'POST' ? message : undefined);
  });
}
