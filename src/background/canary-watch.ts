// Keeps the canary's state: asked once an hour at most by new pages, again when the network changes or the user says so, and
// never before a resolver was chosen.

import { lookUpAddress } from '../doh/lookup.ts';
import { type AddressAnswer, CANARY_NAME, canaryByResolver, canaryBySystem } from '../network/canary.ts';
import type { CanaryFacts } from '../shared/facts.ts';
import { isBarred } from '../shared/managed.ts';
import type { SessionStorage } from '../shared/ports.ts';
import { resolverIdentity, type Settings } from '../shared/settings.ts';
import { type Asking, resolverOf, systemResolverOf } from './page-lookup.ts';

const KEY = 'canary';

/** A network may change without a word: for so long a new page takes the answer for current. */
const MAX_AGE_MS = 3_600_000;

/** Whoever opens the popup wants to know of the network that they are in now. */
export const POPUP_MAX_AGE_MS = 120_000;

export interface RefreshOptions {
  /** Whatever is known. */
  again?: boolean;
  /** What is known and older than this will not do. */
  maxAgeMs?: number;
}

type News = 'nothing' | 'time' | 'answer';

export class CanaryWatch {
  readonly #asking: Asking;
  readonly #session: SessionStorage;
  #facts: CanaryFacts | null = null;
  #running: Promise<News> | null = null;
  /** Asked for while a check was running, which may have seen the network from before. */
  #repeat = false;

  constructor(asking: Asking, session: SessionStorage) {
    this.#asking = asking;
    this.#session = session;
  }

  get facts(): CanaryFacts | null {
    return this.#facts;
  }

  /** Takes over what an earlier background left; only this module writes it. */
  restore(stored: Record<string, unknown>): void {
    this.#facts = (stored[KEY] as CanaryFacts | undefined) ?? null;
  }

  /** What is new: nothing, the time of the check alone, or the answer too. */
  refresh({ again = false, maxAgeMs = MAX_AGE_MS }: RefreshOptions = {}): Promise<News> {
    this.#repeat ||= again && this.#running !== null;
    if (!again && this.#isNewerThan(maxAgeMs)) return Promise.resolve('nothing');
    this.#running ??= this.#check().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  #isNewerThan(maxAgeMs: number): boolean {
    return this.#facts !== null && Math.abs(this.#asking.platform.now() - this.#facts.checkedAtMs) < maxAgeMs;
  }

  async #check(): Promise<News> {
    const before = this.#facts;
    do {
      this.#repeat = false;
      const facts = await this.#ask(this.#asking.settings());
      // What was asked for once more meanwhile may be another network's answer, or the former resolver's.
      if (facts === null || this.#repeat) continue;
      this.#facts = facts;
      await this.#session.put({ [KEY]: facts });
    } while (this.#repeat);
    if (this.#facts === before) return 'nothing';
    const answer = (facts: CanaryFacts | null) => JSON.stringify({ ...facts, checkedAtMs: 0 });
    return answer(before) === answer(this.#facts) ? 'time' : 'answer';
  }

  async #ask(settings: Settings): Promise<CanaryFacts | null> {
    const { platform } = this.#asking;
    const about = { private: false };
    if (isBarred(CANARY_NAME, settings.managed.neverAsk)) return null;
    const resolver = resolverOf(settings.resolver, this.#asking, 'canary', about);
    const identity = resolverIdentity(settings.resolver);
    if (resolver === null || identity === null || !(await platform.hasConsent())) return null;
    const resolve = systemResolverOf(this.#asking, 'canary', about);
    if (resolve !== null) return canaryBySystem(resolve, platform.now);
    // As for every question of ours: see lookupPolicy.
    if (!(await platform.hasSiteAccess())) return null;
    const { outcome } = await lookUpAddress(CANARY_NAME, resolver);
    const answer: AddressAnswer = outcome.kind === 'failed' ? { kind: 'failed' } : outcome;
    return canaryByResolver(answer, identity.name, platform.now());
  }
}
