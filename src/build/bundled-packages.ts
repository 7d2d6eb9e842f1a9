// What the build changes in the packages that it bundles, and why.

import type { Plugin } from 'vite';
import { encodersOf, numbersOf } from './dns-packet-encoders.ts';
import { type Edit, editPackage, replaceExactly } from './package-edits.ts';

/**
 * webextension-polyfill without its table of methods that once took callbacks. Under Manifest V3 Chrome's own return promises, so
 * what isn't in the table is passed through; messages, whose answers Chrome still wants by callback, stay wrapped. Whole, the
 * package takes 1.1 KB more in each of the six entries, which puts four of them over their budgets (check-sizes.ts).
 */
export const withoutMethodTable: Edit = (code, packageId) =>
  replaceExactly(
    code,
    /(const apiMetadata = )\{\n[\s\S]*?^ {6}\};/m,
    '$1{ runtime: { sendMessage: { minArgs: 1, maxArgs: 3 } } };',
    packageId,
  );

/**
 * @hpke/common without its import of Node's crypto, for Node 18 and older, which would stay in the bundle as a chunk of its own.
 * What is left is its error for a platform without Web Crypto.
 */
export const withoutNodeCrypto =
  (count: number): Edit =>
  (code, packageId) =>
    replaceExactly(code, /await import\("crypto"\)/, '{}', packageId, count);

/** Preact without `dangerouslySetInnerHTML`, which we never use: the add-on linter warns about the assignment. */
export const withoutInnerHtml: Edit = (code, packageId) =>
  replaceExactly(code, /\.innerHTML=(?!=)/, '.textContent=', packageId);

export function bundledPackages(): Plugin[] {
  return [
    editPackage('dns-packet', {
      'index.js': encodersOf,
      'types.js': numbersOf,
      'classes.js': numbersOf,
      'optioncodes.js': numbersOf,
    }),
    editPackage('webextension-polyfill', { 'dist/browser-polyfill.js': withoutMethodTable }),
    editPackage('@hpke/common', {
      'esm/src/algorithm.js': withoutNodeCrypto(1),
      'esm/src/utils/misc.js': withoutNodeCrypto(2),
    }),
    editPackage('preact', { 'dist/preact.mjs': withoutInnerHtml }),
  ];
}
