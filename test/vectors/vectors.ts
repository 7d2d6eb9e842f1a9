// Finds and reads the vectors, which stay out of this repository: VECTORS_DIR, or a folder beside it.

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { decodeHex } from '../../src/wire/hex.ts';

const folder = process.env.VECTORS_DIR ?? resolve(import.meta.dirname, '../../../shared/vectors');

// biome-ignore lint/suspicious/noExplicitAny: the shape is the file's own
export type Vectors = any;

/** `undefined`, loudly, when there are none to run. */
export function readVectors(file: string): Vectors | undefined {
  const path = resolve(folder, file);
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'));
  if (process.env.VECTORS_DIR) throw new Error(`VECTORS_DIR has no ${file}`);
  console.warn(`vectors: absent (${file}); set VECTORS_DIR to run them`);
  return undefined;
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
