// The ways in which the site's name may have leaked although this connection hid it, the worst first: when each applies, the cause that
// explains it, and the name that it showed. A new leak is a rule here, a word in `Leak`, `CauseKind` and `AdviceKind`
// (src/shared/report-kinds.ts), who is responsible for it (explanation.ts) and its sentences: the compiler asks for each.

import { documentTunnel } from '../observers/reported-connection.ts';
import type { Facts, Tunnel } from '../shared/facts.ts';
import type { Cause } from '../shared/report.ts';
import type { AdviceKind, Leak, UnreportedLeak } from '../shared/report-kinds.ts';
import { statement } from '../shared/sentence.ts';
import { describeAlternative, shownAlternative, uncheckedAlternative } from './alternatives.ts';
import { cause, causeBy } from './explanation.ts';
import { type ExposedName, exposedName, type VisitReading, wentBy } from './visit-reading.ts';

export interface FoundLeak {
  kind: Leak;
  /** The host by whose connection it happened. */
  from: string;
  cause: Cause;
  /** What the network could read by it; null where it is not known to be the network that read it. */
  name: ExposedName | null;
}

export interface FoundUnreported {
  kind: UnreportedLeak;
  cause: Cause;
}

type Found = Omit<FoundLeak, 'kind'> | null;

/** Such a proxy resolves the name, so the browser sends no DNS query. */
const proxyKnowsName = ({ connection }: Facts): boolean => connection?.proxy?.knowsName === true;

/** A connection of the visit that showed a name of the site. */
const byName = (
  kind: 'exposed-later' | 'exposed-earlier' | 'same-site-before' | 'same-site-exposed',
  advice: AdviceKind,
  name: ExposedName | null,
): Found => {
  if (name === null) return null;
  const { host, evidence } = name;
  const why = statement(evidence === 'measured' ? kind : 'name-shown', { host });
  return { from: host, name, cause: causeBy(kind, evidence, why, advice) };
};

export const proxyCause = (kind: 'proxy' | Tunnel, host: string): Cause => cause(kind, 'measured', 'proxy', { host });

/** A proxy by which a name of the site went in this way, the document's own before others. */
function byProxy(facts: Facts, { naming }: VisitReading, kind: 'proxy' | Tunnel): Found {
  const way = kind === 'proxy' ? 'proxied' : kind;
  const ownWay = documentTunnel(facts) ?? (proxyKnowsName(facts) ? 'proxied' : null);
  const others = naming.filter((one) => wentBy(one, way)).map((one) => one.connection.proxy);
  const proxy = [ownWay === way ? facts.connection?.proxy : null, ...others].find(Boolean);
  return proxy ? { from: proxy.host, name: null, cause: proxyCause(kind, proxy.host) } : null;
}

type Rule<Kind> = (facts: Facts, visit: VisitReading, kind: Kind) => Found;

const RULES: { [Kind in Leak]: Rule<Kind> } = {
  'intercepted-elsewhere': (_, { interceptedStranger }) => {
    if (interceptedStranger === null) return null;
    const { host, root } = interceptedStranger;
    const label = root.subject;
    return {
      from: host,
      name: null,
      cause: cause('intercepted-elsewhere', 'inferred', 'added-root', { host }, { label }),
    };
  },
  redirect: (_, { clearHop }) =>
    clearHop && {
      from: clearHop.host,
      name: { host: clearHop.name, evidence: 'measured' },
      cause: cause('cleartext-redirect', 'measured', 'cleartext-redirect', { host: clearHop.host }),
    },
  'exposed-later': (_, { own }) =>
    byName('exposed-later', 'exposed-earlier', exposedName(own.after, 'exposed', 'cleartext')),
  'exposed-earlier': (_, { own }) => byName('exposed-earlier', 'exposed-earlier', exposedName(own.before, 'exposed')),
  'same-site-before': (_, { others }) => byName('same-site-before', 'same-site', exposedName(others.before, 'exposed')),
  'same-site-exposed': (_, { others }) =>
    byName('same-site-exposed', 'same-site', exposedName(others.after, 'exposed', 'cleartext')),
  'alternative-service': (facts) => {
    const found = shownAlternative(facts);
    if (found === undefined) return null;
    const why = describeAlternative(found, facts, { port: 'alternative-service', host: 'alternative-host' });
    return {
      from: found.host,
      name: { host: facts.page.host, evidence: 'inferred' },
      cause: causeBy('alternative-service', 'inferred', why, 'alternative-service'),
    };
  },
  proxy: byProxy,
  'tls-proxy': byProxy,
  'device-proxy': byProxy,
  dns: (facts, { ofSite }) =>
    (!proxyKnowsName(facts) && facts.connection?.usedPrivateDns === false) ||
    ofSite.some((one) => wentBy(one, 'unencrypted-dns'))
      ? { from: facts.page.host, name: null, cause: cause('unencrypted-dns', 'measured', 'unencrypted-dns') }
      : null,
  // The unencrypted OCSP query identifies the certificate, and so usually the site (RFC 9849 §10.7).
  ocsp: ({ connection, page: { host } }) =>
    connection?.usedOcsp === true
      ? { from: host, name: null, cause: cause('ocsp', 'inferred', 'ocsp', { host }) }
      : null,
};

