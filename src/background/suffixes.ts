// The Public Suffix List for the life of the background, read when something first depends on it: most pages reach no name that only
// the list tells from a stranger's, and their popup is answered without it. Where it cannot be read it is empty, and read again when
// next needed: that takes neighbors for one site, and so never calls hidden what is not.

import type { DataFiles } from '../shared/ports.ts';
import type { SuffixList } from '../shared/suffix-list.ts';
import { Announcer } from './announcer.ts';

/** Stands for the list that was not read, and knows whether that makes a difference. */
class AbsentList extends Map<string, string> {
  wasNeeded = false;

  override get(): undefined {
    this.wasNeeded = true;
  }
}

export class Suffixes {
  /** The list was read, or could not be for the first time: what waited for it goes on. */
  readonly changed = new Announcer<SuffixList>();
  readonly #platform: Pick<DataFiles, 'suffixList'>;
  #list: SuffixList = new Map();
  #isReading = false;
  #hasFailed = false;

  constructor(platform: Pick<DataFiles, 'suffixList'>) {
    this.#platform = platform;
  }

  /** Empty where it was not read. */
  get list(): SuffixList {
    return this.#list;
  }

  /** What follows from the list; null where that depends on it and it is still being read: `changed` comes after that. */
  whenKnown<T>(conclude: (list: SuffixList) => T): T | null {
    if (this.#list.size > 0) return conclude(this.#list);
    const absent = new AbsentList();
    const concluded = conclude(absent);
    if (!absent.wasNeeded) return concluded;
    const mayConclude = this.#hasFailed;
    if (!this.#isReading) void this.#read();
    return mayConclude ? concluded : null;
  }

  /** Never rejects. */
  async #read(): Promise<void> {
    this.#isReading = true;
    const isFirst = !this.#hasFailed;
    const list = await this.#platform.suffixList().catch(() => null);
    this.#isReading = false;
    this.#hasFailed = list === null;
    this.#list = list ?? this.#list;
    // Whoever hears of a failure may need the list again.
    if (list !== null || isFirst) this.changed.announce(this.#list);
  }
}
