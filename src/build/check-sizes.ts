// Fails the build when an entry, or a part that a page loads later, is over its budget with every script and style sheet it loads.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

/**
 * Kilobytes (1,024 octets) of gzip. The background had 32 while it knew of main documents alone; other hosts, causes that are
 * found out by clicks, and the notice that ECH was lost took 5 more (6 in the measuring build). The ledger, the names of the
 * session, the inspect page's tickets, the network check's questions and what an organisation decides took 4.
 * The comparison of resolvers took 1 in the measuring background, for its questions, and 1 in the options page, which says whom it
 * asks before the click that loads the rest.
 * The network check had 31 until it said what policy locks and leaves out, and followed a policy that comes while it is open,
 * and 32 until it knew the browsers' names for what goes wrong with a request.
 * The background had 44 until it knew which of a page's requests need not be asked about: the measuring build, which carries the
 * debugger's part as well, had no octet left for it; and 45 until it knew the browsers' names for what goes wrong with a request, who
 * keeps it from looking, which permission a resolver in the local network lacks, checked every name on the way of a lookup like the
 * first, gave pages a budget of queries, and read settings again that the browser had failed to hand out.
 * Options had 24, inspect 52 and the network check 32 until every click said how it failed, and settings and policy that cannot be
 * read or used were told of.
 * `hellos` is loaded by the inspect page, for HPKE in the main.
 */
export const BUDGETS: Record<string, number> = {
  background: 53,
  popup: 22,
  options: 27,
  inspect: 55,
  session: 17,
  'network-check': 36,
  hellos: 32,
};

export function checkSizes(): Plugin {
  return {
    name: 'check-sizes',
    apply: 'build',
    writeBundle({ dir: outDir = '' }, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        const budget = BUDGETS[chunk.name];
        if (budget === undefined && chunk.isEntry) throw new Error(`${chunk.name} has no size budget`);
        if (budget !== undefined && (chunk.isEntry || chunk.isDynamicEntry)) check(chunk, budget, outDir, bundle);
      }
    },
  };
}

function check(chunk: Rolldown.OutputChunk, budget: number, outDir: string, bundle: Rolldown.OutputBundle): void {
  const files = [...filesOf(chunk.fileName, bundle)];
  const octets = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(outDir, file)), { level: 9 }).length, 0);
  const size = `${chunk.name}: ${(octets / 1024).toFixed(1)} KB gzip of ${budget} KB`;
  if (octets > budget * 1024) throw new Error(`over its size budget: ${size} (${files.join(', ')})`);
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
