// What a provider's server says at TRACE_PATH of the request that asked: lines of `key=value`. Pure.

import { err, ok, type Result } from '../shared/result.ts';
import type { TraceAnswer, TraceFailure } from '../shared/trace.ts';

/** No trace is longer: Cloudflare's has a dozen short lines. */
export const MAX_TRACE_BYTES = 4096;

/** `sni=encrypted` or `sni=plaintext`. Null for anything else, and for both. */
export function echInTrace(body: string): boolean | null {
  const sni = fieldOf(body, 'sni');
  return sni === 'encrypted' ? true : sni === 'plaintext' ? false : null;
}

/** Null where it stands there never, or more than once. */
function fieldOf(body: string, key: string): string | null {
  const start = `${key}=`;
  const lines = body.slice(0, MAX_TRACE_BYTES).split('\n');
  const [line, second] = lines.filter((line) => line.startsWith(start));
  return line === undefined || second !== undefined ? null : line.slice(start.length).trimEnd();
}

/** HTTP versions by ALPN, as a trace calls them. */
const HTTP_VERSIONS: Record<string, string> = { h2: 'http/2', h3: 'http/3' };

/** Whether ECH was used on the page's own connection. `page` is what is known of that, by host and address. */
export function readTrace(
  answer: TraceAnswer,
  page: { host: string; address: string | null },
): Result<boolean, TraceFailure> {
  const { status, body, isCut, address, fromCache, pageProtocol, pageByWorker } = answer;
  if (pageByWorker) return err('worker');
  const http = HTTP_VERSIONS[pageProtocol];
  if (http === undefined) return err('http1');
  const usedEch = echInTrace(body);
  if (status !== 200 || isCut || usedEch === null) return err('no-trace');
  const isSameConnection =
    !fromCache &&
    address !== null &&
    address === page.address &&
    fieldOf(body, 'h') === page.host &&
    fieldOf(body, 'http') === http;
  return isSameConnection ? ok(usedEch) : err('another-connection');
}
