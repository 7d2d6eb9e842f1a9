// `npm run bench sizes`: kilobytes of gzip of each entry with all that it loads and of each data file, read from the built folders, beside the budget that
// the build holds it to.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { BUDGETS, DATA_BUDGETS } from '../../src/build/check-sizes.ts';
import { builtFolder } from '../lab/extension.ts';
import type { BrowserName } from '../lab/site.ts';
import type { Row } from './row.ts';

export async function measure(): Promise<Row[]> {
  return (['firefox', 'chromium'] as const).flatMap(rowsOf);
}

function rowsOf(name: BrowserName): Row[] {
  const folder = builtFolder(name);
  return Object.entries({ ...BUDGETS, ...DATA_BUDGETS }).map(([entry, budget]) => ({
    what: `${name}, ${entry}`,
    unit: 'KB',
    measured: [sum([...filesOf(folder, entry)].map((file) => gzippedKb(join(folder, file))))],
    limit: { what: 'budget', measured: [budget], paired: false },
  }));
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const gzippedKb = (path: string): number => gzipSync(readFileSync(path), { level: 9 }).length / 1024;

/** A page names its scripts and style sheets, an entry without a page is a script; and scripts import others. */
function filesOf(folder: string, entry: string): Set<string> {
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  const isThere = (file: string) => existsSync(join(folder, file));
  if (entry in DATA_BUDGETS) return new Set([entry]);
  const first = isThere(`${entry}.html`)
    ? [...read(`${entry}.html`).matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map(([, file]) => file ?? '')
    : [`${entry}.js`, `chunks/${entry}.js`].filter(isThere);
  if (first.length === 0) throw new Error(`${folder} has no ${entry}: npm run build`);
  const files = new Set<string>();
  const visit = (file: string) => {
    if (files.has(file)) return;
    files.add(file);
    if (file.endsWith('.js')) for (const imported of importsOf(read(file), file)) visit(imported);
  };
  first.forEach(visit);
  return files;
}

/** Static ones; all our imports are relative. */
function importsOf(script: string, file: string): string[] {
  const imports = [...script.matchAll(/(?:\bfrom|\bimport)\s*["'](\.{1,2}\/[^"']+)["']/g)];
  return imports.map(([, path]) => new URL(path ?? '', `file:///${file}`).pathname.slice(1));
}
