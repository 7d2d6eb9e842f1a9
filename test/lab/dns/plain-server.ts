// Plain DNS on port 53, UDP and TCP (RFC 7766 framing): the resolver that the namespace's resolv.conf names.

import { createSocket } from 'node:dgram';
import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { vector } from '../bytes.ts';
import { reply, type Transport } from './faults.ts';
import { type Question, typeName } from './question-log.ts';
import type { View } from './zone.ts';

export interface PlainServerOptions {
  view: View;
  address: string;
  log: (question: Question) => void;
}

/** Listens on both transports; resolves to the function that stops them. */
export async function startPlainServer({ view, address, log }: PlainServerOptions): Promise<() => void> {
  const udp = createSocket('udp4', (message, client) => {
    void respond(view, 'udp', message, log, (wire) => udp.send(wire, client.port, client.address));
  });
  const sockets = new Set<Socket>();
  const tcp = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    let pending = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
        const end = 2 + pending.readUInt16BE(0);
        void respond(view, 'tcp', pending.subarray(2, end), log, (wire) => socket.write(vector(2, wire)));
        pending = pending.subarray(end);
      }
    });
  });
  await new Promise<void>((resolve, reject) => udp.once('error', reject).bind(53, address, resolve));
  await new Promise<void>((resolve, reject) => tcp.once('error', reject).listen(53, address, resolve));
  return () => {
    udp.close();
    tcp.close();
    for (const socket of sockets) socket.destroy();
  };
}

async function respond(
  view: View,
  transport: Transport,
  message: Buffer,
  log: PlainServerOptions['log'],
  send: (wire: Buffer) => void,
): Promise<void> {
  const made = tryReply(view, transport, message);
  if (!made) return; // not a query: a resolver drops it
  log({
    ...made.query,
    timeMs: Date.now(),
    view: view.id,
    transport,
    type: typeName(made.query.type),
    lengthBytes: message.length,
    rcode: made.response.rcode,
    answerCount: made.response.answers.length,
  });
  if (made.delayMs > 0) await sleep(made.delayMs);
  if (made.wire) send(made.wire);
}

function tryReply(view: View, transport: Transport, message: Buffer): ReturnType<typeof reply> | undefined {
  try {
    return reply(view, transport, message);
  } catch {
    return undefined;
  }
}
