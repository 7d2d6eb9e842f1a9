// The whole lab: sites, resolvers, certificates. Runs inside the namespace that run.mjs makes.

import { readFile } from 'node:fs/promises';
import { http3Address, PLAIN_DNS_ADDRESS, PROXY_ADDRESS, providersAddress, siteAddress } from './addresses.mjs';
import { http3LeftOut } from './build-echd.mjs';
import { type DohServer, startDohServer } from './dns/doh-server.ts';
import { startPlainServer } from './dns/plain-server.ts';
import { isWithin, QueryRules } from './dns/query-rules.ts';
import type { Question } from './dns/question-log.ts';
import { CONTROL_NAMES, controlNames, View, type ViewId, type Zone } from './dns/zone.ts';
import { type EchKey, generateEchKey } from './ech-config.ts';
import { Echd, type EchdSite, type TlsSettings } from './echd-process.ts';
import type { Http3Site } from './http3-site.ts';
import { HTTP3_SITES } from './http3-sites.ts';
import { type CertificateFiles, ensureLeaf, ensureRoot, fingerprint, type RootId } from './pki.ts';
import { type ProxyRequest, startProxies } from './proxy.ts';
import { RESOLVERS, type Resolver } from './resolvers.ts';
import type { RecordContext, Records, ServedSite, Site } from './site.ts';
import { SITES } from './sites.ts';

const NAMESPACE_MARK = 'OVERHEARD_LAB_NAMESPACE';
const VIEW_IDS: readonly ViewId[] = ['browser', 'resolver', 'second', 'network'];
const PUBLISHED_CONFIG_ID = 7;
const OTHER_CONFIG_ID = 9;
const ALPN = ['h2', 'http/1.1'];
/** Names outside the lab that browsers ask about by themselves, to see whether a resolver or the network works. */
const BROWSERS_OWN_NAMES = [
  'www.gstatic.com',
  'example.com',
  'connectivitycheck.gstatic.com',
  'google.com',
  // Chromium, around prefetching from a stranger by speculation rules.
  'dns-tunnel-check.googlezip.net',
  'tls-tunnel-check.googlezip.net',
];

/** Of a site that runs. */
interface Running {
  address: string;
  /** The key that DNS publishes, when the site has one. */
  published: EchKey;
}

export type LabSite = Site & Running;
export type LabHttp3Site = Http3Site & Running;

export interface Lab {
  sites: readonly LabSite[];
  /** Those with HTTP/3, where they were asked for and the server can speak it. */
  http3Sites: readonly LabHttp3Site[];
  /** The site of that id; throws when there is none. */
  site(id: string): LabSite;
  /** Likewise, of those with HTTP/3. */
  http3Site(id: string): LabHttp3Site;
  /** The web server: its log and its switches. */
  server: Echd;
  dns: {
    /** Every question so far, in order. */
    questions: Question[];
    views: Record<ViewId, View>;
    resolvers: typeof RESOLVERS;
    /** Their servers, whose connections can be in trouble. */
    servers: Record<keyof typeof RESOLVERS, DohServer>;
    /** Names outside the lab that may be asked about, by whomever; add those that a test leads to. */
    outside: Set<string>;
    /** Names that Overheard is to ask no resolver about, nor any below them, from the moment that a test adds them. */
    neverAsked: Set<string>;
  };
  /** What the proxies were told so far, in order; browsers use them when launched with `proxy`. */
  proxied: ProxyRequest[];
  /** SHA-256 of both roots as Firefox writes it. */
  fingerprints: Record<RootId, string>;
  /** Every switch back to its start; open connections are dropped. */
  reset(): Promise<void>;
  /**
   * Throws when a resolver was asked about a name outside the lab that is not in `dns.outside`, or when a query of Overheard was one
   * that it may not send: see query-rules.ts.
   */
  close(): void;
}

/**
 * Starts everything, and with `http3` the sites of http3-sites.ts too. Throws outside the namespace, where the ports are not ours, and
 * for sites with HTTP/3 where the lab has none.
 */
