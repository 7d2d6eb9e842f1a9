// Timing by the side of each other: all contestants in one process, in turns, the best of many rounds.

/** Milliseconds of one call, the best of `rounds`. */
export function bestMs(run: () => unknown, rounds = 9): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/** Operations per second of each, measured in alternating batches of about 20 ms so that all meet the same machine. */
export function operationsPerSecond(contestants: Record<string, () => unknown>, rounds = 25): Record<string, number> {
  const names = Object.keys(contestants);
  const sizes = new Map(names.map((name) => [name, batchSize(contestants[name] as () => unknown)]));
  const best = new Map(names.map((name) => [name, Number.POSITIVE_INFINITY]));
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const run = contestants[name] as () => unknown;
      const size = sizes.get(name) ?? 1;
      const start = performance.now();
      for (let call = 0; call < size; call++) run();
      best.set(name, Math.min(best.get(name) ?? 0, (performance.now() - start) / size));
    }
  }
  return Object.fromEntries(names.map((name) => [name, 1000 / (best.get(name) ?? 1)]));
}

function batchSize(run: () => unknown): number {
  let size = 1;
  for (;;) {
    const start = performance.now();
    for (let call = 0; call < size; call++) run();
    if (performance.now() - start > 20) return size;
    size *= 2;
  }
}
