// The answer in one statement, and what it is based on.

import { documentTunnel } from '../observers/reported-connection.ts';
import type { Facts } from '../shared/facts.ts';
import type { AnonymitySet } from '../shared/report.ts';
import type { Basis, BasisKind, HeadlineKind, Leak, UnknownReason } from '../shared/report-kinds.ts';
import { assertNever } from '../shared/result.ts';
import { BROWSER_LABELS, type Statement, statement } from '../shared/sentence.ts';
import { describeElsewhere } from './ech-here.ts';
import { type FoundLeak, isAlwaysUnreported } from './leaks.ts';
import { wentWithoutEch } from './not-used.ts';
import type { Conclusion } from './reading.ts';

/** `publicName` is the one that the outer ClientHello carries or should carry, null when none is known. */
export function headlineOf(
  conclusion: Conclusion,
  facts: Facts,
  publicName: string | null,
  anonymitySet: AnonymitySet,
): Statement<HeadlineKind> {
  const { host } = facts.page;
  switch (conclusion.verdict) {
    case 'cleartext':
      return statement(conclusion.to === 'all' ? 'cleartext' : `cleartext-${conclusion.to}`);
    case 'not-applicable':
      return statement('not-applicable');
    case 'intercepted':
      return conclusion.host === null
        ? statement('intercepted', { label: conclusion.root.subject })
        : statement('intercepted-name', { label: conclusion.root.subject }, { host: conclusion.host });
    case 'hidden':
      if (conclusion.unreported !== null && !isAlwaysUnreported(conclusion.unreported, facts))
        return statement(`hidden-${conclusion.unreported.kind}`, { host });
      if (anonymitySet === 'same-owner')
        return publicName === null
          ? statement('hidden-perhaps-same-owner', { host })
          : statement('hidden-same-owner', { host: publicName }, { host });
      return statement(conclusion.unreported === null ? 'hidden' : 'hidden-connection', { host });
    case 'partly-hidden':
      if (anonymitySet === 'same-owner' && publicName !== null && !isMeasured(conclusion.leaks[0]))
        return statement('partly-hidden-same-owner', { host: publicName }, { host });
      return isInferred(conclusion.leaks[0])
        ? statement('partly-hidden-leaky', { host })
        : ofLeak(conclusion.leaks[0], host);
    case 'offered-not-used':
      return statement('offered-not-used', { host });
    case 'exposed':
      if (conclusion.over !== undefined) return statement('exposed-shared', { host }, { host: conclusion.over });
      return statement(conclusion.evidence === 'measured' ? 'exposed' : 'probably-exposed', { host });
    case 'likely-hidden': {
      const {
        leaks: [leak],
        unreported,
      } = conclusion;
      if (leak !== undefined) {
        if (isMeasured(leak)) return ofLeak(leak, host);
        return statement(isInferred(leak) ? 'likely-hidden-leaky' : 'likely-hidden-perhaps', { host });
      }
      if (unreported !== null && unreported.kind !== 'dns-unreported')
        return statement(`likely-hidden-${unreported.kind}`, { host });
      // The verdict stays, and yet nobody may take the expectation for more than it is.
      if (wentWithoutEch(facts)) return statement('likely-hidden-doubted', { host });
      if (conclusion.mixed) return statement('likely-hidden-mixed', { host });
      if (anonymitySet === 'same-owner')
        return conclusion.publicName === null
          ? statement('likely-hidden-perhaps-same-owner', { host })
          : statement('likely-hidden-same-owner', { host: conclusion.publicName }, { host });
      return statement('likely-hidden', { host });
    }
    case 'unknown':
      return ofUnknown(conclusion.reason, host);
    default:
      return assertNever(conclusion);
  }
}

function ofUnknown(reason: UnknownReason, host: string): Statement<HeadlineKind> {
  if (reason.kind === 'pending') return statement('pending');
  if (reason.kind === 'load-failed') return statement('not-loaded');
  const isNew = reason.kind === 'not-asked' && reason.why === 'no-resolver';
  return isNew ? statement('set-up', { host }) : statement('unknown');
}

