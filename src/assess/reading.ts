// What a verdict is made of: the verdict with all that its sentences need, one shape for each, so that none can be built
// without its reason.

import type { RootFacts } from '../shared/facts.ts';
import type { Evidence } from '../shared/report.ts';
import type { UnknownReason } from '../shared/report-kinds.ts';
import { assertNever } from '../shared/result.ts';
import type { FoundLeak, FoundUnreported } from './leaks.ts';

export type Conclusion =
  /** Who reads it: everyone on the way, everyone in the network around the device, or everyone behind a proxy. */
  | {
      verdict: 'cleartext';
      to: 'all' | 'local' | 'proxied';
      leaks: FoundLeak[];
      unreported: FoundUnreported | null;
    }
  | { verdict: 'not-applicable'; why: 'not-web' | 'ip' | 'local-name' | 'onion' }
  /** `host`: another of the site's names, where the page's own connection is not the intercepted one. */
  | { verdict: 'intercepted'; root: RootFacts; host: string | null }
  | { verdict: 'hidden'; leaks: []; unreported: FoundUnreported | null }
  | { verdict: 'partly-hidden'; leaks: [FoundLeak, ...FoundLeak[]]; unreported: FoundUnreported | null }
  | { verdict: 'offered-not-used' }
  /** `over`: the host whose connection it shared. `echFor`: ECH was used, or should have been, and the public name is the site's own. */
  | { verdict: 'exposed'; evidence: 'measured' | 'inferred'; echFor?: 'measured' | 'inferred'; over?: string }
  | {
      verdict: 'likely-hidden';
      publicName: string | null;
      mixed: boolean;
      leaks: FoundLeak[];
      unreported: FoundUnreported | null;
    }
  /** `leaks`: ways in which the name leaked, whether or not this connection hid it. */
  | { verdict: 'unknown'; reason: UnknownReason; leaks: FoundLeak[] };

/** The evidence word that goes with a conclusion. */
export function evidenceOf(conclusion: Conclusion): Evidence {
  switch (conclusion.verdict) {
    case 'likely-hidden':
      return 'inferred';
    case 'exposed':
      return conclusion.evidence;
    case 'unknown':
      return 'unknown';
    case 'cleartext':
    case 'not-applicable':
    case 'intercepted':
    case 'hidden':
    // That ECH was used; whether a leak is measured stands with its cause.
    case 'partly-hidden':
    case 'offered-not-used':
      return 'measured';
    default:
      return assertNever(conclusion);
  }
}
