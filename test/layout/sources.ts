// The project's own files and what they import, read as text.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Source {
  /** From the root of the repository, with forward slashes. */
  path: string;
  text: string;
  /** Paths of our own files that it imports, types and `import()` included. */
  imports: string[];
  /** Packages that it imports. */
  packages: string[];
}

export function readSources(folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => readSource(join(entry.parentPath, entry.name)));
}

function readSource(file: string): Source {
  const text = readFileSync(file, 'utf8');
  const declared = /^(?:import|export)\s(?:[^'"]*?\sfrom\s)?['"]([^'"]+)['"]/gm;
  const called = /\bimport\(\s*['"]([^'"]+)['"]/g;
  const specifiers = [declared, called].flatMap((pattern) => [...text.matchAll(pattern)].map(([, name]) => name ?? ''));
  const own = specifiers.filter((name) => name.startsWith('.'));
  return {
    path: relative(root, file),
    text,
    imports: own.map((name) => relative(root, join(dirname(file), name))),
    packages: specifiers.filter((name) => !name.startsWith('.')),
  };
}

/** `src/dns/names.ts` is in the room `dns`. */
export const roomOf = (path: string): string => path.split('/')[1] ?? '';
