// Which names the network could read since the browser started: of every page that was concluded, its own, those that sent the
// browser there and those that it reached. Nothing of private windows; nothing of what came from a cache, where no connection was
// made. What was counted of a page stands with the page, so that a conclusion that changes is counted once. Written name by name
// in the task that learnt it, and only when there is anything new. Imports shared and assess.

import { fateOfHost, fateOfPage } from '../assess/exposure.ts';
import type { BrowserName, HostFacts } from '../shared/facts.ts';
import { WORST_FIRST } from '../shared/host-states.ts';
import type { SessionStorage } from '../shared/ports.ts';
import type { HostState, SiteReport } from '../shared/report.ts';
import type { Argument } from '../shared/sentence.ts';
import { sentence } from '../shared/sentence.ts';
import {
  type Counted,
  NAME_PREFIX,
  type NameFate,
  type NameRecord,
  nameKey,
  SESSION_KEY,
  type SessionFacts,
} from '../shared/session-names.ts';
import type { Page } from './navigation.ts';
import type { HostRecord } from './page-hosts.ts';

/** Of some 200 octets each. */
const MAX_NAMES = 2_000;

/** Of an argument of a sentence, which a stranger may have written. */
const MAX_ARGUMENT = 260;

interface Surroundings {
  session: SessionStorage;
  browser: BrowserName;
  now: () => number;
  expectedRoots: () => string[];
}

export class SessionNames {
  readonly #around: Surroundings;
  readonly #names = new Map<string, NameRecord>();
  #facts: SessionFacts;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#facts = { sinceMs: around.now(), isCapped: false, networkChangedAtMs: null };
  }

  /** Takes over what an earlier background left; only this module writes these entries. */
  restore(stored: Record<string, unknown>): void {
    for (const [key, value] of Object.entries(stored)) {
      if (key.startsWith(NAME_PREFIX)) this.#names.set((value as NameRecord).host, value as NameRecord);
    }
    const facts = stored[SESSION_KEY] as SessionFacts | undefined;
    if (facts === undefined) this.#change({});
    else this.#facts = facts;
  }

  /** The page's own name and those that sent the browser there. What is counted of the page now; the same object for the same. */
  see(page: Page, report: SiteReport): Page['counted'] {
    return this.#count(page, arrivedLive(page) ? fateOfPage(report) : null);
  }

  /** The page is left: what is not known of it by now never will be. */
  leave(page: Page | null): void {
    if (page === null) return;
    const { lookup, facts } = page;
    const isConcluded = this.#valid(page.counted)?.what[facts.host] !== undefined;
    if (lookup.state === 'pending' && !isConcluded && arrivedLive(page))
      this.#count(page, { state: 'unknown', how: sentence('how_left_early'), cover: null });
  }

  #count(page: Page, own: NameFate | null): Page['counted'] {
    const { counted, passed, facts, committedAtMs } = page;
    if (!isKnown(page) || !this.#isCounted(committedAtMs)) return counted;
    const known = this.#valid(counted)?.what ?? {};
    const fates = new Map<string, NameFate>();
    const all = passed.map((host): [string, NameFate | null] => [host.host, this.#fateOf(host)]);
    for (const [host, fate] of [[facts.host, own] as const, ...all]) {
      const other = fates.get(host);
      if (fate !== null && (other === undefined || isWorse(fate, other))) fates.set(host, fate);
    }
    const what = { ...known };
    for (const [host, fate] of fates) if (this.#learn(host, fate, known[host])) what[host] = fate.state;
    const isSame = Object.keys(what).every((host) => what[host] === known[host]);
    return isSame ? counted : { what, sinceMs: this.#facts.sinceMs };
  }

  /** A host that the page reached; what is counted of it now. */
  seeHost(page: Page, host: HostRecord): HostRecord['counted'] {
    const { counted, liveWays, grewAtMs } = host;
    if (!isKnown(page) || liveWays.length === 0 || !this.#isCounted(grewAtMs)) return counted;
    const fate = this.#fateOf({ ...host, ways: liveWays });
    const known = this.#valid(counted)?.what;
    if (fate === null || !this.#learn(host.host, fate, known) || fate.state === known) return counted;
    return { what: fate.state, sinceMs: this.#facts.sinceMs };
  }

  networkChanged(): void {
    this.#change({ networkChangedAtMs: this.#around.now() });
  }

  async clear(): Promise<void> {
    const keys = [...this.#names.keys()].map(nameKey);
    this.#names.clear();
    this.#change({ sinceMs: this.#around.now(), isCapped: false, networkChangedAtMs: null });
    await this.#around.session.remove(keys);
  }

  /** Counted before the names were cleared is not counted. */
  #valid<What>(counted: Counted<What> | null): Counted<What> | null {
    return counted?.sinceMs === this.#facts.sinceMs ? counted : null;
  }

  #fateOf(host: HostFacts): NameFate | null {
    const { browser, expectedRoots } = this.#around;
    return fateOfHost(host, { browser, expectedRoots: expectedRoots() });
  }

  /** What was there before the names were cleared does not come back. A clock that was set back decides nothing. */
  #isCounted(atMs: number): boolean {
    const { sinceMs } = this.#facts;
    return atMs >= sinceMs || (atMs > 0 && sinceMs > this.#around.now());
  }

  /** One page more with that fate, and one less with the fate that it had before. False where there is no room. */
  #learn(host: string, { state, how, cover }: NameFate, before: HostState | undefined): boolean {
    const known = this.#names.get(host);
    if (known === undefined && this.#names.size >= MAX_NAMES) {
      if (!this.#facts.isCapped) this.#change({ isCapped: true });
      return false;
    }
    const args = how.args.map(shortened);
    const fates: NameRecord['fates'] = { ...known?.fates };
    const left = before === undefined ? undefined : fates[before];
    if (before !== undefined && left !== undefined) fates[before] = { ...left, pages: left.pages - 1 };
    if (before !== undefined && left?.pages === 1) delete fates[before];
    // Requests beside a page's own document tell of no cover name: one that was learnt stays.
    fates[state] = {
      how: { ...how, args },
      cover: cover ?? known?.fates[state]?.cover ?? null,
      pages: (fates[state]?.pages ?? 0) + 1,
    };
    if (JSON.stringify(fates) === JSON.stringify(known?.fates)) return true;
    const record: NameRecord = { host, fates, atMs: this.#around.now() };
    this.#names.set(host, record);
    void this.#around.session.put({ [nameKey(host)]: record });
    return true;
  }

  #change(change: Partial<SessionFacts>): void {
    this.#facts = { ...this.#facts, ...change };
    void this.#around.session.put({ [SESSION_KEY]: this.#facts });
  }
}

const isWorse = (one: NameFate, other: NameFate): boolean =>
  WORST_FIRST.indexOf(one.state) < WORST_FIRST.indexOf(other.state);

/** Whether it is known that the page is none of a private window: from when the resolver may be asked about it, or may not. */
const isKnown = ({ facts, lookup }: Page): boolean =>
  !facts.private && (lookup.state !== 'pending' || lookup.resolver !== null);

/** Over the network, or perhaps so; or named by a later connection of its own. */
const arrivedLive = ({ facts: { arrival, namedBefore, namedSince } }: Page): boolean =>
  namedBefore || namedSince || (arrival !== 'http-cache' && arrival !== 'back-forward-cache');

/** A browser's own words can be of any length. */
function shortened(argument: Argument): Argument {
  if ('host' in argument) return { host: argument.host.slice(0, MAX_ARGUMENT) };
  return 'label' in argument ? { label: argument.label.slice(0, MAX_ARGUMENT) } : argument;
}
