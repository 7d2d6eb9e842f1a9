// Events that come before the background has read what an earlier one left. The event that wakes it is the only one of its
// kind: it is written down in the task that delivered it, and a background that is killed while reading leaves it to the next.

import type { SessionStorage } from '../shared/ports.ts';
import { Announcer } from './announcer.ts';

const PREFIX = 'event:';

export class EventJournal<Event> {
  /** To be applied now. */
  readonly due = new Announcer<Event>();
  readonly #storage: SessionStorage;
  /** Written down by this background and not yet applied, in the order in which they came; null once it is ready. */
  #waiting: Map<string, Event> | null = new Map();

  constructor(storage: SessionStorage) {
    this.#storage = storage;
  }

  /** Applies an event at once, or as soon as the background is ready. */
  dispatch(event: Event): void {
    if (this.#waiting === null) {
      this.due.announce(event);
      return;
    }
    // In the order of arrival, and never the key that a background before has used.
    const key = `${PREFIX}${Date.now()}.${String(this.#waiting.size).padStart(5, '0')}.${Math.random()}`;
    this.#waiting.set(key, event);
    void this.#storage.put({ [key]: event });
  }

  /** The background is ready: what earlier ones left comes first. One task, so that no event is applied without being gone. */
  open(stored: Record<string, unknown>): void {
    const waiting = this.#waiting ?? new Map<string, Event>();
    const left = Object.keys(stored).filter((key) => key.startsWith(PREFIX) && !waiting.has(key));
    this.#waiting = null;
    const keys = [...left.sort(), ...waiting.keys()];
    if (keys.length === 0) return;
    void this.#storage.remove(keys);
    for (const key of keys) this.due.announce((waiting.get(key) ?? stored[key]) as Event);
  }
}
