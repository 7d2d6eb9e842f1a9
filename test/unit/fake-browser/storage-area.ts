// One area of a browser's storage: JSON by key, a quota, and listeners that hear of every change.

import { vi } from 'vitest';
import { FakeEvent } from './event.ts';

const clone = <T>(value: T): T => (value === undefined ? value : JSON.parse(JSON.stringify(value)));

type Change = { oldValue?: unknown; newValue?: unknown };

export class FakeStorageArea {
  readonly data = new Map<string, unknown>();
  /** Writes fail, as over quota. */
  isFull = false;
  /** So many entries and no more: a new one is refused. */
  maxEntries = Number.POSITIVE_INFINITY;
  readonly onChanged = new FakeEvent();
  readonly #path: string;
  readonly #before: (path: string) => Promise<void> | undefined;

  /** `before` is called with the path of each call: `storage.local.get` and the like. */
  constructor(path: string, before: (path: string) => Promise<void> | undefined) {
    this.#path = path;
    this.#before = before;
  }

  readonly get = vi.fn(async (keys?: string | string[] | null): Promise<Record<string, unknown>> => {
    const wait = this.#before(`${this.#path}.get`);
    if (wait !== undefined) await wait;
    const wanted = keys === undefined || keys === null ? [...this.data.keys()] : [keys].flat();
    return Object.fromEntries(
      wanted.filter((key) => this.data.has(key)).map((key) => [key, clone(this.data.get(key))]),
    );
  });

  readonly set = vi.fn(async (entries: Record<string, unknown>): Promise<void> => {
    const wait = this.#before(`${this.#path}.set`);
    if (wait !== undefined) await wait;
    const added = Object.keys(entries).filter((key) => !this.data.has(key)).length;
    if (this.isFull || (added > 0 && this.data.size + added > this.maxEntries)) throw new Error('QuotaExceededError');
    this.change(Object.entries(entries));
  });

  readonly remove = vi.fn(async (keys: string | string[]): Promise<void> => {
    const wait = this.#before(`${this.#path}.remove`);
    if (wait !== undefined) await wait;
    this.change(
      [keys]
        .flat()
        .filter((key) => this.data.has(key))
        .map((key) => [key, undefined]),
    );
  });

  /** As if the browser had it all along; nobody hears of it. */
  put(entries: Record<string, unknown>): void {
    for (const [key, value] of Object.entries(clone(entries))) this.data.set(key, value);
  }

  /** Undefined removes; every listener hears of it. */
  change(entries: [string, unknown][]): void {
    const changes: Record<string, Change> = {};
    for (const [key, value] of entries) {
      const newValue = clone(value);
      const oldValue = this.data.get(key);
      changes[key] = { ...(oldValue !== undefined && { oldValue }), ...(newValue !== undefined && { newValue }) };
      if (newValue === undefined) this.data.delete(key);
      else this.data.set(key, newValue);
    }
    if (entries.length > 0) this.onChanged.fire(clone(changes));
  }

  clear(): void {
    this.data.clear();
    this.isFull = false;
    this.maxEntries = Number.POSITIVE_INFINITY;
    this.onChanged.clear();
  }
}
