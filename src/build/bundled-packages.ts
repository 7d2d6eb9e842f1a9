// What the build changes in the packages that it bundles, and why.

import type { Plugin } from 'vite';
import { encodersOf, numbersOf } from './dns-packet-encoders.ts';
import { type Edit, editPackage, replaceExactly } from './package-edits.ts';

/**
 * webextension-polyfill without its table of methods that once took callbacks, without what reads the table, without its parts for
 * `devtools`, `privacy` and messages to tabs or from other extensions, which we don't use, and without its checks of where it runs and
 * of how many arguments it's given. Under Manifest V3 Chrome's own return promises, so what isn't in the table is passed through;
 * messages to the background, whose answers Chrome still wants by callback, stay wrapped. Whole, the package takes 1.7 KB more in each
 * of the six entries, which puts all of them over their budgets (check-sizes.ts).
 */
export const withoutMethodTable: Edit = (code, packageId) =>
  [
    [/(const apiMetadata = )\{\n[\s\S]*?^ {6}\};/m, '$1{ runtime: { sendMessage: {} } };'],
    [/^ {2}if \(!\(globalThis\.chrome [\s\S]*?^ {2}\}\n/m, ''],
    [/^ {6}if \(Object\.keys\(apiMetadata\)[\s\S]*?^ {6}\}\n/m, ''],
    [/^ {6}const makeCallback = [\s\S]*?^ {6}\};\n/m, ''],
    [/^ {6}const wrapAsyncFunction = [\s\S]*?^ {6}\};\n/m, ''],
    [/\} else if \(hasOwnProperty\(metadata, prop\)\) \{\n[\s\S]*?(\} else \{)/, '$1'],
    [/^ {6}const onRequestFinishedWrappers = [\s\S]*?^ {6}\}\);\n/m, ''],
    [/^ {8}devtools: \{\n[\s\S]*?^ {8}\},\n/m, ''],
    [/^ {10}onMessageExternal: .*\n/m, ''],
    [/^ {8}tabs: \{\n[\s\S]*?^ {8}\}\n/m, ''],
    [/(const wrappedSendMessage = .*\n)[\s\S]*?(^ {8}return new Promise)/m, '$1$2'],
    [/^ {6}const settingMetadata = [\s\S]*?^ {6}apiMetadata\.privacy = [\s\S]*?^ {6}\};\n/m, ''],
  ].reduce(
    (edited, [pattern, replacement]) => replaceExactly(edited, pattern as RegExp, replacement as string, packageId),
    code,
  );

/**
 * @hpke/common without its import of Node's crypto, for Node 18 and older, which would stay in the bundle as a chunk of its own.
 * What is left is its error for a platform without Web Crypto.
 */
export const withoutNodeCrypto =
  (count: number): Edit =>
  (code, packageId) =>
    replaceExactly(code, /await import\("crypto"\)/, '{}', packageId, count);

/**
 * valibot without what an issue tells: we only ask whether a value is valid. The messages take 0.3 KB more in each entry that reads
 * settings.
 */
export const withoutIssueTexts: Edit = (code, packageId) =>
  replaceExactly(
    code,
    /^\tconst input = other && [\s\S]*?^(\tconst isSchema = .*\n)\tconst message\$1 = [\s\S]*?^(\tif \(isSchema\))/m,
    '\tconst issue = {};\n$1$2',
    packageId,
  );

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
    editPackage('valibot', { 'dist/index.mjs': withoutIssueTexts }),
    editPackage('preact', { 'dist/preact.mjs': withoutInnerHtml }),
  ];
}
