// The documents: what they name in this repository exists.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json';
import { RESOLVER_PRESETS } from '../../src/shared/resolvers.ts';
import { root } from './sources.ts';

const ofGithub = readdirSync(join(root, '.github')).filter((name) => name.endsWith('.md'));
const documents = ['README.md', 'test/lab/README.md', ...ofGithub.map((name) => `.github/${name}`)];

describe.each(documents)('%s', (path) => {
  const text = readFileSync(join(root, path), 'utf8');

  it('names commands that exist', () => {
    const named = [...text.matchAll(/npm run ([a-z:0-9]+)/g)].map(([, name]) => name ?? '');
    expect(named.filter((name) => !(name in packageJson.scripts))).toEqual([]);
  });

  it('names files and folders that exist', () => {
    const named = [...text.matchAll(/(?<=[\s`(])(?:src|test|icons|\.github|\.ci)\/[\w./-]*\w/g)].map(([name]) => name);
    expect(named.filter((name) => !name.includes('FILE') && !existsSync(join(root, name)))).toEqual([]);
  });

  it('links to what is there', () => {
    const links = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, link]) => link ?? '');
    expect(links.filter((link) => !existsSync(join(root, dirname(path), link)))).toEqual([]);
  });

  it('links to headings that are there', () => {
    const links = [...text.matchAll(/\]\(([^)#:]*\.md)#([^)]+)\)/g)].map(([, file = '', anchor]) => ({ file, anchor }));
    for (const { file, anchor } of links) {
      const target = readFileSync(join(root, dirname(path), file), 'utf8');
      const anchors = [...target.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
        heading
          .toLowerCase()
          .replace(/[^\w\s-]/g, '')
          .replaceAll(' ', '-'),
      );
      expect(anchors).toContain(anchor);
    }
  });
});

it('the guide for administrators lists the resolver presets, in their order', () => {
  const guide = readFileSync(join(root, '.github/ADMINISTRATORS.md'), 'utf8');
  const [, listed = ''] = /Presets: ([^|]*)/.exec(guide) ?? [];
  expect([...listed.matchAll(/`([^`]+)`/g)].map(([, id]) => id)).toEqual(RESOLVER_PRESETS.map(({ id }) => id));
});
