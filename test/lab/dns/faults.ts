// What can go wrong with an answer, on purpose. Faults of the message work over every transport; faults of HTTP work over
// DoH, and plain DNS then stays silent.

import { decodeQuery, encodeResponse, type Query, type Rcode, type Response } from './message.ts';
import type { View } from './zone.ts';

export type MessageFault =
  | { kind: 'rcode'; rcode: Rcode; extendedError?: { code: number; text: string } }
  /** The TC bit and no answers; over TCP the full answer. */
  | { kind: 'truncated' }
  /** A good answer to a question that nobody asked. */
  | { kind: 'other-answer' }
  | { kind: 'garbage'; bytes?: Uint8Array }
  | { kind: 'delay'; delayMs: number }
  /** No answer ever. */
  | { kind: 'silence' };

export type HttpFault =
  | { kind: 'http-status'; status: number; headers?: Record<string, string> }
  | { kind: 'redirect'; location: string }
  | { kind: 'content-type'; contentType: string }
  /** The connection (h2: the stream) is reset in the middle of the body. */
  | { kind: 'reset-mid-body' }
  /** Zeros after the message, up to this many bytes in all. */
  | { kind: 'oversize'; lengthBytes: number }
  | { kind: 'slow-bytes'; intervalMs: number };

export type Fault = MessageFault | HttpFault;
export type Transport = 'udp' | 'tcp' | 'doh';

const GARBAGE = Buffer.from('This is not a DNS message.');
const OTHER_NAME = 'other.example';

/** One question with the bytes to answer it, message faults applied. */
export interface Reply {
  query: Query;
  response: Response;
  /** Undefined: stay silent. */
  wire: Buffer | undefined;
  delayMs: number;
  /** What is left for the HTTP server to do. */
  httpFault: HttpFault | undefined;
}

/** Answers one message in a view. Throws when the message is no query. */
export function reply(view: View, transport: Transport, message: Buffer): Reply {
  const query = decodeQuery(message);
  const fault = view.faultFor(query.name);
  const good = view.answer(query);
  const plain: Reply = { query, response: good, wire: encodeResponse(query, good), delayMs: 0, httpFault: undefined };
  switch (fault?.kind) {
    case undefined:
      return plain;
    case 'rcode': {
      const { rcode, extendedError } = fault;
      const response: Response = { rcode, answers: [], authorities: [], ...(extendedError && { extendedError }) };
      return { ...plain, response, wire: encodeResponse(query, response) };
    }
    case 'truncated': {
      if (transport === 'tcp') return plain;
      const response = { ...good, answers: [], authorities: [], truncated: true };
      return { ...plain, response, wire: encodeResponse(query, response) };
    }
    case 'other-answer': {
      const other = { ...query, name: OTHER_NAME };
      const answers = good.answers.map((record) => ({ ...record, name: OTHER_NAME }));
      return { ...plain, wire: encodeResponse(other, { ...good, answers }) };
    }
    case 'garbage':
      return { ...plain, wire: Buffer.from(fault.bytes ?? GARBAGE) };
    case 'delay':
      return { ...plain, delayMs: fault.delayMs };
    case 'silence':
      return { ...plain, wire: undefined };
    default:
      return transport === 'doh' ? { ...plain, httpFault: fault } : { ...plain, wire: undefined };
  }
}
