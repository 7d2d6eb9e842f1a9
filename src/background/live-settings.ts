// The settings in force, user's choices and policy combined. A failed read changes nothing, or a storage error would lift a binding
// policy: the last values stay in force, and reading is retried on a timer and before the next lookup. Until the user's settings have
// been read once, no resolver is asked.

import {
  lastKnownPolicy,
  managedSettings,
  NO_READING,
  type PolicyReading,
  unknownSettings,
} from '../shared/managed.ts';
import type { SettingsAccess } from '../shared/ports.ts';
import { READ_RETRY_DELAYS_MS, type Settings } from '../shared/settings.ts';
import { Announcer } from './announcer.ts';
import { warn } from './session-storage.ts';
import type { Startup } from './startup.ts';

/** Chromium 156 delivers managed storage three seconds after it loaded the extension. */
const POLICY_WAIT_MS = 10_000;

export class LiveSettings {
  /** Announces the previous settings after each read but the first. */
  readonly changed = new Announcer<Settings>();
  readonly #platform: SettingsAccess;
  readonly #startup: Startup;
  /** The last values read. Wrapped, since storage may hold anything, null included. */
  #stored: { choices: unknown } | null = null;
  #policy: PolicyReading | null = null;
  #current: Settings = unknownSettings(NO_READING);
  #hasFailed = false;
  #retries = 0;
  #reads: Promise<void> = Promise.resolve();
  /** Chrome delivers policy late. Lookups wait for it if a policy was binding at the last start, but not indefinitely. */
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

  /** The first read. Reads never reject: a failure is only remembered. */
  load(): Promise<void> {
    return this.#read();
  }

  /** To be awaited before a lookup: retries a failed read, and gives policy time to arrive. */
  async ensureLoaded(): Promise<void> {
    await this.#reads;
    if (this.#hasFailed) {
      const before = this.#current;
      await this.#read();
      // After the failure is cleared: listeners may start lookups, which call this method again.
      if (!this.#hasFailed) this.#announce(before);
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

  /** Reads are queued, so that a slow earlier one cannot overwrite a later one. */
  #read(): Promise<void> {
    this.#reads = this.#reads.then(() => this.#readNow());
    return this.#reads;
  }

  async #readNow(): Promise<void> {
    const [stored, policy] = await Promise.allSettled([this.#platform.readSettings(), this.#platform.readPolicy()]);
    if (stored.status === 'fulfilled') this.#stored = { choices: stored.value };
    else warn(stored.reason);
    if (policy.status === 'rejected') warn(policy.reason);
    // Treated as awaited, since the policy that cannot be read may be a binding one.
    const unread: PolicyReading = { ...NO_READING, isUnreadable: true, isAwaited: true };
    this.#policy = lastKnownPolicy(this.#policy, policy.status === 'fulfilled' ? policy.value : unread);
    this.#current =
      this.#stored === null ? unknownSettings(this.#policy) : managedSettings(this.#stored.choices, this.#policy);
    this.#waitForPolicy(this.#policy.isAwaited);
    this.#hasFailed = stored.status === 'rejected' || this.#policy.isUnreadable;
    if (this.#hasFailed) this.#scheduleRetry();
    else this.#retries = 0;
  }

  /** Waits once for each background: after the time-out lookups are skipped as `policy-awaited`, which the popup explains. */
  #waitForPolicy(isAwaited: boolean): void {
    if (!isAwaited) this.#endPolicyWait?.();
    if (!isAwaited || this.#endPolicyWait !== null) return;
    this.#policyWait = new Promise((resolve) => {
      this.#endPolicyWait = resolve;
      setTimeout(resolve, POLICY_WAIT_MS);
    });
  }

  #scheduleRetry(): void {
    const delayMs = READ_RETRY_DELAYS_MS[this.#retries];
    if (delayMs === undefined) return;
    this.#retries++;
    setTimeout(() => this.#hasFailed && this.#refresh(), delayMs);
  }
}