export async function startLab({ http3 = false }: { http3?: boolean } = {}): Promise<Lab> {
  if (!process.env[NAMESPACE_MARK])
    throw new Error('The lab runs in its own namespace: node test/lab/run.mjs COMMAND …');
  const leftOut = http3 ? await http3LeftOut() : undefined;
  if (leftOut !== undefined) throw new Error(`The lab has no HTTP/3. Missing: ${leftOut}`);
  const sites = giveAddresses(SITES);
  const http3Sites = http3 ? giveHttp3Addresses(HTTP3_SITES, sites) : [];
  const all = [...sites, ...http3Sites];
  const views = Object.fromEntries(VIEW_IDS.map((id) => [id, new View(id, zoneFor(id, all))])) as Record<ViewId, View>;
  const questions: Question[] = [];
  const outside = new Set([...CONTROL_NAMES, ...BROWSERS_OWN_NAMES]);
  /** Kept apart, since tests empty the log of questions as they go. */
  const named = new Set<string>();
  const rules = new QueryRules(SITES);
  const log = (question: Question) => {
    questions.push(question);
    named.add(question.name.toLowerCase());
    rules.see(question);
  };
  const proxied: ProxyRequest[] = [];

  const [expected, interception, certificate] = await Promise.all([
    ensureRoot('expected'),
    ensureRoot('interception'),
    ensureLeaf('expected', [PROXY_ADDRESS]),
  ]);
  const echdSites = await Promise.all(all.filter(({ tls, cleartext }) => tls || cleartext).map(describeServer));
  const [server, stopProxies, stopPlainServer, ...dohServers] = await Promise.all([
    Echd.start(echdSites),
    startProxies({ view: views.network, certificate, log: (entry) => void proxied.push(entry) }),
    startPlainServer({ view: views.network, address: PLAIN_DNS_ADDRESS, log }),
    ...Object.values(RESOLVERS).map((resolver) => startResolver(resolver, views[resolver.view], log)),
  ]);
  const servers = Object.fromEntries(
    Object.keys(RESOLVERS).map((id, at) => [id, dohServers[at]]),
  ) as Lab['dns']['servers'];
  return {
    sites,
    http3Sites,
    site: (id) => find(sites, id),
    http3Site: (id) => find(http3Sites, id),
    server,
    dns: { questions, views, resolvers: RESOLVERS, servers, outside, neverAsked: rules.neverAsked },
    proxied,
    fingerprints: { expected: await fingerprint(expected), interception: await fingerprint(interception) },
    reset: async () => {
      for (const view of Object.values(views)) view.reset();
      await Promise.all(dohServers.map((one) => one.setTrouble(undefined)));
      await server.reset();
    },
    close: () => {
      server.close();
      for (const stop of [stopProxies, stopPlainServer, ...dohServers.map((one) => one.stop)]) stop();
      const strangers = [...named].filter((name) => !isOwn(name) && !outside.has(name));
      const complaints = [
        ...(strangers.length > 0 ? [`resolvers of the lab were asked about ${strangers.join(', ')}`] : []),
        ...rules.complaints,
      ];
      if (complaints.length > 0) throw new Error(complaints.join('; '));
    },
  };
}

/** Whether a name is one of the lab's. */
function isOwn(name: string): boolean {
  return isWithin(name, 'example') || SITES.some(({ url }) => isWithin(name, new URL(url).hostname));
}

async function startResolver({ host, address, standsFor }: Resolver, view: View, log: (question: Question) => void) {
  const names = [host, standsFor];
  const [certificate, expiredCertificate] = await Promise.all([
    ensureLeaf('expected', names),
    ensureLeaf('expected', names, -1),
  ]);
  return startDohServer({ view, address, certificate, expiredCertificate, log });
}

function find<S extends ServedSite>(sites: readonly S[], id: string): S {
  const site = sites.find((candidate) => candidate.id === id);
  if (!site) throw new Error(`no site ${id}`);
  return site;
}

