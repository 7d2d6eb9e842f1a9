// Timing by the side of each other: all contestants in one process, in turns.

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

/** Microseconds of one call of each, one number a round, in alternating batches of about 20 ms so that all meet the same machine. */
export function callsUs<Name extends string>(
  contestants: Record<Name, () => unknown>,
  rounds = 25,
): Record<Name, number[]> {
  const entries = Object.entries(contestants) as [Name, () => unknown][];
  const turns = entries.map(([name, run]) => ({ name, run, size: batchSize(run), taken: [] as number[] }));
  for (let round = 0; round < rounds; round++) {
    for (const { run, size, taken } of turns) {
      const start = performance.now();
      for (let call = 0; call < size; call++) run();
      taken.push(((performance.now() - start) * 1000) / size);
    }
  }
  return Object.fromEntries(turns.map(({ name, taken }) => [name, taken])) as Record<Name, number[]>;
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
