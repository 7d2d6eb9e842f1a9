// Fails the build when an entry, or a part that a page loads later, is over its budget with every script and style sheet it loads.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

/**
 * Kilobytes (1,024 octets) of gzip. The background had 32 while it knew of main documents alone; other hosts, causes that are
 * found out by clicks, and the notice that ECH was lost took 5 more (6 in the measuring build), after the polyfill's unused table had gone.
 * The ledger, the names of the session and the inspect page's tickets took 4 (5 in the measuring build), and code that pages now share lies in more files, each packed by itself.
 * `wire` is loaded by the inspect page, for HPKE in the main.
 */
const BUDGETS: Record<string, number> = { background: 46, popup: 22, options: 22, inspect: 56, session: 22, wire: 32 };

export function checkSizes(): Plugin {
  let loads = new Map<string, Set<string>>();
  return {
    name: 'check-sizes',
    apply: 'build',
    writeBundle({ dir: outDir = '' }, bundle) {
      loads = new Map(Object.keys(BUDGETS).map((entry) => [entry, filesOf(entry, bundle)]));
      for (const [entry, files] of loads) {
        const octets = [...files].reduce(
          (sum, file) => sum + gzipSync(readFileSync(join(outDir, file)), { level: 9 }).length,
          0,
        );
        const budget = BUDGETS[entry] ?? 0;
        const size = `${entry}: ${(octets / 1024).toFixed(1)} KB gzip of ${budget} KB`;
        if (octets > budget * 1024) throw new Error(`over its size budget: ${size} (${[...files].join(', ')})`);
        console.log(size);
      }
    },
  };
}

/** Every script and style sheet that an entry loads, through static imports to the end. */
function filesOf(entry: string, bundle: Rolldown.OutputBundle): Set<string> {
  const files = new Set<string>();
  const visit = (fileName: string) => {
    if (files.has(fileName)) return;
    files.add(fileName);
    const chunk = bundle[fileName];
    if (chunk?.type !== 'chunk') return;
    chunk.imports.forEach(visit);
    for (const css of chunk.viteMetadata?.importedCss ?? []) files.add(css);
  };
  const chunk = Object.values(bundle).find(
    (file) => file.type === 'chunk' && (file.isEntry || file.isDynamicEntry) && file.name === entry,
  );
  if (chunk === undefined) throw new Error(`no entry ${entry} in the bundle`);
  visit(chunk.fileName);
  return files;
}