/** Each site gets an address by its place in the table, unless it shares another's, has one of its own or is the provider's. */
function giveAddresses(table: readonly Site[]): LabSite[] {
  const sites: LabSite[] = [];
  let providers = 0;
  for (const [index, site] of table.entries()) {
    const { sharesAddressWith, isProviders } = site;
    const shared = sharesAddressWith === undefined ? undefined : find(sites, sharesAddressWith).address;
    const given = isProviders ? providersAddress(providers++) : siteAddress(index);
    const published = generateEchKey(site.tls?.ech?.outerSni ?? 'public.example', PUBLISHED_CONFIG_ID);
    sites.push({ ...site, address: site.address ?? shared ?? given, published });
  }
  return sites;
}

function giveHttp3Addresses(table: readonly Http3Site[], others: readonly LabSite[]): LabHttp3Site[] {
  let providers = others.filter(({ isProviders }) => isProviders).length;
  return table.map((site, index) => ({
    ...site,
    address: site.isProviders ? providersAddress(providers++) : http3Address(index),
    published: generateEchKey(site.tls?.ech?.outerSni ?? 'public.example', PUBLISHED_CONFIG_ID),
  }));
}

function zoneFor(view: ViewId, sites: readonly (ServedSite & Running)[]): Zone {
  const zone = controlNames();
  for (const { host, address } of Object.values(RESOLVERS)) zone.set(host, { a: [address] });
  for (const site of sites) {
    const context: RecordContext = site;
    addRecords(zone, site.records(context));
    addRecords(zone, site.viewRecords?.(context)[view] ?? {});
  }
  return zone;
}

function addRecords(zone: Zone, records: Records): void {
  for (const [name, set] of Object.entries(records)) {
    if (set) zone.set(name, set);
    else zone.delete(name);
  }
}

async function describeServer(site: ServedSite & Running & Pick<Site, 'listsSites'>): Promise<EchdSite> {
  const { tls, cleartext } = site;
  return {
    id: site.id,
    listen: tls ? (tls.ports ?? [443]).map((port) => `${site.address}:${port}`) : [],
    ...(cleartext && { cleartext: `${site.address}:80` }),
    ...(cleartext?.redirectTo && { redirectTo: cleartext.redirectTo }),
    ...(tls?.redirectTo && { tlsRedirectTo: tls.redirectTo }),
    ...(tls?.headers && { headers: tls.headers }),
    ...(tls?.earlyHints && { earlyHints: tls.earlyHints }),
    ...(tls?.unshared && { unshared: true }),
    ...(site.resources && { resources: site.resources }),
    ...(site.icon && { icon: site.icon }),
    ...(site.markup && { markup: await readFile(new URL(`pages/${site.markup}`, import.meta.url), 'utf8') }),
    ...(site.listsSites && { links: SITES.map(({ url, title, publishes }) => ({ url, title, note: publishes })) }),
    certificates: await certificatesFor(site),
    settings: initialSettings(site),
  };
}

async function certificatesFor({ tls }: ServedSite): Promise<CertificateFiles[]> {
  if (!tls) return [];
  const root = tls.root ?? 'expected';
  const own = ensureLeaf(root, tls.names);
  if (!tls.ech || tls.ech.coverCertificate === false) return [await own];
  return Promise.all([own, ensureLeaf(root, [tls.ech.outerSni])]);
}

function initialSettings({ tls, published }: ServedSite & Running): TlsSettings {
  const another = generateEchKey(tls?.ech?.outerSni ?? 'public.example', OTHER_CONFIG_ID);
  const keysOf = (served: 'published' | 'another' | 'none' = 'none'): EchKey[] =>
    ({ none: [], published: [published], another: [another] })[served];
  return {
    maxTls: tls?.maxTls ?? '1.3',
    helloRetry: tls?.helloRetry ?? false,
    alpn: tls?.alpn ?? ALPN,
    block: tls?.block,
    trace: tls?.trace,
    keys: keysOf(tls?.ech?.served),
    ...(tls?.quic && {
      quic: { keys: keysOf(tls.quic.served), dropped: tls.quic.dropped ?? false, delayMs: tls.quic.delayMs ?? 0 },
    }),
  };
}
