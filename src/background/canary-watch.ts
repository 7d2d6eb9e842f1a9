// Keeps the canary's state: asked once an hour at most by new pages, again when the network changes or on request, and never before
// a resolver was chosen.

import { lookUpAddress } from '../doh/lookup.ts';
import { type AddressAnswer, CANARY_NAME, canaryByResolver, canaryBySystem } from '../network/canary.ts';
import type { CanaryFacts } from '../shared/facts.ts';
import { isExcluded } from '../shared/managed.ts';
import type { Platform, SessionStorage } from '../shared/ports.ts';
import { resolverIdentity, resolverTemplate, type Settings } from '../shared/settings.ts';
import { Announcer } from './announcer.ts';
import type { LiveSettings } from './live-settings.ts';
import type { Resolvers } from './resolvers.ts';
import type { Startup } from './startup.ts';
import { awaitsLookup, type TabStore } from './tab-store.ts';

const KEY = 'canary';

/** A network may change unnoticed: for so long a new page takes the answer for current. */
const MAX_AGE_MS = 3_600_000;

/** Who opens the popup wants to know about the network that they are in now. */
export const POPUP_MAX_AGE_MS = 120_000;

export interface RefreshOptions {
  /** Whatever is known. */
  again?: boolean;
  /** What is known and older than this will not do. */
  maxAgeMs?: number;
}

/** The time of the check alone is new, or the answer too. */
type News = 'time' | 'answer';

interface Parts {
  platform: Platform;
  storage: SessionStorage;
  settings: LiveSettings;
  resolvers: Resolvers;
  tabs: TabStore;
  startup: Startup;
}

export class CanaryWatch {
  readonly changed = new Announcer<News>();
  readonly #parts: Parts;
  #facts: CanaryFacts | null = null;
  #running: Promise<void> | null = null;
  /** Requested while a check was running, which may have seen the network from before. */
  #repeat = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { platform, settings, tabs } = parts;
    tabs.pageChanged.listen((change) => awaitsLookup(change) && this.refresh());
    settings.changed.listen((before) => this.#settingsChanged(before, settings.current));
    platform.onNetworkChanged(() => this.refresh({ again: true }));
  }

  get facts(): CanaryFacts | null {
    return this.#facts;
  }

  /** Only this module writes it. */
  restore(stored: Record<string, unknown>): void {
    this.#facts = (stored[KEY] as CanaryFacts | undefined) ?? null;
  }

  refresh(options: RefreshOptions = {}): void {
    this.#parts.startup.whenReady(() => this.#refresh(options));
  }

  #refresh({ again = false, maxAgeMs = MAX_AGE_MS }: RefreshOptions): Promise<void> | undefined {
    this.#repeat ||= again && this.#running !== null;
    if (!again && this.#isNewerThan(maxAgeMs)) return undefined;
    this.#running ??= this.#check().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  #settingsChanged(before: Settings, now: Settings): void {
    const isAnotherResolver = resolverTemplate(now.resolver) !== resolverTemplate(before.resolver);
    const isArrived = (before.managed.isAwaited && !now.managed.isAwaited) || (!before.isKnown && now.isKnown);
    // Where the chosen resolver is the one that is asked.
    if (isAnotherResolver && this.#parts.platform.resolveBySystemFor === null) this.refresh({ again: true });
    else if (isArrived) this.refresh();
  }

  #isNewerThan(maxAgeMs: number): boolean {
    return this.#facts !== null && Math.abs(this.#parts.platform.now() - this.#facts.checkedAtMs) < maxAgeMs;
  }

  async #check(): Promise<void> {
    const before = this.#facts;
    do {
      this.#repeat = false;
      const facts = await this.#ask(this.#parts.settings.current);
      // What was asked for once more meanwhile may be another network's answer, or the former resolver's.
      if (facts === null || this.#repeat) continue;
      this.#facts = facts;
      await this.#parts.storage.put({ [KEY]: facts });
    } while (this.#repeat);
    if (this.#facts === before || this.#facts === null) return;
    const { asked, resolver, state } = this.#facts;
    const isSame = before?.asked === asked && before.resolver === resolver && before.state === state;
    this.changed.announce(isSame ? 'time' : 'answer');
  }

  async #ask(settings: Settings): Promise<CanaryFacts | null> {
    const { platform, resolvers } = this.#parts;
    const origin = { private: false };
    if (isExcluded(CANARY_NAME, settings.managed.neverAsk)) return null;
    const resolver = resolvers.byHttps(settings.resolver, 'canary', origin);
    const identity = resolverIdentity(settings.resolver);
    if (resolver === null || identity === null || !(await platform.hasConsent())) return null;
    const resolve = resolvers.bySystem('canary', origin);
    if (resolve !== null) return canaryBySystem(resolve, platform.now);
    // As for every query of ours: see lookupPolicy.
    if (!(await platform.hasSiteAccess())) return null;
    const { outcome } = await lookUpAddress(CANARY_NAME, resolver);
    const answer: AddressAnswer = outcome.kind === 'failed' ? { kind: 'failed' } : outcome;
    return canaryByResolver(answer, identity.name, platform.now());
  }
}
