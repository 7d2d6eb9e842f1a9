// The background's one copy of the settings that hold. A read that fails changes nothing of it: what was read last goes on to
// hold, a policy that binds above all, and it is read again before the next lookup and a few times by itself. Until the user's
// settings were read once, nobody is asked.

import { managedSettings, NOTHING_TOLD, type PolicyReading, policyKnown, unknownSettings } from '../shared/managed.ts';
import type { Platform } from '../shared/ports.ts';
import { READ_AGAIN_MS, type Settings } from '../shared/settings.ts';
import { PolicyWait } from './policy-wait.ts';
import { tell } from './session-storage.ts';

type SettingsPlatform = Pick<Platform, 'readSettings' | 'readPolicy'>;

export class SettingsOwner {
  readonly #platform: SettingsPlatform;
  readonly #changed: (before: Settings) => void;
  readonly #policyWait = new PolicyWait();
  /** What was read last; null before. */
  #stored: { choices: unknown } | null = null;
  #policy: PolicyReading | null = null;
  #current: Settings = unknownSettings(NOTHING_TOLD);
  /** The last read failed, of the settings or of policy. */
  #isFailed = false;
  #retries = 0;
  #reads: Promise<void> = Promise.resolve();

  /** `changed` is called after each read but the first. */
  constructor(platform: SettingsPlatform, changed: (before: Settings) => void) {
    this.#platform = platform;
    this.#changed = changed;
  }

  get current(): Settings {
    return this.#current;
  }

  /** The first read. Does not reject, and neither do the others. */
  load(): Promise<void> {
    return this.#read();
  }

  /** Something was changed. */
  async refresh(): Promise<void> {
    const before = this.#current;
    await this.#read();
    this.#changed(before);
  }

  /** Before a lookup: a read that is under way, another one where the last one failed, and policy that is on its way. */
  async arrived(): Promise<void> {
    await this.#reads;
    if (this.#isFailed) {
      const before = this.#current;
      await this.#read();
      // What is called here leads to lookups, which come by here.
      if (!this.#isFailed) this.#changed(before);
    }
    await this.#policyWait.over();
  }

  /** One after the other, so that an earlier answer never replaces a later one. */
  #read(): Promise<void> {
    this.#reads = this.#reads.then(() => this.#readNow());
    return this.#reads;
  }

  async #readNow(): Promise<void> {
    const { readSettings, readPolicy } = this.#platform;
    const [stored, policy] = await Promise.allSettled([readSettings(), readPolicy()]);
    if (stored.status === 'fulfilled') this.#stored = { choices: stored.value };
    else tell(stored.reason);
    if (policy.status === 'rejected') tell(policy.reason);
    // Nobody knows whether one binds that could not be read.
    const unread: PolicyReading = { ...NOTHING_TOLD, isUnreadable: true, isAwaited: true };
    this.#policy = policyKnown(this.#policy, policy.status === 'fulfilled' ? policy.value : unread);
    this.#current =
      this.#stored === null ? unknownSettings(this.#policy) : managedSettings(this.#stored.choices, this.#policy);
    this.#policyWait.see(this.#policy.isAwaited);
    this.#isFailed = stored.status === 'rejected' || this.#policy.isUnreadable;
    if (this.#isFailed) this.#readLater();
    else this.#retries = 0;
  }

  #readLater(): void {
    const pauseMs = READ_AGAIN_MS[this.#retries];
    if (pauseMs === undefined) return;
    this.#retries++;
    setTimeout(() => this.#isFailed && this.refresh(), pauseMs);
  }
}
