// Everything that the lab saw of one visit, whoever was asked for what.

import type { Question } from './dns/question-log.ts';
import type { Handshake, PageRequest, Seen } from './echd-process.ts';
import type { Lab } from './lab.ts';
import type { ProxyRequest } from './proxy.ts';

export interface Witness {
  /** The request that delivered the document; undefined when none arrived. */
  request: PageRequest | undefined;
  /** With any site of the lab, in order. */
  handshakes: readonly Handshake[];
  /** To any site of the lab, in order; that for the document is among them. */
  requests: readonly PageRequest[];
  /** Over plain DNS alone. */
  plainQueries: readonly Pick<Question, 'name' | 'type'>[];
  proxied: readonly Pick<ProxyRequest, 'proxy' | 'told'>[];
  /** Addresses that some site of the lab hints at in an answer 103, to be loaded early. */
  hinted: ReadonlySet<string>;
  /** Ids of the sites whose certificate ends in the interception root. */
  intercepted: ReadonlySet<string>;
  /** Ids of the sites at addresses of the provider whose trace may be believed. */
  providers: ReadonlySet<string>;
}

/** To be called before a visit. Returns what is to be called after it, with what the document says of its own request. */
export function watchVisit(lab: Lab): (seen: Seen | undefined) => Witness {
  const from = { log: lab.server.log.length, questions: lab.dns.questions.length, proxied: lab.proxied.length };
  return (seen) => {
    const log = lab.server.log.slice(from.log);
    const sites = [...lab.sites, ...lab.http3Sites];
    const requests = log.filter((entry) => entry.event === 'request');
    return {
      request: seen && requests.findLast((entry) => entry.seen.path === seen.path && entry.site === seen.site),
      handshakes: log.filter((entry) => entry.event === 'handshake'),
      requests,
      plainQueries: lab.dns.questions.slice(from.questions).filter(({ transport }) => transport !== 'doh'),
      proxied: lab.proxied.slice(from.proxied),
      hinted: new Set(sites.flatMap(({ tls }) => tls?.earlyHints?.flatMap(preloadIn) ?? [])),
      providers: new Set(sites.filter(({ isProviders }) => isProviders).map(({ id }) => id)),
      intercepted: new Set(sites.filter(({ tls }) => tls?.root === 'interception').map(({ id }) => id)),
    };
  };
}

/** The address in a value of Link, where it is to be loaded. */
const preloadIn = (link: string): string[] => link.match(/(?<=^<)[^>]+(?=>; rel=preload)/) ?? [];
