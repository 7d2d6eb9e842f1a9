// CPU time of a process and of all that it started, by Linux's /proc: what a browser's many processes cost together.

import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second (USER_HZ), whatever the kernel's own clock. */
const TICK_MS = 10;

interface Stat {
  parent: number;
  ticks: number;
}

/** Milliseconds in user and kernel mode of the processes below and including `root` that are still there. */
export function cpuTimeMs(root: number): number {
  const stats = new Map(readdirSync('/proc').filter(isNumber).flatMap(readStat));
  let ticks = 0;
  for (const [pid, stat] of stats) if (isBelow(pid, root, stats)) ticks += stat.ticks;
  return ticks * TICK_MS;
}

const isNumber = (text: string): boolean => /^\d+$/.test(text);

function readStat(pid: string): [number, Stat][] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in brackets, may hold anything; behind it: state, parent, …, utime and stime as 12th and 13th.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return [[Number(pid), { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }]];
  } catch {
    return []; // it ended meanwhile
  }
}

function isBelow(pid: number, root: number, stats: Map<number, Stat>): boolean {
  for (let at: number | undefined = pid; at !== undefined && at > 0; at = stats.get(at)?.parent) {
    if (at === root) return true;
  }
  return false;
}
