// Visits to hidden.example as the lab would have seen them, for the tests of the judge.

import type { Handshake, PageRequest } from '../../lab/echd-process.ts';
import type { Witness } from '../../lab/witness.ts';

const DOCUMENT_AT_MS = 1000;
const DOCUMENT = {
  site: 'hidden',
  scheme: 'https',
  host: 'hidden.example',
  path: '/',
  outerName: '',
  innerName: '',
  echAccepted: false,
};

export const request = (seen: object, others: object = {}): PageRequest =>
  ({
    event: 'request',
    timeMs: DOCUMENT_AT_MS,
    site: 'another',
    connection: 1,
    query: '',
    headers: {},
    location: '',
    misdirected: false,
    ...others,
    seen: { ...DOCUMENT, ...seen },
  }) as unknown as PageRequest;

export const handshake = (others: object): Handshake =>
  ({
    event: 'handshake',
    timeMs: DOCUMENT_AT_MS + 1,
    site: 'another',
    transport: 'tcp',
    address: '203.0.113.1:443',
    connection: 2,
    outerName: '',
    innerName: '',
    echAccepted: false,
    error: '',
    ...others,
  }) as unknown as Handshake;

interface Others extends Partial<Omit<Witness, 'request' | 'requests'>> {
  /** Requests before the one for the document, and after it. */
  before?: PageRequest[];
  after?: PageRequest[];
}

/** Nothing was served where `seen` is undefined. */
export function visit(seen: object | undefined, { before = [], after = [], ...others }: Others = {}): Witness {
  const document = seen && request(seen, { site: 'hidden' });
  return {
    request: document,
    requests: [...before, ...(document ? [document] : []), ...after],
    handshakes: [],
    plainQueries: [],
    proxied: [],
    hinted: new Set(),
    intercepted: new Set(),
    providers: new Set(),
    ...others,
  };
}
