// What this browser did with ECH on each network: with the reference hosts that were asked (network-test.ts), and with sites whose pages
// were measured. Where nothing was measured about a page, this is what is known of the network that it came over. Browsers don't name
// networks: one ends when they report a change. Kept in one entry of storage.session; what private windows add stays in memory.

import type { BrowserName, EchHere } from '../shared/facts.ts';
import type { Environment, NetworkState, SessionStorage } from '../shared/ports.ts';
import type { SiteReport } from '../shared/report.ts';
import type { Basis } from '../shared/report-kinds.ts';
import { registrableDomain } from '../shared/site-name.ts';
import type { SuffixList } from '../shared/suffix-list.ts';
import { Announcer } from './announcer.ts';
import type { Startup } from './startup.ts';
import { isKnownNotPrivate, type Page } from './tab-record.ts';

const KEY = 'ech-here';

/** A network may change unnoticed: a result counts for pages that came at most this long before or after it. */
export const MAX_AGE_MS = 3_600_000;

/** Enough for the pages that are open. Older networks are forgotten. */
const MAX_NETWORKS = 20;

/** Of one network, the latest. */
const MAX_SITES = 50;

/** So many answers settle that this browser doesn't use ECH here, where none of them says that it does. */
const ENOUGH_ANSWERS = 2;

/** What a reference host said of a request to it. */
export interface TestAnswer {
  host: string;
  usedEch: boolean;
  atMs: number;
}

/** Tries that belong together. */
export interface TestRound {
  tries: number;
  /** When the last one began. */
  atMs: number;
  answers: TestAnswer[];
  /** No host is left to ask. */
  isDone: boolean;
}

/** By host, the oldest first. */
type Sites = Record<string, { usedEch: boolean; atMs: number }>;

export interface Network {
  /** Counts networks, so that a late answer isn't stored for the wrong one. */
  serial: number;
  sinceMs: number;
  round: TestRound | null;
  /** Of the last round that settled anything, or of the first one. */
  answers: TestAnswer[];
  sites: Sites;
}

interface Parts {
  platform: Environment & NetworkState;
  storage: SessionStorage;
  startup: Startup;
}

const newNetwork = (serial: number, sinceMs: number): Network => ({
  serial,
  sinceMs,
  round: null,
  answers: [],
  sites: {},
});

export class EchOnNetworks {
  readonly changed = new Announcer<void>();
  readonly #storage: SessionStorage;
  readonly #browser: BrowserName;
  /** Oldest first; the last is the current one. */
  #networks: Network[] = [newNetwork(0, 0)];
  /** By the network's serial. */
  readonly #privateSites = new Map<number, Sites>();

