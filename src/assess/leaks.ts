// The ways in which the name may have leaked although this connection hid it, the worst first: when each applies, and the cause that
// explains it. A new leak is a rule here, a word in `Leak`, `CauseKind` and `AdviceKind` (src/shared/report-kinds.ts) and its sentences.

import type { Facts } from '../shared/facts.ts';
import type { Cause } from '../shared/report.ts';
import type { Leak } from '../shared/report-kinds.ts';
import { statement } from '../shared/sentence.ts';
import { cause, causeBy } from './explanation.ts';
import { exposedAfter, exposedBefore, interceptedStranger, wentBy } from './site-names.ts';

interface LeakRule {
  applies(facts: Facts): boolean;
  explain(facts: Facts): Cause;
}

/** Such a proxy resolves the name, so the browser sends no DNS query. */
const proxyKnowsName = ({ connection }: Facts): boolean => connection?.proxy?.knowsName === true;

const RULES: Record<Leak, LeakRule> = {
  'intercepted-elsewhere': {
    applies: (facts) => interceptedStranger(facts) !== undefined,
    explain(facts) {
      const { host = '', root } = interceptedStranger(facts) ?? {};
      return cause('intercepted-elsewhere', 'inferred', 'added-root', { host }, { label: root?.subject ?? '' });
    },
  },
  redirect: {
    applies: ({ page }) => page.cleartextRedirects.length > 0,
    explain: ({ page }) =>
      cause('cleartext-redirect', 'measured', 'cleartext-redirect', { host: page.cleartextRedirects.at(-1) ?? '' }),
  },
  'exposed-earlier': {
    applies: ({ page }) => page.sniExposedEarlier,
    explain: ({ page }) => cause('exposed-earlier', 'measured', 'exposed-earlier', { host: page.host }),
  },
  'exposed-later': {
    applies: ({ page }) => page.sniExposedLater,
    explain: ({ page }) => cause('exposed-later', 'measured', 'exposed-earlier', { host: page.host }),
  },
  'same-site-before': {
    applies: (facts) => exposedBefore(facts) !== undefined,
    explain: (facts) => cause('same-site-before', 'measured', 'same-site', { host: exposedBefore(facts)?.host ?? '' }),
  },
  'same-site-exposed': {
    applies: (facts) => exposedAfter(facts) !== null,
    explain(facts) {
      const { host = '', evidence = 'measured' } = exposedAfter(facts) ?? {};
      return cause('same-site-exposed', evidence, 'same-site', { host });
    },
  },
  proxy: {
    applies: (facts) => proxyKnowsName(facts) || wentBy(facts, 'proxied'),
    explain: ({ connection, redirects, hosts }) => {
      const others = [...redirects, ...hosts.hosts].map((one) => one.connection.proxy);
      const proxy = [connection?.proxy, ...others].find((one) => one?.knowsName);
      return cause('proxy', 'measured', 'proxy', { host: proxy?.host ?? '' });
    },
  },
  dns: {
    applies: (facts) =>
      (!proxyKnowsName(facts) && facts.connection?.usedPrivateDns === false) || wentBy(facts, 'unencrypted-dns'),
    explain: () => cause('unencrypted-dns', 'measured', 'unencrypted-dns'),
  },
  ocsp: {
    // The unencrypted OCSP query identifies the certificate, and so usually the site (RFC 9849 §10.7).
    applies: ({ connection }) => connection?.usedOcsp === true,
    explain: ({ page }) => cause('ocsp', 'inferred', 'ocsp', { host: page.host }),
  },
  'redirect-unreported': {
    applies: ({ page }) => page.cleartextRedirects.length === 0 && page.redirectUnreported,
    explain: () => ({
      ...causeBy('cleartext-redirect', 'unknown', statement('redirect-unreported'), 'cleartext-redirect'),
      responsible: null,
    }),
  },
  'dns-unreported': {
    applies: (facts) => !proxyKnowsName(facts) && (facts.connection?.usedPrivateDns ?? null) === null,
    explain: () => ({
      ...causeBy('unencrypted-dns', 'unknown', statement('dns-unreported'), 'unencrypted-dns'),
      responsible: null,
    }),
  },
};

/** In the order of the rules, since the first leak is the one that is explained. */
export const leaksOf = (facts: Facts): Leak[] =>
  (Object.keys(RULES) as Leak[]).filter((leak) => RULES[leak].applies(facts));

export const explainLeak = (leak: Leak, facts: Facts): Cause => RULES[leak].explain(facts);
