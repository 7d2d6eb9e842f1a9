// The Public Suffix List for the life of the background, read before anything is told to it. Where it cannot be read it is empty, and
// read again when next needed: that takes neighbours for one site, and so never calls hidden what is not.

import type { DataFiles } from '../shared/ports.ts';
import type { SuffixList } from '../shared/suffix-list.ts';
import { Announcer } from './announcer.ts';

export class Suffixes {
  /** The list is there. */
  readonly changed = new Announcer<SuffixList>();
  readonly #platform: Pick<DataFiles, 'suffixList'>;
  #list: SuffixList = new Map();
  #isReading = false;

  constructor(platform: Pick<DataFiles, 'suffixList'>) {
    this.#platform = platform;
  }

  get list(): SuffixList {
    if (this.#list.size === 0 && !this.#isReading) void this.load();
    return this.#list;
  }

  /** Never rejects. */
  async load(): Promise<void> {
    this.#isReading = true;
    try {
      this.#list = await this.#platform.suffixList();
      this.changed.announce(this.#list);
    } catch {
      // The next page tries again.
    }
    this.#isReading = false;
  }
}
