// Builds one target into dist/<target>, or into --outDir: `vite build --mode firefox|chromium|chromium-measured`. Pages come out at the root,
// and the one manifest.json is pruned to what the target knows. Byte-identical from run to run: no hashes of time.

import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { checkSizes } from './check-sizes.ts';
import { manifestFor, type Target, targets } from './manifest.ts';
import { preloadChunks } from './preload-chunks.ts';
import { trimDnsPacket } from './trim-dns-packet.ts';
import { trimPolyfill } from './trim-polyfill.ts';
import { withoutNodeCrypto } from './without-node-crypto.ts';

const root = join(import.meta.dirname, '../..');
const src = join(root, 'src');
const pages = ['popup', 'options', 'inspect', 'session'] as const;

/**
 * What pages share, in few files: each file more is one more to fetch and packs worse. The background has the polyfill alone.
 */
const SHARED_CHUNKS = [
  { name: 'polyfill', test: /rolldown.runtime|webextension-polyfill/, priority: 2 },
  {
    name: 'page',
    test: /node_modules.(?:preact|punycode)|src.ui.(?:words|name|host-name|sentence-parts|page-language)|src.platform.words/,
    minShareCount: 2,
    priority: 1,
  },
  { name: 'pictures', test: /src.ui/, minShareCount: 2, priority: 1 },
  // What the popup shares with its own parts that are loaded later, and its ways to other pages.
  { name: 'popup-parts', test: /src.popup|preload-helper|src.platform.(?:reports|session-page)/, minShareCount: 2 },
];

export default defineConfig(({ mode }) => {
  if (!targets.includes(mode as Target)) throw new Error(`--mode must be one of ${targets.join(', ')}, not ${mode}`);
  const target = mode as Target;
  return {
    root: src,
    publicDir: false,
    logLevel: 'warn',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    resolve: {
      alias: { buffer: join(src, 'wire/buffer-shim.ts'), '@leichtgewicht/ip-codec': join(src, 'dns/ip-codec-shim.ts') },
    },
    define: { 'process.env.NODE_ENV': '"production"', MEASURING_BUILD: String(target === 'chromium-measured') },
    build: {
      outDir: join(root, 'dist', target),
      emptyOutDir: true,
      target: 'es2023',
      modulePreload: false,
      assetsInlineLimit: 0,
      cssCodeSplit: true,
      reportCompressedSize: false,
      rolldownOptions: {
        input: {
          background: join(src, 'background/background.ts'),
          ...Object.fromEntries(pages.map((page) => [page, join(src, page, `${page}.html`)])),
        },
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name].js',
          assetFileNames: 'assets/[name][extname]',
          codeSplitting: { groups: [...SHARED_CHUNKS] },
        },
      },
    },
    plugins: [
      trimDnsPacket(),
      trimPolyfill(),
      withoutNodeCrypto(),
      plainImports(),
      preloadChunks(),
      pagesAtRoot(),
      withoutInnerHtml(),
      extensionFiles(target),
      checkSizes(),
    ],
  };
});

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

/**
 * Preact assigns innerHTML for `dangerouslySetInnerHTML`, which we never use and which the add-on linter warns about. The
 * assignment is taken out; if Preact no longer has it in this form, the build fails so that somebody looks.
 */
function withoutInnerHtml(): Plugin {
  return {
    name: 'without-inner-html',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk' || !file.code.includes('innerHTML')) continue;
        file.code = file.code.replace(INNER_HTML_ASSIGNMENT, '$1.textContent=');
        if (/\.innerHTML\s*=[^=]/.test(file.code))
          throw new Error(`${file.fileName} assigns innerHTML in an unknown form`);
      }
    },
  };
}

const INNER_HTML_ASSIGNMENT = /([A-Za-z_$][\w$]*)\.innerHTML\s*=(?!=)/g;

function extensionFiles(target: Target): Plugin {
  return {
    name: 'extension-files',
    apply: 'build',
    writeBundle({ dir: outDir = '' }) {
      const manifest = JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8'));
      writeFileSync(join(outDir, 'manifest.json'), `${JSON.stringify(manifestFor(target, manifest), null, 2)}\n`);
      cpSync(join(root, 'icons'), join(outDir, 'icons'), { recursive: true, filter: (path) => !path.endsWith('.svg') });
      cpSync(join(src, '_locales'), join(outDir, '_locales'), { recursive: true });
    },
  };
}
