// Proxies with a log of what they were told: HTTP with CONNECT (RFC 9110 §9.3.6), the same over TLS, and SOCKS5 without
// authentication (RFC 1928), also on a loopback address as Tor and ssh have it. They resolve names themselves, in a view that is handed in, and their own lookups are in no log of questions.

import { readFile } from 'node:fs/promises';
import { createServer as createHttpServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, createServer, isIPv4, type Server, type Socket } from 'node:net';
import { LOOPBACK_ADDRESS, PROXY_ADDRESS } from './addresses.mjs';
import { TYPE } from './dns/message.ts';
import type { View } from './dns/zone.ts';
import type { CertificateFiles } from './pki.ts';

export const PROXIES = {
  http: { address: PROXY_ADDRESS, port: 3128 },
  https: { address: PROXY_ADDRESS, port: 3129 },
  socks: { address: PROXY_ADDRESS, port: 1080 },
  'socks-loopback': { address: LOOPBACK_ADDRESS, port: 1080 },
} as const;
export type ProxyId = keyof typeof PROXIES;

/** One wish that a client had. */
export interface ProxyRequest {
  timeMs: number;
  proxy: ProxyId;
  /** `CONNECT`, also of SOCKS; of HTTP for http: addresses also `GET` and the like. */
  method: string;
  /** A name, or an address when the client resolved the name itself. */
  told: string;
  port: number;
}

type Log = (entry: ProxyRequest) => void;
type Resolve = (host: string) => string | undefined;

/** `certificate` is that of the proxy over TLS. */
interface ProxiesOptions {
  view: View;
  certificate: CertificateFiles;
  log: Log;
}

/** Opens all; resolves to the function that stops them. */
export async function startProxies({ view, certificate, log }: ProxiesOptions): Promise<() => void> {
  const resolve: Resolve = (host) => (isIPv4(host) ? host : addressOf(view, host));
  const [cert, key] = await Promise.all([readFile(certificate.chain), readFile(certificate.key)]);
  const socks = (proxy: ProxyId) => createServer((client) => void serveSocks(client, proxy, resolve, log));
  const servers: Record<ProxyId, Server> = {
    http: serveHttp(createHttpServer(), 'http', resolve, log),
    https: serveHttp(createHttpsServer({ cert, key }), 'https', resolve, log),
    socks: socks('socks'),
    'socks-loopback': socks('socks-loopback'),
  };
  const sockets = new Set<Socket>();
  for (const [kind, server] of Object.entries(servers)) {
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    });
    const { address, port } = PROXIES[kind as ProxyId];
    await new Promise<void>((opened, reject) => server.once('error', reject).listen(port, address, opened));
  }
  return () => {
    for (const server of Object.values(servers)) server.close();
    for (const socket of sockets) socket.destroy();
  };
}

function addressOf(view: View, name: string): string | undefined {
  const flags = { recursionDesired: true, authenticData: false, checkingDisabled: false, edns: undefined };
  const { answers } = view.answer({ id: 0, name, type: TYPE.A, class: 1, ...flags });
  return answers.map(({ data }) => (data.type === 'A' ? data.address : undefined)).find(Boolean);
}

function serveHttp(server: Server, proxy: ProxyId, resolve: Resolve, log: Log): Server {
  server.on('request', (incoming: IncomingMessage, answer: ServerResponse) =>
    forward(incoming, answer, proxy, resolve, log),
  );
  server.on('connect', ({ url = '' }: IncomingMessage, client: Socket, head: Buffer) => {
    const [told = '', port = ''] = url.split(':');
    log({ timeMs: Date.now(), proxy, method: 'CONNECT', told, port: Number(port) });
    const address = resolve(told);
    if (address === undefined) return void client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    const upstream = connect(Number(port), address, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.write(head);
      join(client, upstream);
    });
    upstream.once('error', () => client.destroy());
  });
  return server;
}

/** A request for an http: address, which comes with the whole address. */
function forward(incoming: IncomingMessage, answer: ServerResponse, proxy: ProxyId, resolve: Resolve, log: Log): void {
  const { method = '', headers } = incoming;
  const { hostname, port, pathname, search } = new URL(incoming.url ?? '', 'http://proxy.invalid');
  log({ timeMs: Date.now(), proxy, method, told: hostname, port: Number(port || 80) });
  const fail = () => answer.writeHead(502).end();
  const host = resolve(hostname);
  if (host === undefined) return void fail();
  const sent = request({ host, port: port || 80, path: pathname + search, method, headers }, (response) => {
    answer.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(answer);
  });
  sent.once('error', fail);
  incoming.pipe(sent);
}

const SOCKS = { version: 5, noAuthentication: 0, ipv4: 1, name: 3, granted: 0, unreachable: 4 } as const;

/** RFC 1928 §3 to §6: methods, then one CONNECT to an IPv4 address or a name. Anything else breaks the connection. */
async function serveSocks(client: Socket, proxy: ProxyId, resolve: Resolve, log: Log): Promise<void> {
  const bytes = bytesOf(client);
  try {
    const [, methods = 0] = await bytes(2);
    await bytes(methods);
    client.write(Buffer.of(SOCKS.version, SOCKS.noAuthentication));
    const kind = (await bytes(4))[3];
    if (kind !== SOCKS.ipv4 && kind !== SOCKS.name) throw new Error(`address type ${kind}`);
    const told =
      kind === SOCKS.ipv4 ? (await bytes(4)).join('.') : (await bytes((await bytes(1))[0] ?? 0)).toString('latin1');
    const port = (await bytes(2)).readUInt16BE();
    log({ timeMs: Date.now(), proxy, method: 'CONNECT', told, port });
    const reply = (code: number) => Buffer.of(SOCKS.version, code, 0, SOCKS.ipv4, 0, 0, 0, 0, 0, 0);
    const address = resolve(told);
    if (address === undefined) return void client.end(reply(SOCKS.unreachable));
    const upstream = connect(port, address, () => {
      client.write(reply(SOCKS.granted));
      join(client, upstream);
    });
    upstream.once('error', () => client.destroy());
  } catch {
    client.destroy();
  }
}

/** Reads exactly so many bytes off a paused socket, as often as it is called. */
function bytesOf(socket: Socket): (count: number) => Promise<Buffer> {
  return async (count) => {
    if (count === 0) return Buffer.alloc(0);
    for (;;) {
      const chunk: Buffer | null = socket.read(count);
      if (chunk?.length === count) return chunk;
      if (chunk || socket.destroyed || socket.readableEnded) throw new Error('the client went away');
      await new Promise<void>((resolve) => {
        const wake = () => {
          for (const event of ['readable', 'end', 'close']) socket.off(event, wake);
          resolve();
        };
        for (const event of ['readable', 'end', 'close']) socket.on(event, wake);
      });
    }
  };
}

function join(client: Socket, upstream: Socket): void {
  client.pipe(upstream).pipe(client);
  client.once('close', () => upstream.destroy());
  upstream.once('close', () => client.destroy());
}
