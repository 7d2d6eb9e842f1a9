// Reads the vectors from two places. Those that were composed or captured for this project, and those of RFCs, lie in `data`, with
// what Chromium 156 and Firefox 153 did with them, and always run. Those of other projects' suites stay out of this repository:
// they join in where there is a folder with them, VECTORS_DIR or one beside this repository.

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { decodeHex } from '../../src/bytes/hex.ts';

const own = resolve(import.meta.dirname, 'data');
const elsewhere = process.env.VECTORS_DIR ?? resolve(import.meta.dirname, '../../../shared/vectors');

// biome-ignore lint/suspicious/noExplicitAny: the shape is the file's own
export type Vectors = any;

const readJson = (path: string): Vectors => JSON.parse(readFileSync(path, 'utf8'));

/** Of a file that was measured here alone. */
export const readMeasured = (file: string): Vectors => readJson(resolve(own, file));

/** All vectors of that name; says so when those of other projects are not among them. Throws when VECTORS_DIR lacks the file. */
export function readVectors(file: string): Vectors {
  const ours = readJson(resolve(own, file));
  const path = resolve(elsewhere, file);
  if (existsSync(path)) return joined(ours, readJson(path));
  if (process.env.VECTORS_DIR) throw new Error(`VECTORS_DIR has no ${file}`);
  console.warn(
    `vectors: ${file}: those of other projects' suites did not run, since they are not here; set VECTORS_DIR`,
  );
  return ours;
}

/** Lists one behind the other, without what is in both: the other file has ours too. */
function joined(ours: Vectors, theirs: Vectors): Vectors {
  const all = { ...theirs, ...ours };
  for (const [key, list] of Object.entries(ours)) {
    if (!Array.isArray(list)) continue;
    const known = new Set(list.map((one) => JSON.stringify(one)));
    all[key] = [...list, ...theirs[key].filter((one: Vectors) => !known.has(JSON.stringify(one)))];
  }
  return all;
}

export function countVectors(file: string, counts: Record<string, number>): void {
  const parts = Object.entries(counts).map(([part, count]) => `${count} ${part}`);
  console.info(`vectors: ${file}: ${parts.join(', ')}`);
}

export function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  const decoded = decodeHex(hex);
  if (!decoded.ok) throw new Error(`not hex: ${hex}`);
  return decoded.value;
}
