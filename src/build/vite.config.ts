// Builds one target into dist/<target>, or into --outDir: `vite build --mode firefox|chromium|chromium-measured`. Pages come out at the root,
// and the one manifest.json is pruned to what the target knows. Byte-identical from run to run: no hashes of time.

import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { TRACE_PROVIDERS_FILE } from '../shared/trace.ts';
import { bundledPackages } from './bundled-packages.ts';
import { checkSizes } from './check-sizes.ts';
import { manifestFor, type Target, targets } from './manifest.ts';
import { preloadChunks } from './preload-chunks.ts';
import { suffixListFile } from './public-suffixes.ts';

const root = join(import.meta.dirname, '../..');
const src = join(root, 'src');

/**
 * What is bundled together. Background and popup share no file with any page: in files that all of them shared the background
 * packed 5 KB worse and loaded twenty, and the popup 2 KB. The other pages share among themselves, in the environment that Vite
 * always has and calls `client`.
 */
const BUNDLES = {
  background: ['background/background.ts'],
  popup: ['popup/popup.html'],
  client: ['options/options.html', 'inspect/inspect.html', 'session/session.html', 'network-check/network-check.html'],
};
type Bundle = keyof typeof BUNDLES;

export default defineConfig(({ mode }) => {
  if (!targets.includes(mode as Target)) throw new Error(`--mode must be one of ${targets.join(', ')}, not ${mode}`);
  const target = mode as Target;
  return {
    root: src,
    publicDir: false,
    logLevel: 'warn',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    resolve: {
      alias: { buffer: join(src, 'bytes/buffer-shim.ts') },
    },
    define: { 'process.env.NODE_ENV': '"production"', MEASURING_BUILD: String(target === 'chromium-measured') },
    builder: {
      async buildApp(builder) {
        rmSync(resolve(src, builder.config.build.outDir), { recursive: true, force: true });
        for (const environment of Object.values(builder.environments)) await builder.build(environment);
      },
    },
    environments: Object.fromEntries(
      (Object.keys(BUNDLES) as Bundle[]).map((bundle) => [
        bundle,
        { consumer: 'client', build: { rolldownOptions: outputOf(bundle) } } as const,
      ]),
    ),
    build: {
      outDir: join(root, 'dist', target),
      emptyOutDir: false,
      target: 'es2023',
      modulePreload: false,
      assetsInlineLimit: 0,
      cssCodeSplit: true,
      reportCompressedSize: false,
    },
    plugins: [
      ...bundledPackages(),
      plainImports(),
      preloadChunks(),
      pagesAtRoot(),
      extensionFiles(target),
      suffixListFile(),
      checkSizes({ isMeasuring: target === 'chromium-measured' }),
    ],
  };
});

function outputOf(bundle: Bundle) {
  return {
    input: Object.fromEntries(BUNDLES[bundle].map((file) => [basename(file, extname(file)), join(src, file)])),
    output: {
      entryFileNames: '[name].js',
      chunkFileNames: bundle === 'client' ? 'chunks/[name].js' : `chunks/${bundle}-[name].js`,
      assetFileNames: 'assets/[name][extname]',
    },
  };
}

/**
 * Vite wraps import() to load style sheets and preload modules before, which is 1 KB for a page that has neither to load. In
 * their place stands the bare import; if Vite no longer has the wrapper under this name, the size check will tell.
 */
function plainImports(): Plugin {
  return {
    name: 'plain-imports',
    enforce: 'pre',
    load: (id) => (id.includes('vite/preload-helper') ? 'export const __vitePreload = (load) => load();' : null),
  };
}

/** popup/popup.html would be the path of an entry page; the browser's own paths want popup.html. */
function pagesAtRoot(): Plugin {
  return {
    name: 'pages-at-root',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'asset' && file.fileName.endsWith('.html')) file.fileName = basename(file.fileName);
      }
    },
  };
}

function extensionFiles(target: Target): Plugin {
  return {
    name: 'extension-files',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    writeBundle({ dir: outDir = '' }) {
      const manifest = JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8'));
      writeFileSync(join(outDir, 'manifest.json'), `${JSON.stringify(manifestFor(target, manifest), null, 2)}\n`);
      if (target !== 'firefox')
        for (const file of ['managed-schema.json', TRACE_PROVIDERS_FILE])
          cpSync(join(src, 'build', file), join(outDir, file));
      cpSync(join(root, 'icons'), join(outDir, 'icons'), { recursive: true, filter: (path) => !path.endsWith('.svg') });
      cpSync(join(src, '_locales'), join(outDir, '_locales'), { recursive: true });
    },
  };
}
