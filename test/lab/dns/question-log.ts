// Every question that reached the lab, in order: what end-to-end tests read to say who asked whom about what.

import type { Transport } from './faults.ts';
import { type Query, type Rcode, TYPE } from './message.ts';
import type { ViewId } from './zone.ts';

/** One question, with all that a resolver learns from it. */
export interface Question extends Omit<Query, 'type'> {
  timeMs: number;
  view: ViewId;
  transport: Transport;
  /** `HTTPS`, or `TYPE64` for types that the lab has no name for. */
  type: string;
  /** Length of the DNS message, its padding included. */
  lengthBytes: number;
  /** How it was answered: a fault of the transport is not seen here. */
  rcode: Rcode;
  answerCount: number;
  /** Over DoH: the request that carried it. */
  http?: { version: string; method: string; path: string; headers: Record<string, string | string[] | undefined> };
}

const TYPE_NAMES = new Map<number, string>(Object.entries(TYPE).map(([name, number]) => [number, name]));

export function typeName(type: number): string {
  return TYPE_NAMES.get(type) ?? `TYPE${type}`;
}
