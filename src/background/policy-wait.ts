// How long questions wait for an organisation's settings, which once bound and are not told yet (Chrome): until they are, or
// until it takes too long. After that nobody is asked, and the user hears why. Imports nothing.

/** Chromium 156 tells after three seconds. */
const WAIT_MS = 10_000;

export class PolicyWait {
  #over = Promise.resolve();
  #end: (() => void) | null = null;

  /** Whatever was read last. */
  see(isAwaited: boolean): void {
    if (!isAwaited) this.#end?.();
    if (!isAwaited || this.#end !== null) return;
    this.#over = new Promise((resolve) => {
      this.#end = resolve;
      setTimeout(resolve, WAIT_MS);
    });
  }

  /** At once where nothing is awaited. */
  over(): Promise<void> {
    return this.#over;
  }
}