/** Measured ones first, each in the order of the rules: the first leak is the one that is explained. Interception is measured. */
export function leaksOf(facts: Facts, visit: VisitReading): FoundLeak[] {
  const found = (Object.keys(RULES) as Leak[]).flatMap((kind): FoundLeak[] => {
    const leak = (RULES[kind] as Rule<Leak>)(facts, visit, kind);
    return leak === null ? [] : [{ kind, ...leak }];
  });
  const isInferred = ({ kind, cause }: FoundLeak) => kind !== 'intercepted-elsewhere' && cause.evidence !== 'measured';
  return [...found.filter((leak) => !isInferred(leak)), ...found.filter(isInferred)];
}

/** Chrome never reports DNS: were it said in every headline, nobody would read it in one, and it explains nothing about this page. */
export const isAlwaysUnreported = ({ kind }: FoundUnreported, { browser }: Facts): boolean =>
  browser === 'chromium' && kind === 'dns-unreported';

/** What to do about names that nobody checked: in Firefox opening the list of other hosts looks nothing up. */
const LISTED: Record<Facts['browser'], AdviceKind> = { chromium: 'names-unchecked', firefox: 'reload' };

/** What might be a leak and was not reported: it qualifies what is said, and changes no verdict. */
export function unreportedLeak(
  facts: Facts,
  { own, perhapsShared: [shared], unchecked }: VisitReading,
): FoundUnreported | null {
  const { browser, connection, page } = facts;
  const found = (kind: UnreportedLeak, explained: Cause): FoundUnreported => ({
    kind,
    cause: { ...explained, responsible: null },
  });
  // Firefox reports nothing of the security of a quarantined host, nor after a certificate error; Chrome of none.
  const isHopUnreported = browser === 'firefox' && own.before.some((one) => wentBy(one, 'unreported'));
  if (page.redirectUnreported || isHopUnreported)
    return found(
      'redirect-unreported',
      causeBy('cleartext-redirect', 'unknown', statement('redirect-unreported'), 'cleartext-redirect'),
    );
  const alternative = uncheckedAlternative(facts);
  if (alternative !== undefined) {
    const kinds = { port: 'alternative-unchecked', host: 'alternative-host-unchecked' } as const;
    const why = describeAlternative(alternative, facts, kinds);
    return found('alternative-unchecked', causeBy('alternative-unchecked', 'unknown', why, 'reload'));
  }
  if (shared !== undefined)
    return found(
      'shared-connection',
      causeBy('shared-connection', 'unknown', statement('name-shared', { host: shared }), 'same-site'),
    );
  const [host] = unchecked;
  if (host !== undefined) {
    const why =
      unchecked.length === 1
        ? statement('name-unchecked', { host })
        : statement('names-unchecked', { count: unchecked.length });
    return found('names-unchecked', causeBy('names-unchecked', 'unknown', why, LISTED[browser]));
  }
  if (proxyKnowsName(facts) || (connection?.usedPrivateDns ?? null) !== null) return null;
  return found('dns-unreported', causeBy('unencrypted-dns', 'unknown', statement('dns-unreported'), 'unencrypted-dns'));
}