  constructor({ platform, storage, startup }: Parts) {
    this.#storage = storage;
    this.#browser = platform.browser;
    platform.onNetworkChanged(() => startup.whenReady(() => this.#begin(platform.now())));
  }

  /** Only this module writes it. */
  restore(stored: Record<string, unknown>): void {
    this.#networks = (stored[KEY] as Network[] | undefined) ?? this.#networks;
  }

  get current(): Network {
    return this.#networks.at(-1) as Network;
  }

  /** Null where nothing is known. */
  of({ facts, committedAtMs }: Page, suffixes: SuffixList): EchHere | null {
    const network = this.#at(committedAtMs);
    if (network === undefined) return null;
    const tests = testsFor(committedAtMs, network.answers);
    const known = facts.private ? (this.#privateSites.get(network.serial) ?? {}) : network.sites;
    // The newest page of a site counts, and a test site as such alone.
    const sites = new Map<string, boolean>();
    for (const [host, { usedEch }] of Object.entries(known)) sites.set(registrableDomain(host, suffixes), usedEch);
    if (tests !== null) for (const { host } of network.answers) sites.delete(registrableDomain(host, suffixes));
    if (tests === null && sites.size === 0) return null;
    const used = [...sites.values()].filter((usedEch) => usedEch).length;
    return { tests, pages: { used, measured: sites.size } };
  }

  /** Whether a page's own connection used ECH, measured. The newest page of a host counts, and private windows for themselves. */
  learnPage(host: string, usedEch: boolean, isPrivate: boolean, committedAtMs: number): void {
    const network = this.#at(committedAtMs);
    if (network === undefined) return;
    const before = isPrivate ? (this.#privateSites.get(network.serial) ?? {}) : network.sites;
    const known = before[host];
    if (known !== undefined && known.atMs >= committedAtMs) return;
    const { [host]: _, ...others } = before;
    const kept = Object.entries(others).slice(1 - MAX_SITES);
    const sites = { ...Object.fromEntries(kept), [host]: { usedEch, atMs: committedAtMs } };
    if (isPrivate) this.#privateSites.set(network.serial, sites);
    else this.#replace({ ...network, sites });
    if (known?.usedEch === usedEch) return;
    if (!isPrivate) this.#store();
    this.changed.announce();
  }

  /** The same of a page that was concluded, where the browser itself or the page's own server reports it. */
  learnConcluded({ page, report }: { page: Page; report: SiteReport }): void {
    const { facts, connection, committedAtMs } = page;
    const usedEch = connection?.usedEch ?? ECH_BY_TRACE[report.basis.kind];
    if (connection === null || usedEch === undefined || facts.arrival !== 'network') return;
    // What a proxy or another host's connection did is not about this site on this network.
    if (connection.proxy !== null || connection.sharedWith !== null) return;
    const isOffered = report.published.clients.some(
      ({ client, outcome }) => client === this.#browser && outcome === 'hides',
    );
    if (!usedEch && !isOffered) return;
    if (!facts.private && !isKnownNotPrivate(page)) return;
    this.learnPage(facts.host, usedEch, facts.private, committedAtMs);
  }

  /** Dropped if the network has changed since. What was settled before stays until a round settles anything. */
  learnTests(serial: number, round: TestRound): void {
    const network = this.current;
    if (network.serial !== serial) return;
    const isSettled = round.answers.some(({ usedEch }) => usedEch) || round.answers.length >= ENOUGH_ANSWERS;
    const isNews = isSettled || network.answers.length < ENOUGH_ANSWERS;
    const answers = isNews && round.answers.length > 0 ? round.answers : network.answers;
    this.#replace({ ...network, round, answers });
    this.#store();
    if (answers !== network.answers) this.changed.announce();
  }

  #begin(nowMs: number): void {
    const { serial } = this.current;
    this.#networks = [...this.#networks.slice(1 - MAX_NETWORKS), newNetwork(serial + 1, nowMs)];
    this.#privateSites.delete(serial + 1 - MAX_NETWORKS);
    this.#store();
    this.changed.announce();
  }

  /** The network that a page came over. */
  #at(timeMs: number): Network | undefined {
    return this.#networks.findLast(({ sinceMs }) => sinceMs <= timeMs);
  }

  #replace(network: Network): void {
    this.#networks = this.#networks.map((one) => (one.serial === network.serial ? network : one));
  }

  #store(): void {
    void this.#storage.put({ [KEY]: this.#networks });
  }
}

/** What the page's own server said, where that was taken for a measurement (Chrome). */
const ECH_BY_TRACE: Partial<Record<Basis['kind'], boolean>> = {
  'ech-used-traced': true,
  'ech-used-traced-leaky': true,
  'ech-not-used-traced': false,
};

/** A success says nothing of a page that came long before it or long after. */
function testsFor(committedAtMs: number, answers: TestAnswer[]): EchHere['tests'] {
  if (answers.length === 0) return null;
  const used = answers.filter(({ usedEch }) => usedEch).length;
  const atMs = Math.max(...answers.map((answer) => answer.atMs));
  return used > 0 && Math.abs(committedAtMs - atMs) > MAX_AGE_MS ? null : { used, answered: answers.length, atMs };
}
