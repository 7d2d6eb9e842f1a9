// Leaves out of webextension-polyfill its table of the methods that once took callbacks: under Manifest V3 Chrome's own return
// promises, so that what is not in the table is handed through. Only runtime.sendMessage stays, whose answers the package
// still has to wrap. Half of the package goes. If its source no longer has the form that is expected, the build fails.

import type { Plugin } from 'vite';

const KEPT = { runtime: { sendMessage: { minArgs: 1, maxArgs: 3 } } };

export function trimPolyfill(): Plugin {
  return {
    name: 'trim-polyfill',
    transform: {
      filter: { id: /\/webextension-polyfill\/dist\/browser-polyfill\.js$/ },
      handler: withoutMetadata,
    },
  };
}

/** The source of the polyfill with a shorter table. */
export function withoutMetadata(code: string): string {
  const table = /(const apiMetadata = )\{[\s\S]*?^ {6}\};/m;
  if (!table.test(code)) throw new Error('webextension-polyfill: no table of methods to leave out');
  return code.replace(table, `$1${JSON.stringify(KEPT)};`);
}
