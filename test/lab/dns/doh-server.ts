// A DNS over HTTPS resolver, RFC 8484: GET and POST, HTTP/2 and HTTP/1.1, one view.

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { constants, createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CertificateFiles } from '../pki.ts';
import { type HttpFault, type Reply, reply } from './faults.ts';
import { type Question, typeName } from './question-log.ts';
import type { View } from './zone.ts';

type Request = IncomingMessage | Http2ServerRequest;
type Answer = ServerResponse | Http2ServerResponse;

const PATH = '/dns-query';
const MEDIA_TYPE = 'application/dns-message';

export interface DohServerOptions {
  view: View;
  address: string;
  certificate: CertificateFiles;
  expiredCertificate: CertificateFiles;
  log: (question: Question) => void;
}

/** What is wrong with every connection, whatever is asked: nobody listens, or whoever does has a certificate that has ended. */
export type Trouble = 'refused' | 'expired-certificate';

export interface DohServer {
  /** From now on, for connections that are open too; undefined: all is well. */
  setTrouble(trouble: Trouble | undefined): Promise<void>;
  stop(): void;
}

/** Listens on port 443 of the address. */
export async function startDohServer(options: DohServerOptions): Promise<DohServer> {
  const { view, address, log } = options;
  const [good, expired] = await Promise.all([options.certificate, options.expiredCertificate].map(readCertificate));
  const server = createSecureServer({ allowHTTP1: true, ...good }, (request, response) => {
    answer(view, log, request, response).catch((error: unknown) => {
      if (!response.headersSent) fail(response, 400, String(error));
    });
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('sessionError', () => {}); // a browser that goes away in mid-request is no news
  const listen = () => once(server.listen(443, address), 'listening');
  const stop = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  await listen();
  return {
    async setTrouble(trouble) {
      stop();
      // What was known of an earlier connection is not taken for this one.
      server.setSecureContext({ ...(trouble === 'expired-certificate' ? expired : good) });
      if (trouble !== 'refused') await listen();
    },
    stop,
  };
}

async function readCertificate({ chain, key }: CertificateFiles): Promise<{ cert: Buffer; key: Buffer }> {
  const [cert, privateKey] = await Promise.all([readFile(chain), readFile(key)]);
  return { cert, key: privateKey };
}

async function answer(view: View, log: DohServerOptions['log'], request: Request, response: Answer): Promise<void> {
  const url = new URL(request.url ?? '/', 'https://resolver.invalid');
  if (url.pathname !== PATH) return fail(response, 404, 'not found');
  const message = request.method === 'GET' ? decodeParameter(url) : await readBody(request);
  const made = reply(view, 'doh', message);
  log({
    ...made.query,
    timeMs: Date.now(),
    view: view.id,
    transport: 'doh',
    type: typeName(made.query.type),
    lengthBytes: message.length,
    rcode: made.response.rcode,
    answerCount: made.response.answers.length,
    http: {
      version: request.httpVersion,
      method: request.method ?? '',
      path: request.url ?? '',
      headers: { ...request.headers },
    },
  });
  if (made.delayMs > 0) await sleep(made.delayMs);
  if (made.wire) await send(view, made, made.wire, response);
}

/** RFC 8484 §4.1: base64url without padding. */
function decodeParameter(url: URL): Buffer {
  return Buffer.from(url.searchParams.get('dns') ?? '', 'base64url');
}

async function readBody(request: Request): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function send(view: View, made: Reply, wire: Buffer, response: Answer): Promise<void> {
  const fault = made.httpFault;
  if (fault?.kind === 'http-status') return fail(response, fault.status, 'the lab says no', fault.headers);
  if (fault?.kind === 'redirect') return fail(response, 307, 'elsewhere', { location: fault.location });
  const body = fault?.kind === 'oversize' ? Buffer.concat([wire], fault.lengthBytes) : wire;
  const headers: Record<string, string> = {
    'content-type': fault?.kind === 'content-type' ? fault.contentType : MEDIA_TYPE,
    'content-length': `${body.length}`,
    'cache-control': `max-age=${freshSeconds(made)}`,
    ...view.httpHeaders,
  };
  writeHead(response, 200, headers);
  await sendBody(response, body, fault);
}

async function sendBody(response: Answer, body: Buffer, fault: HttpFault | undefined): Promise<void> {
  switch (fault?.kind) {
    case 'reset-mid-body':
      write(response, body.subarray(0, body.length / 2));
      await sleep(20); // let the half go out first
      if ('stream' in response) response.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
      else response.destroy();
      return;
    case 'slow-bytes':
      for (let at = 0; at < body.length && !response.destroyed; at += 1) {
        write(response, body.subarray(at, at + 1));
        await sleep(fault.intervalMs);
      }
      response.end();
      return;
    default:
      response.end(body);
  }
}

/** RFC 8484 §5.1: HTTP freshness no longer than the smallest TTL. */
function freshSeconds({ response }: Reply): number {
  const ttls = [...response.answers, ...response.authorities].map(({ ttlSeconds }) => ttlSeconds);
  return ttls.length > 0 ? Math.min(...ttls) : 0;
}

function fail(response: Answer, status: number, text: string, headers: Record<string, string> = {}): void {
  writeHead(response, status, { 'content-type': 'text/plain', ...headers });
  response.end(text);
}

// Node's two response classes have the same methods with overloads that TypeScript cannot unite.
function writeHead(response: Answer, status: number, headers: Record<string, string>): void {
  (response as ServerResponse).writeHead(status, headers);
}

function write(response: Answer, bytes: Uint8Array): void {
  (response as ServerResponse).write(bytes);
}
