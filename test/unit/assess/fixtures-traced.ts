// Pages in Chrome whose servers were asked how the page's own connection was opened.

import type { TraceFacts, TraceFailure } from '../../../src/shared/trace.ts';
import { httpsRdata } from '../builders.ts';
import { chromeConnection, chromium, HOST, hop, host, page, records, visited, withEch } from './facts-builder.ts';
import type { Row } from './fixtures-beside.ts';

export const CLOUDFLARE_RECORD = records(withEch('cloudflare-ech.com'));
export const told = (usedEch: boolean): TraceFacts => ({ state: 'answered', usedEch });
const failed = (why: TraceFailure): TraceFacts => ({ state: 'failed', why });

const FAILURES: TraceFailure[] = [
  'no-permission',
  'no-access',
  'not-loaded',
  'too-late',
  'worker',
  'http1',
  'timed-out',
  'blocked',
  'redirected',
  'no-trace',
  'another-connection',
  'failed',
];

/** HTTP/3 without ECH beside HTTP/2 with it: Chromium opens both, and either may win. */
export const HALF = records(
  withEch('cloudflare-ech.com'),
  httpsRdata(1, '.', { alpn: ['h3'], other: { 2: new Uint8Array() } }),
);
/** The same answer from an address that is not Cloudflare's. */
export const elsewhere = { ...chromeConnection(), address: '198.51.100.7' };

export const ROWS_TRACED: Row[] = [
  ['hidden-by-trace', chromium({ lookup: CLOUDFLARE_RECORD, trace: told(true) }), 'hidden', 'measured', null],
  [
    'partly-hidden-by-trace',
    chromium({
      lookup: CLOUDFLARE_RECORD,
      trace: told(true),
      ...visited([hop(HOST, ['cleartext'])]),
    }),
    'partly-hidden',
    'measured',
    'cleartext-redirect',
  ],
  [
    'partly-hidden-by-trace-sibling',
    chromium({
      lookup: CLOUDFLARE_RECORD,
      trace: told(true),
      ...visited([
        host(`static.${HOST}`, ['unreported'], {
          connection: { ...chromeConnection(), address: '192.0.2.99' },
          prediction: { outcome: 'shows' },
        }),
      ]),
    }),
    'partly-hidden',
    'measured',
    'same-site-exposed',
  ],
  [
    'offered-not-used-by-trace',
    chromium({ lookup: CLOUDFLARE_RECORD, trace: told(false) }),
    'offered-not-used',
    'measured',
    'not-yet-known',
  ],
  [
    'trace-running',
    chromium({ lookup: CLOUDFLARE_RECORD, trace: { state: 'running' } }),
    'likely-hidden',
    'inferred',
    null,
  ],
  ...FAILURES.map(
    (why): Row => [
      `trace-${why}`,
      chromium({ lookup: CLOUDFLARE_RECORD, trace: failed(why) }),
      'likely-hidden',
      'inferred',
      null,
    ],
  ),
  [
    'trace-elsewhere',
    chromium({ lookup: CLOUDFLARE_RECORD, trace: told(true), connection: elsewhere }),
    'likely-hidden',
    'inferred',
    null,
  ],
  [
    'trace-cached',
    chromium({ lookup: CLOUDFLARE_RECORD, trace: told(true), page: page(undefined, { arrival: 'http-cache' }) }),
    'unknown',
    'unknown',
    'not-from-network',
  ],
];
