// The ways by which the name may have leaked although this connection hid it, most certain first: when each applies, and the cause
// that explains it. A leak of a new kind is a row here, a word in `Leak` and its sentences.

import type { ConnectionFacts, Facts, PageFacts } from '../shared/facts.ts';
import type { Cause } from '../shared/report.ts';
import type { Leak } from '../shared/report-kinds.ts';
import { statement } from '../shared/sentence.ts';
import { cause, causeBy } from './explanation.ts';

interface LeakRule {
  applies(page: PageFacts, connection: ConnectionFacts | null): boolean;
  explain(facts: Facts): Cause;
}

/** A proxy that is told the name resolves it itself. */
const isTold = (connection: ConnectionFacts | null): boolean => connection?.proxy?.toldName === true;

const RULES: Record<Leak, LeakRule> = {
  proxy: {
    applies: (_, connection) => isTold(connection),
    explain: ({ connection }) => cause('proxy', 'measured', 'proxy', { host: connection?.proxy?.host ?? '' }),
  },
  'named-before': {
    applies: ({ namedBefore }) => namedBefore,
    explain: ({ page }) => cause('named-before', 'measured', 'named-before', { host: page.host }),
  },
  'named-since': {
    applies: ({ namedSince }) => namedSince,
    explain: ({ page }) => cause('named-since', 'measured', 'named-before', { host: page.host }),
  },
  dns: {
    applies: (_, connection) => !isTold(connection) && connection?.usedPrivateDns === false,
    explain: () => cause('clear-dns', 'measured', 'clear-dns'),
  },
  hop: {
    applies: ({ clearHops }) => clearHops.length > 0,
    explain: ({ page }) => cause('clear-hop', 'measured', 'clear-hop', { host: page.clearHops.at(-1) ?? '' }),
  },
  ocsp: {
    // The question went in clear, and names the certificate (RFC 9849 §10.7).
    applies: (_, connection) => connection?.usedOcsp === true,
    explain: ({ page }) => cause('ocsp', 'inferred', 'ocsp', { host: page.host }),
  },
  'hop-untold': {
    applies: ({ clearHops, hopUntold }) => clearHops.length === 0 && hopUntold,
    explain: () => ({ ...causeBy('clear-hop', 'unknown', statement('hop-untold'), 'clear-hop'), responsible: null }),
  },
  'dns-untold': {
    applies: (_, connection) => !isTold(connection) && (connection?.usedPrivateDns ?? null) === null,
    explain: () => ({ ...causeBy('clear-dns', 'unknown', statement('dns-untold'), 'clear-dns'), responsible: null }),
  },
};

/** In the order of the rules: what is known before what is possible. */
export const leaksOf = (page: PageFacts, connection: ConnectionFacts | null): Leak[] =>
  (Object.keys(RULES) as Leak[]).filter((leak) => RULES[leak].applies(page, connection));

export const explainLeak = (leak: Leak, facts: Facts): Cause => RULES[leak].explain(facts);
