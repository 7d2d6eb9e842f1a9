// Answers kept as long as DNS allows, per resolver and query name, and one question in flight for each. What is kept is plain
// JSON in a store that the caller chooses; a worker that was killed finds it again. A store shared with others is not filled: 2
// MB of answers at most, and none that is far larger than an honest one.

import { httpsQueryName } from '../dns/query.ts';
import type { DohTemplate } from '../shared/doh-template.ts';
import type { Follow, HttpsLookup } from '../shared/lookup.ts';

/** The part of a key-value store that the cache needs; other keys than its own are left alone. */
export interface CacheStore {
  load(): Promise<Record<string, unknown>>;
  put(entries: Record<string, unknown>): Promise<void>;
  remove(keys: string[]): Promise<void>;
}

export interface CacheOptions {
  store: CacheStore;
  /** Unix time in milliseconds. */
  now: () => number;
  maxEntries?: number;
  /** Of all answers together, as JSON. */
  maxCharacters?: number;
}

export interface LookUpOptions<Refusal = never> {
  /** As `ask` does it: an answer that ends at an alias is not enough for whoever wants to know where that leads. CNAMEs when absent. */
  follow?: Follow;
  /** For a private window: what is known may be used, nothing is kept. */
  private?: boolean;
  /** Ask again although an answer is still good. */
  refresh?: boolean;
  /** Called in the task that would ask, where nothing is known: what it returns, unless null, is the outcome, and nobody is asked. */
  admit?: () => Refusal | null;
}

const keyPrefix = 'lookup:';

const defaultMaxEntries = 1_000;

const defaultMaxCharacters = 2_000_000;

/** Of one answer as JSON: an honest one is a tenth of it. */
const maxAnswerCharacters = 16_384;

/** Answers do not change: each is measured once. */
const measured = new WeakMap<HttpsLookup, number>();

function charactersOf(answer: HttpsLookup): number {
  const characters = measured.get(answer) ?? JSON.stringify(answer).length;
  measured.set(answer, characters);
  return characters;
}

/** What followed aliases is good for everybody. */
const isEnough = ({ outcome }: HttpsLookup, follow: Follow = 'cnames'): boolean =>
  follow === 'cnames' || outcome.kind !== 'alias';

const isLookup = (value: unknown): value is HttpsLookup =>
  typeof value === 'object' && value !== null && 'outcome' in value && 'expiresAtMs' in value;

export class LookupCache {
  readonly #store: CacheStore;
  readonly #now: () => number;
  readonly #maxEntries: number;
  readonly #maxCharacters: number;
  readonly #inFlight = new Map<string, Promise<HttpsLookup>>();
  /** Oldest first. */
  #entries: Promise<Map<string, HttpsLookup>> | undefined;

  constructor({ store, now, maxEntries = defaultMaxEntries, maxCharacters = defaultMaxCharacters }: CacheOptions) {
    this.#store = store;
    this.#now = now;
    this.#maxEntries = maxEntries;
    this.#maxCharacters = maxCharacters;
  }

  async lookUp<Refusal = never>(
    template: DohTemplate,
    host: string,
    port: number,
    ask: () => Promise<HttpsLookup>,
    options: LookUpOptions<Refusal> = {},
  ): Promise<HttpsLookup | Refusal> {
    const key = keyOf(template, host, port);
    const kept = options.refresh ? undefined : await this.#good(key, options.follow);
    if (kept) return { ...kept, questions: 0 };
    const running = this.#inFlight.get(key);
    if (!running) return options.admit?.() ?? this.#ask(key, ask, options.private ?? false);
    const answer = await running;
    // A private window's question that an ordinary one has joined.
    if (!options.private) await this.#keep(key, answer);
    return isEnough(answer, options.follow)
      ? { ...answer, questions: 0 }
      : this.lookUp(template, host, port, ask, options);
  }

  async clear(): Promise<void> {
    const entries = await this.#load();
    const keys = [...entries.keys()];
    entries.clear();
    await this.#store.remove(keys);
  }

  /** In flight until the answer is kept, so that nobody asks in between. */
  #ask(key: string, ask: () => Promise<HttpsLookup>, isPrivate: boolean): Promise<HttpsLookup> {
    const lookup = ask()
      .then(async (answer) => {
        if (!isPrivate) await this.#keep(key, answer);
        return answer;
      })
      .finally(() => this.#inFlight.delete(key));
    this.#inFlight.set(key, lookup);
    return lookup;
  }

  #load(): Promise<Map<string, HttpsLookup>> {
    this.#entries ??= this.#store.load().then(
      (stored) =>
        new Map(
          Object.entries(stored)
            .filter((entry): entry is [string, HttpsLookup] => entry[0].startsWith(keyPrefix) && isLookup(entry[1]))
            .sort(([, a], [, b]) => a.answeredAtMs - b.answeredAtMs),
        ),
      () => new Map(),
    );
    return this.#entries;
  }

  async #good(key: string, follow?: Follow): Promise<HttpsLookup | undefined> {
    const kept = (await this.#load()).get(key);
    const now = this.#now();
    // After the clock was set back nobody knows how old an answer from the future is.
    const isGood = kept && kept.answeredAtMs <= now && now < kept.expiresAtMs && isEnough(kept, follow);
    return isGood ? kept : undefined;
  }

  async #keep(key: string, answer: HttpsLookup): Promise<void> {
    const entries = await this.#load();
    if (entries.get(key) === answer) return;
    // A failure says nothing about an answer that is still good.
    const kept = await this.#good(key);
    if (answer.outcome.kind === 'failed' && kept && kept.outcome.kind !== 'failed') return;
    const now = this.#now();
    const outdated = [...entries].filter(([, { expiresAtMs }]) => expiresAtMs <= now).map(([name]) => name);
    for (const name of [...outdated, key]) entries.delete(name);
    if (answer.expiresAtMs > now && charactersOf(answer) <= maxAnswerCharacters) entries.set(key, answer);
    const gone = new Set([...outdated, key]);
    let characters = [...entries.values()].reduce((sum, one) => sum + charactersOf(one), 0);
    for (const [name, one] of entries) {
      if (entries.size <= this.#maxEntries && characters <= this.#maxCharacters) break;
      entries.delete(name);
      gone.add(name);
      characters -= charactersOf(one);
    }
    if (entries.has(key)) gone.delete(key);
    // Without the store the cache still works until the worker ends.
    if (gone.size > 0) await this.#store.remove([...gone]).catch(() => {});
    if (entries.has(key)) await this.#store.put({ [key]: answer }).catch(() => {});
  }
}

const keyOf = ({ base }: DohTemplate, host: string, port: number): string =>
  `${keyPrefix}${base} ${httpsQueryName(host, port)}`;
