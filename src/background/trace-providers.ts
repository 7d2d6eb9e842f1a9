// The providers whose servers say how a connection was opened, for the life of the background: read when a page first has the public
// name of one.

import type { DataFiles } from '../shared/ports.ts';
import type { TraceProvider } from '../shared/trace.ts';
import { Announcer } from './announcer.ts';
import { warn } from './session-storage.ts';

export class TraceProviders {
  /** The list is there. */
  readonly changed = new Announcer<readonly TraceProvider[]>();
  readonly #files: Pick<DataFiles, 'traceProviders'>;
  #list: readonly TraceProvider[] = [];
  #isRead = false;

  constructor(files: Pick<DataFiles, 'traceProviders'>) {
    this.#files = files;
  }

  /** Empty until it was read, and where it cannot be: then nothing is measured. */
  get list(): readonly TraceProvider[] {
    return this.#list;
  }

  /** Once. Never rejects. */
  async read(): Promise<void> {
    if (this.#isRead) return;
    this.#isRead = true;
    try {
      this.#list = await this.#files.traceProviders();
      this.changed.announce(this.#list);
    } catch (error) {
      warn(error);
    }
  }
}
