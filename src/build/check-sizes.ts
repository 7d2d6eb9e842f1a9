// Fails the build when an entry, or a part that a page loads later, is over its budget with every script and style sheet it loads,
// or a data file by itself.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';
import { SUFFIX_LIST_FILE } from '../shared/suffix-list.ts';

/** Kilobytes (1,024 bytes) of gzip. `hellos` and `pasted-text` are loaded by the inspect page when they are asked for. */
export const BUDGETS: Record<string, number> = {
  background: 67,
  popup: 23,
  options: 32,
  inspect: 54,
  session: 18,
  'network-check': 38,
  hellos: 32,
  'pasted-text': 49,
};

/** Likewise, of files by their paths. */
export const DATA_BUDGETS: Record<string, number> = { [SUFFIX_LIST_FILE]: 50 };

/** What reads the debugger, in the measuring build alone. */
const DEBUGGER = 1;

export function checkSizes({ isMeasuring }: { isMeasuring: boolean }): Plugin {
  return {
    name: 'check-sizes',
    apply: 'build',
    writeBundle({ dir: outDir = '' }, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === 'asset') {
          const budget = DATA_BUDGETS[chunk.fileName];
          if (budget !== undefined) check(chunk.fileName, [chunk.fileName], budget, outDir);
          continue;
        }
        const most = BUDGETS[chunk.name];
        if (most === undefined && chunk.isEntry) throw new Error(`${chunk.name} has no size budget`);
        const budget = most !== undefined && isMeasuring && chunk.name === 'background' ? most + DEBUGGER : most;
        if (budget !== undefined && (chunk.isEntry || chunk.isDynamicEntry))
          check(chunk.name, [...filesOf(chunk.fileName, bundle)], budget, outDir);
      }
    },
  };
}

function check(name: string, files: readonly string[], budget: number, outDir: string): void {
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(outDir, file)), { level: 9 }).length, 0);
  const size = `${name}: ${(bytes / 1024).toFixed(1)} KB gzip of ${budget} KB`;
  if (bytes > budget * 1024) throw new Error(`over its size budget: ${size} (${files.join(', ')})`);
  console.log(size);
}

/** Every script and style sheet that an entry loads, through static imports to the end. */
function filesOf(entryFile: string, bundle: Rolldown.OutputBundle): Set<string> {
  const files = new Set<string>();
  const visit = (fileName: string) => {
    if (files.has(fileName)) return;
    files.add(fileName);
    const chunk = bundle[fileName];
    if (chunk?.type !== 'chunk') return;
    chunk.imports.forEach(visit);
    for (const css of chunk.viteMetadata?.importedCss ?? []) files.add(css);
  };
  visit(entryFile);
  return files;
}
