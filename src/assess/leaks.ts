// The ways in which the name may have leaked although this connection hid it, most certain first: when each applies, and the cause that
// explains it. A new leak is a rule here, a word in `Leak`, `CauseKind` and `AdviceKind` (src/shared/report-kinds.ts) and its sentences.

import type { ConnectionFacts, Facts, PageFacts } from '../shared/facts.ts';
import type { Cause } from '../shared/report.ts';
import type { Leak } from '../shared/report-kinds.ts';
import { statement } from '../shared/sentence.ts';
import { cause, causeBy } from './explanation.ts';

interface LeakRule {
  applies(page: PageFacts, connection: ConnectionFacts | null): boolean;
  explain(facts: Facts): Cause;
}

/** Such a proxy resolves the name, so the browser sends no DNS query. */
const proxyKnowsName = (connection: ConnectionFacts | null): boolean => connection?.proxy?.knowsName === true;

const RULES: Record<Leak, LeakRule> = {
  proxy: {
    applies: (_, connection) => proxyKnowsName(connection),
    explain: ({ connection }) => cause('proxy', 'measured', 'proxy', { host: connection?.proxy?.host ?? '' }),
  },
  'exposed-earlier': {
    applies: ({ sniExposedEarlier }) => sniExposedEarlier,
    explain: ({ page }) => cause('exposed-earlier', 'measured', 'exposed-earlier', { host: page.host }),
  },
  'exposed-later': {
    applies: ({ sniExposedLater }) => sniExposedLater,
    explain: ({ page }) => cause('exposed-later', 'measured', 'exposed-earlier', { host: page.host }),
  },
  dns: {
    applies: (_, connection) => !proxyKnowsName(connection) && connection?.usedPrivateDns === false,
    explain: () => cause('unencrypted-dns', 'measured', 'unencrypted-dns'),
  },
  redirect: {
    applies: ({ cleartextRedirects }) => cleartextRedirects.length > 0,
    explain: ({ page }) =>
      cause('cleartext-redirect', 'measured', 'cleartext-redirect', { host: page.cleartextRedirects.at(-1) ?? '' }),
  },
  ocsp: {
    // The unencrypted OCSP query identifies the certificate, and so usually the site (RFC 9849 §10.7).
    applies: (_, connection) => connection?.usedOcsp === true,
    explain: ({ page }) => cause('ocsp', 'inferred', 'ocsp', { host: page.host }),
  },
  'redirect-unreported': {
    applies: ({ cleartextRedirects, redirectUnreported }) => cleartextRedirects.length === 0 && redirectUnreported,
    explain: () => ({
      ...causeBy('cleartext-redirect', 'unknown', statement('redirect-unreported'), 'cleartext-redirect'),
      responsible: null,
    }),
  },
  'dns-unreported': {
    applies: (_, connection) => !proxyKnowsName(connection) && (connection?.usedPrivateDns ?? null) === null,
    explain: () => ({
      ...causeBy('unencrypted-dns', 'unknown', statement('dns-unreported'), 'unencrypted-dns'),
      responsible: null,
    }),
  },
};

/** In the order of the rules, since the first leak is the one that is explained. */
export const leaksOf = (page: PageFacts, connection: ConnectionFacts | null): Leak[] =>
  (Object.keys(RULES) as Leak[]).filter((leak) => RULES[leak].applies(page, connection));

export const explainLeak = (leak: Leak, facts: Facts): Cause => RULES[leak].explain(facts);
