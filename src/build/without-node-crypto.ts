// Takes out of @hpke/common the import of Node's crypto, for Node 18 and older, which the bundle would keep as a chunk of its own.
// What is left is its error for a platform without Web Crypto. If the package no longer has the import in this form, the build fails.

import type { Plugin } from 'vite';

export function withoutNodeCrypto(): Plugin {
  return {
    name: 'without-node-crypto',
    transform: {
      filter: { id: /\/@hpke\/common\/esm\/src\/(?:algorithm|utils\/misc)\.js$/ },
      handler: withoutImport,
    },
  };
}

/** The source of such a file without the import. */
export function withoutImport(code: string): string {
  const found = /await import\("crypto"\)/g;
  if (!found.test(code)) throw new Error('@hpke/common: no import of crypto to take out');
  return code.replace(found, '{}');
}
