// The background's one copy of the settings in force. A read that fails changes nothing: what was read last stays in force, a binding
// policy above all, and it is read again before the next lookup and a few times by itself. Until the user's settings were read once,
// no resolver is asked.

import { managedSettings, NOTHING_TOLD, type PolicyReading, policyKnown, unknownSettings } from '../shared/managed.ts';
import type { SettingsAccess } from '../shared/ports.ts';
import { READ_AGAIN_MS, type Settings } from '../shared/settings.ts';
import { Announcer } from './announcer.ts';
import { warn } from './session-storage.ts';
import type { Startup } from './startup.ts';

/** Chromium 156 delivers managed storage three seconds after it loaded the extension. */
const POLICY_WAIT_MS = 10_000;

export class LiveSettings {
  /** After each read but the first; the settings that were in force before. */
  readonly changed = new Announcer<Settings>();
  readonly #platform: SettingsAccess;
  readonly #startup: Startup;
  /** What was read last; null before. */
  #stored: { choices: unknown } | null = null;
  #policy: PolicyReading | null = null;
  #current: Settings = unknownSettings(NOTHING_TOLD);
  /** The last read failed, of the settings or of policy. */
  #isFailed = false;
  #retries = 0;
  #reads: Promise<void> = Promise.resolve();
  /** Chrome delivers policy late: lookups wait for it where one was binding at the last start, but not for ever. */
  #policyWait: Promise<void> = Promise.resolve();
  #endPolicyWait: (() => void) | null = null;

  constructor(platform: SettingsAccess, startup: Startup) {
    this.#platform = platform;
    this.#startup = startup;
    platform.onSettingsChanged(() => startup.whenReady(() => this.#refresh()));
  }

  get current(): Settings {
    return this.#current;
  }

  /** The first read. Does not reject, and neither do the others. */
  load(): Promise<void> {
    return this.#read();
  }

  /** Before a lookup: waits for a read that is under way, for another one where the last one failed, and for policy. */
  async arrived(): Promise<void> {
    await this.#reads;
    if (this.#isFailed) {
      const before = this.#current;
      await this.#read();
      // Whoever listens may start lookups, which come by here.
      if (!this.#isFailed) this.#announce(before);
    }
    await this.#policyWait;
  }

  async #refresh(): Promise<void> {
    const before = this.#current;
    await this.#read();
    this.#announce(before);
  }

  #announce(before: Settings): void {
    this.#startup.whenReady(() => this.changed.announce(before));
  }

  /** One after the other, so that an earlier answer never replaces a later one. */
  #read(): Promise<void> {
    this.#reads = this.#reads.then(() => this.#readNow());
    return this.#reads;
  }

  async #readNow(): Promise<void> {
    const [stored, policy] = await Promise.allSettled([this.#platform.readSettings(), this.#platform.readPolicy()]);
    if (stored.status === 'fulfilled') this.#stored = { choices: stored.value };
    else warn(stored.reason);
    if (policy.status === 'rejected') warn(policy.reason);
    // An unreadable policy may be a binding one.
    const unread: PolicyReading = { ...NOTHING_TOLD, isUnreadable: true, isAwaited: true };
    this.#policy = policyKnown(this.#policy, policy.status === 'fulfilled' ? policy.value : unread);
    this.#current =
      this.#stored === null ? unknownSettings(this.#policy) : managedSettings(this.#stored.choices, this.#policy);
    this.#waitForPolicy(this.#policy.isAwaited);
    this.#isFailed = stored.status === 'rejected' || this.#policy.isUnreadable;
    if (this.#isFailed) this.#readLater();
    else this.#retries = 0;
  }

  /** Begins once: when the time is up, lookups are refused for a reason that the user is told. */
  #waitForPolicy(isAwaited: boolean): void {
    if (!isAwaited) this.#endPolicyWait?.();
    if (!isAwaited || this.#endPolicyWait !== null) return;
    this.#policyWait = new Promise((resolve) => {
      this.#endPolicyWait = resolve;
      setTimeout(resolve, POLICY_WAIT_MS);
    });
  }

  #readLater(): void {
    const pauseMs = READ_AGAIN_MS[this.#retries];
    if (pauseMs === undefined) return;
    this.#retries++;
    setTimeout(() => this.#isFailed && this.#refresh(), pauseMs);
  }
}
