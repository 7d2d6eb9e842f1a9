// A client for the lab's own resolvers, to see what they answer without a browser: DoH over HTTP/1.1, raw octets.

import { readFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { domainName, uint } from '../octets.ts';
import { ensureRoot } from '../pki.ts';
import type { Resolver } from '../resolvers.ts';
import { TYPE } from './message.ts';

export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** A query with RD, id 0 and, when wanted, an empty OPT record. */
export function encodeQuery(name: string, type: keyof typeof TYPE, edns = true): Buffer {
  const opt = edns ? [domainName(''), uint(2, TYPE.OPT), uint(2, 1232), uint(4, 0), uint(2, 0)] : [];
  const counts = [1, 0, 0, edns ? 1 : 0].map((count) => uint(2, count));
  return Buffer.concat([
    uint(2, 0),
    uint(2, 0x0100),
    ...counts,
    domainName(name),
    uint(2, TYPE[type]),
    uint(2, 1),
    ...opt,
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
