// The browser wakes the background only for listeners that its first task registers, and what an earlier background left is read
// after that: whatever a listener does waits for it here.

export class Startup {
  #begin: (restored: Promise<void>) => void = () => {};
  readonly #restored = new Promise<void>((resolve) => {
    this.#begin = resolve;
  });

  begin(restored: Promise<void>): void {
    this.#begin(restored);
  }

  get restored(): Promise<void> {
    return this.#restored;
  }

  /** Runs work once everything is restored, in the order of the calls. A failure is logged and stops nothing else. */
  whenReady(work: () => unknown): void {
    this.#restored.then(work).catch((error: unknown) => console.error('Overheard:', error));
  }
}
