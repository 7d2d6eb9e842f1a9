// What Chromium 156 shows of a site's name where an Alt-Svc header leads it to another port or host: it looks up the records there
// (RFC 9460 §9.3) and opens QUIC with the ECH of those, or with the name. Measured with the records of its unit test.

import { alpnSet } from '../dns/service-binding.ts';
import { recordsOf } from '../dns/stored-records.ts';
import type { HostPrediction } from '../shared/facts.ts';
import type { LookupOutcome } from '../shared/lookup.ts';
import { predictClient } from './rows.ts';

/** By the records of `_PORT._https.host`, or of the host itself where the port is 443. */
export function predictAlternative(
  outcome: LookupOutcome,
  { host, port }: { host: string; port: number },
): HostPrediction {
  const prediction = predictClient('chromium', outcome, { scheme: 'https', host, port });
  const { publicName, ambiguousName } = prediction;
  // Malformed records end a connection over TCP. Nobody has measured what they do to one over QUIC.
  if (prediction.outcome === 'cannot-connect') return { outcome: 'unknown' };
  return prediction.outcome === 'hides' && hasEchForHttp3(outcome)
    ? { outcome: 'hides', publicName: ambiguousName ? null : (publicName ?? null) }
    : { outcome: 'shows' };
}

/** No record for HTTP/3 is without `ech`. */
function hasEchForHttp3({ sets: [set] = [] }: LookupOutcome): boolean {
  const decoded = set && recordsOf(set);
  return (
    decoded?.ok === true &&
    decoded.value.every(({ binding }) => binding.ech?.length || !alpnSet(binding).includes('h3'))
  );
}
