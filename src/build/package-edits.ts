// Edits to packages as they are bundled. An edit says how often its pattern occurs in which file: when it occurs more or less often,
// or the file is no longer in the bundle, the build stops and names the package and its version, so that somebody looks.

import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** `packageId` is the package with its version, for what the edit throws. */
export type Edit = (code: string, packageId: string) => string;

/** Edits by the paths of the files inside the package. */
export function editPackage(name: string, edits: Readonly<Record<string, Edit>>): Plugin {
  const folder = `/node_modules/${name}/`;
  return {
    name: `edit-${name}`,
    transform: {
      filter: { id: new RegExp(`${folder}(?!.*/node_modules/)`) },
      handler: (code, id) => edits[pathWithin(folder, id)]?.(code, packageIdOf(name, folder, id)),
    },
    buildEnd(failure) {
      if (failure !== undefined) return;
      const bundled = [...this.getModuleIds()].filter((id) => id.includes(folder));
      const [any] = bundled;
      if (any === undefined) return;
      const paths = bundled.map((id) => pathWithin(folder, id));
      for (const path of Object.keys(edits))
        if (!paths.includes(path))
          throw new Error(`${packageIdOf(name, folder, any)}: ${path}, which the build edits, is not bundled`);
    },
  };
}

const pathWithin = (folder: string, id: string): string => id.slice(id.lastIndexOf(folder) + folder.length);

function packageIdOf(name: string, folder: string, id: string): string {
  const file = id.slice(0, id.lastIndexOf(folder) + folder.length);
  return `${name} ${JSON.parse(readFileSync(`${file}package.json`, 'utf8')).version}`;
}

/** Replaces what `pattern` matches, which has to be `count` places. `$1` and its like work as in String.replace. */
export function replaceExactly(
  code: string,
  pattern: RegExp,
  replacement: string,
  packageId: string,
  count = 1,
): string {
  const everywhere = new RegExp(pattern.source, `g${pattern.flags}`);
  const found = code.match(everywhere)?.length ?? 0;
  if (found !== count)
    throw new Error(`${packageId}: ${pattern} occurs ${found} times, and the build expects ${count}`);
  return code.replace(everywhere, replacement);
}