/** Those whose headline also names the host that gave the site away. */
const NAMING: readonly Leak[] = ['redirect', 'same-site-before', 'same-site-exposed'];

/** Whether it is measured, or only follows from what is published, that the network could read a name. */
const isMeasured = ({ name }: FoundLeak): boolean => name?.evidence === 'measured';
const isInferred = ({ name }: FoundLeak): boolean => name?.evidence === 'inferred';

const ofLeak = ({ kind, from }: FoundLeak, host: string): Statement<HeadlineKind> =>
  statement(`partly-hidden-${kind}`, { host }, ...(NAMING.includes(kind) ? [{ host: from }] : []));

/** `reportedBy`: who reported whether ECH was used, where that was not the browser. */
export function basisOf(conclusion: Conclusion, facts: Facts, reportedBy: string | null): Basis {
  const { host } = facts.page;
  const browser = BROWSER_LABELS[facts.browser];
  switch (conclusion.verdict) {
    case 'cleartext':
      return statement('cleartext');
    case 'not-applicable':
      if (conclusion.why === 'not-web') return statement('not-web');
      if (conclusion.why === 'ip') return statement('ip');
      return statement(conclusion.why === 'onion' ? 'onion' : 'local-name', { host });
    case 'intercepted':
      return conclusion.host === null
        ? statement('added-root', { label: browser }, { label: conclusion.root.subject })
        : statement(
            'added-root-name',
            { label: browser },
            { host: conclusion.host },
            { label: conclusion.root.subject },
          );
    case 'hidden':
    case 'partly-hidden':
      if (documentTunnel(facts) === 'tls-proxy') return statement('tls-proxy', { label: browser });
      return reportedBasis(isLeaky(conclusion, reportedBy) ? 'ech-used-leaky' : 'ech-used', facts, reportedBy);
    case 'offered-not-used':
      return reportedBasis('ech-not-used', facts, reportedBy);
    case 'exposed':
      if (conclusion.echFor !== undefined) return statement('own-name', { host });
      if (conclusion.over !== undefined) return statement('shared-connection', { label: browser });
      if (conclusion.evidence === 'inferred') return inferredBasis('show', facts);
      return reportedBasis('ech-not-used', facts, reportedBy);
    case 'likely-hidden':
      return describeElsewhere(facts) ?? inferredBasis('hide', facts);
    case 'unknown':
      return { kind: 'unknown', reason: conclusion.reason };
    default:
      return assertNever(conclusion);
  }
}

/** Whether the connection is all that the basis may speak of. A server's word is about nothing else. */
const isLeaky = ({ leaks: [first] }: { leaks: FoundLeak[] }, reportedBy: string | null): boolean =>
  first !== undefined && (reportedBy !== null || first.cause.evidence === 'inferred');

const TRACED = {
  'ech-used': 'ech-used-traced',
  'ech-used-leaky': 'ech-used-traced-leaky',
  'ech-not-used': 'ech-not-used-traced',
} as const;
const CACHED = {
  'ech-used': 'ech-used-cached',
  'ech-used-leaky': 'ech-used-cached-leaky',
  'ech-not-used': 'ech-not-used-cached',
} as const;

function reportedBasis(kind: keyof typeof TRACED, { browser, page }: Facts, reportedBy: string | null): Basis {
  if (reportedBy !== null) return statement(TRACED[kind], { label: reportedBy });
  return statement(page.arrival === 'http-cache' ? CACHED[kind] : kind, { label: BROWSER_LABELS[browser] });
}

/** Chrome never tells what happened; Firefox does, but for connections whose security it calls broken. */
function inferredBasis(what: 'hide' | 'show', { browser, page }: Facts): Basis {
  const unreported = browser === 'firefox';
  const keys: Record<typeof what, BasisKind> = unreported
    ? { hide: 'should-hide-unreported', show: 'should-show-unreported' }
    : { hide: 'should-hide', show: 'should-show' };
  return statement(keys[what], { host: page.host }, { label: BROWSER_LABELS[browser] });
}
