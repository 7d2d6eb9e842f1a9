// Where a site's names could be read during a visit, besides on the connection that brought the document. Pure.

import { getDomain } from 'tldts';
import type { Handshake, PageRequest, Seen, Transport } from './echd-process.ts';
import { type BrowserName, LEAKS, type Leak } from './site.ts';
import type { Witness } from './witness.ts';

/** What a browser reports to no extension, so that no popup can know it. Nothing else excuses one. */
export const UNREPORTED = {
  'unused-connection': 'extensions are told of requests, and this connection carried none',
  dns: 'Chromium tells no extension how it looked up a name',
  certificate: 'Chromium shows no extension a certificate',
  'early-hint': 'Chromium tells no extension what it loads for an early hint',
  unanswered:
    'browsers do not always tell an extension the address of a request that failed, so nobody may look up its host',
  'asked-again': 'Chromium tells no extension that a server refused a connection that hosts share',
} as const;
export type Unreported = keyof typeof UNREPORTED;

/** One name, as it could be read in one way. */
export interface Reading {
  /** `intercepted`: on a connection to the site itself, or to another of its names. */
  leak: Leak | 'intercepted';
  name: string;
  /** In words. */
  where: string;
  /** Undefined: the browser reports it. */
  unreported: Unreported | undefined;
}

const ORDER: readonly Reading['leak'][] = ['intercepted', ...LEAKS];
const ADDRESS = /^[\d.]+$/;
const NAMES = /[a-z0-9_-]+(?:\.[a-z0-9_-]+)+/g;
/** How the server's log says that a client went away in mid-handshake. */
const WENT_AWAY = /EOF|reset by peer|broken pipe/;

/** Each name once a way, worst way first. */
export function readingsOf(browser: BrowserName, witness: Witness): Reading[] {
  const { request: document, handshakes, requests, plainQueries, proxied, hinted } = witness;
  if (document === undefined) return [];
  const host = hostOf(document.seen.host);
  const isSiteName = (name: string) => isSameSite(host, name);
  /** A public name that belongs to the site is judged with the document's own connection. */
  const isDocuments = ({ echAccepted, outerName }: PageRequest['seen'] | Handshake) =>
    echAccepted && outerName === document.seen.outerName;
  const onWire = (isBefore: boolean, name: string): Leak => {
    if (isBefore) return 'same-site-before';
    return name === host ? 'later' : 'same-site-exposed';
  };
  const own = handshakes.find(({ connection }) => connection === document.connection);
  const wasRaced = ({ transport, address, outerName }: Handshake): boolean => {
    if (outerName !== host || isBorrowed(document.seen)) return false;
    return transport !== transportOf(document) || (own !== undefined && address !== own.address);
  };
  const readings: Reading[] = [];
  const add = (leak: Reading['leak'], name: string, where: string, unreported?: Unreported | false) =>
    readings.push({ leak, name, where, unreported: unreported || undefined });

  const unreportedOf = (entry: PageRequest): Unreported | false => {
    if (browser !== 'chromium') return false;
    if (wasRefused(entry, requests)) return 'asked-again';
    return hinted.has(addressOf(entry)) && 'early-hint';
  };
  const documentAt = requests.indexOf(document);
  for (const [at, entry] of requests.entries()) {
    const { seen, site } = entry;
    const isBefore = at < documentAt;
    if (seen.scheme === 'http') {
      const isOwn = isSiteName(seen.host) && !isBefore;
      for (const name of namesIn(entry).filter(isSiteName))
        add(isOwn ? 'same-site-exposed' : 'http-hop', name, `in a plain HTTP request to ${seen.host}`);
      continue;
    }
    if (isSiteName(seen.outerName) && !isDocuments(seen) && entry !== document)
      add(
        browser === 'chromium' && handshakes.some((one) => one.connection === entry.connection && wasRaced(one))
          ? 'race'
          : onWire(isBefore, seen.outerName),
        seen.outerName,
        `in the ClientHello before ${seen.path}`,
        unreportedOf(entry),
      );
    if (!witness.intercepted.has(site)) continue;
    for (const name of namesIn(entry).filter(isSiteName))
      add(
        isSiteName(seen.host) ? 'intercepted' : 'intercepted-elsewhere',
        name,
        `by whoever intercepts ${seen.host}`,
        browser === 'chromium' && 'certificate',
      );
  }
  const used = new Set(requests.map(({ connection }) => connection));
  // Firefox opens a connection to the host itself beside a request that another's connection carries. No extension is told, but
  // each can tell the request by its certificate and address.
  const borrowing = new Set(requests.filter(({ seen }) => isBorrowed(seen)).map(({ seen }) => hostOf(seen.host)));
  for (const entry of handshakes) {
    if (used.has(entry.connection) || !isSiteName(entry.outerName) || isDocuments(entry)) continue;
    // No extension is told of it, and the site's records and its Alt-Svc foretell it.
    if (wasRaced(entry)) {
      add('race', entry.outerName, `in a ClientHello over ${entry.transport} to ${entry.address}`);
      continue;
    }
    const isUnused = entry.transport === 'quic' || entry.error === '' || WENT_AWAY.test(entry.error);
    const isSpare = isUnused && browser === 'firefox' && borrowing.has(entry.outerName);
    const wasAnswered = requests.some(({ seen }) => hostOf(seen.host) === entry.outerName);
    const outcome = isUnused ? 'without a request' : `that failed: ${entry.error}`;
    const isBefore = entry.timeMs < document.timeMs;
    add(
      onWire(isBefore, entry.outerName),
      entry.outerName,
      `in a ClientHello ${outcome}`,
      isUnused ? !isSpare && 'unused-connection' : !wasAnswered && 'unanswered',
    );
  }
  for (const { told, proxy } of proxied) if (isSiteName(told)) add('proxy', told, `by the proxy ${proxy}`);
  for (const { name, type } of plainQueries)
    if (isSiteName(name)) add('dns', name, `in a plain DNS query of type ${type}`, browser === 'chromium' && 'dns');
  return once(readings).sort((one, other) => ORDER.indexOf(one.leak) - ORDER.indexOf(other.leak));
}

