// Keeps the canary's state: asked once per start of the browser and again when the network changes or the user says so, and
// never before a resolver was chosen. Imports shared, doh and network.

import { lookUpAddress } from '../doh/lookup.ts';
import { type AddressAnswer, CANARY_NAME, canaryByResolver, canaryBySystem } from '../network/canary.ts';
import type { CanaryFacts } from '../shared/facts.ts';
import type { Platform, SessionStorage } from '../shared/ports.ts';
import { resolverIdentity, type Settings } from '../shared/settings.ts';
import { chosenResolver } from './inquiry.ts';

const KEY = 'canary';

export class CanaryWatch {
  readonly #platform: Platform;
  readonly #session: SessionStorage;
  readonly #settings: () => Settings;
  #facts: CanaryFacts | null = null;
  #running: Promise<boolean> | null = null;

  constructor(platform: Platform, session: SessionStorage, settings: () => Settings) {
    this.#platform = platform;
    this.#session = session;
    this.#settings = settings;
  }

  get facts(): CanaryFacts | null {
    return this.#facts;
  }

  /** Takes over what an earlier background left; only this module writes it. */
  restore(stored: Record<string, unknown>): void {
    this.#facts = (stored[KEY] as CanaryFacts | undefined) ?? null;
  }

  /** True when there is something new to show. */
  refresh({ again = false } = {}): Promise<boolean> {
    if (this.#facts !== null && !again) return Promise.resolve(false);
    this.#running ??= this.#check().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #check(): Promise<boolean> {
    const settings = this.#settings();
    if (resolverIdentity(settings.resolver) === null || !(await this.#platform.hasConsent())) return false;
    const facts = await this.#ask(settings);
    if (facts === null) return false;
    this.#facts = facts;
    await this.#session.put({ [KEY]: facts });
    return true;
  }

  async #ask(settings: Settings): Promise<CanaryFacts | null> {
    const { resolveBySystem, now } = this.#platform;
    if (resolveBySystem !== null) return canaryBySystem(resolveBySystem, now);
    const resolver = chosenResolver(settings, this.#platform);
    const identity = resolverIdentity(settings.resolver);
    if (resolver === null || identity === null) return null;
    const { outcome } = await lookUpAddress(CANARY_NAME, resolver);
    const answer: AddressAnswer = outcome.kind === 'failed' ? { kind: 'failed' } : outcome;
    return canaryByResolver(answer, identity.name, now());
  }
}
