// Events that cannot be applied yet: the background has not read what an earlier one left, or the suffix list, on which some depend.
// The event that wakes a background is the only one of its kind: it is written down in the task that delivered it, and a background
// that is killed while reading leaves it to the next.

import type { SessionStorage } from '../shared/ports.ts';
import { Announcer } from './announcer.ts';

const PREFIX = 'event:';

interface Parts<Event> {
  storage: SessionStorage;
  /** Whether what the event depends on is known. `apply` is called once it may be. */
  isReady: (event: Event) => boolean;
}

export class EventJournal<Event> {
  /** Announces each event when it is to be applied. */
  readonly due = new Announcer<Event>();
  readonly #storage: SessionStorage;
  readonly #isReady: (event: Event) => boolean;
  /** Written down and not yet applied, in the order in which they came. */
  #waiting = new Map<string, Event>();
  #isOpen = false;
  #count = 0;
  #whenApplied: (() => void)[] = [];

  constructor({ storage, isReady }: Parts<Event>) {
    this.#storage = storage;
    this.#isReady = isReady;
  }

  /** Applies an event at once, or as soon as it and those before it are ready. */
  dispatch(event: Event): void {
    if (this.#isOpen && this.#waiting.size === 0 && this.#isReady(event)) {
      this.due.announce(event);
      return;
    }
    // In the order of arrival, and never the key that a background before has used.
    const key = `${PREFIX}${Date.now()}.${String(this.#count++).padStart(5, '0')}.${Math.random()}`;
    this.#waiting.set(key, event);
    void this.#storage.put({ [key]: event });
  }

  /** The background is ready: what earlier ones left comes first. */
  open(stored: Record<string, unknown>): void {
    const left = Object.keys(stored).filter((key) => key.startsWith(PREFIX) && !this.#waiting.has(key));
    this.#waiting = new Map([...left.sort().map((key) => [key, stored[key] as Event] as const), ...this.#waiting]);
    this.#isOpen = true;
    this.apply();
  }

  /** Those that are ready, up to the first that is not. One task, so that no event is applied without being gone. */
  apply(): void {
    if (!this.#isOpen) return;
    const applied: string[] = [];
    for (const [key, event] of this.#waiting) {
      if (!this.#isReady(event)) break;
      this.#waiting.delete(key);
      applied.push(key);
      this.due.announce(event);
    }
    if (applied.length > 0) void this.#storage.remove(applied);
    if (this.#waiting.size === 0) for (const resolve of this.#whenApplied.splice(0)) resolve();
  }

  /** Every event that came before was applied. */
  async applied(): Promise<void> {
    if (!this.#isOpen || this.#waiting.size > 0) await new Promise<void>((resolve) => this.#whenApplied.push(resolve));
  }
}