/** Whether a request went over a connection that was opened for another host: the ClientHello held that host's name alone. */
export const isBorrowed = ({ scheme, host, innerName }: Seen): boolean =>
  scheme === 'https' && innerName !== '' && innerName !== hostOf(host);

/** What a request came over. */
export const transportOf = ({ seen }: PageRequest): Transport => (seen.proto === 'HTTP/3.0' ? 'quic' : 'tcp');

/** Whether it was asked before over a connection that was opened for another host, which its server refused (HTTP 421). */
export const wasRefused = (entry: PageRequest, requests: readonly PageRequest[]): boolean =>
  requests.some((one) => one.misdirected && !entry.misdirected && addressOf(one) === addressOf(entry));

/** Whether two hosts share the domain that one owner registers. An address is a site of its own. */
export function isSameSite(one: string, other: string): boolean {
  const [host, name] = [hostOf(one), hostOf(other)];
  if (host === name || ADDRESS.test(host) || ADDRESS.test(name)) return host === name && host !== '';
  return siteOf(host) === siteOf(name);
}

/** By a reading of the Public Suffix List that is not ours. */
export const siteOf = (host: string): string => getDomain(host, { allowPrivateDomains: true }) ?? host;

/** Without a port and a last dot. */
export const hostOf = (host: string): string => host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');

const addressOf = ({ seen, query }: PageRequest): string =>
  `https://${seen.host}${seen.path}${query === '' ? '' : `?${query}`}`;

/** Whatever looks like a host in what a request and its answer carry. */
function namesIn({ seen, query, headers, location }: PageRequest): string[] {
  const text = [seen.host, seen.path, query, location, ...Object.values(headers).flat()].join('\n');
  return [...new Set(decoded(text).toLowerCase().match(NAMES) ?? [])];
}

const decoded = (text: string): string =>
  text.replace(/%[0-7][0-9a-f]/gi, (escaped) => String.fromCharCode(Number.parseInt(escaped.slice(1), 16)));

const once = (readings: readonly Reading[]): Reading[] => [
  ...new Map(readings.map((reading) => [`${reading.leak} ${reading.name} ${reading.unreported}`, reading])).values(),
];
