import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'vite';
import { afterAll, describe, expect, it } from 'vitest';
import { editPackage, replaceExactly } from '../../../src/build/package-edits.ts';

describe('replaceExactly', () => {
  it('replaces as many places as the edit says', () => {
    expect(replaceExactly('a-b', /(a)-/, '$1+', 'some 1.0.0')).toBe('a+b');
    expect(replaceExactly('x x', /x/, 'y', 'some 1.0.0', 2)).toBe('y y');
  });

  it.each([
    ['none', 'b', 0],
    ['one too many', 'aa', 2],
  ])('throws when there are %s', (_, code, found) => {
    expect(() => replaceExactly(code, /a/, 'b', 'some 1.0.0')).toThrow(
      `some 1.0.0: /a/ occurs ${found} times, and the build expects 1`,
    );
  });
});

describe('editPackage', () => {
  const root = mkdtempSync(join(tmpdir(), 'overheard-edits-'));
  afterAll(() => rmSync(root, { recursive: true }));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write(
    'node_modules/some/package.json',
    '{ "name": "some", "version": "1.2.3", "type": "module", "main": "index.js" }',
  );
  write('node_modules/some/index.js', "import { word } from './lib/word.js'; console.log(word);");
  write('node_modules/some/lib/word.js', "export const word = 'before';");
  write('with.js', "import 'some';");
  write('without.js', 'console.log(1);');

  const bundle = async (input: string, path: string) => {
    const result = await build({
      configFile: false,
      logLevel: 'silent',
      root,
      plugins: [editPackage('some', { [path]: (code, id) => replaceExactly(code, /before/, `after ${id}`, id) })],
      build: { write: false, rolldownOptions: { input: join(root, input) } },
    });
    return JSON.stringify(result);
  };

  it('edits the file, and tells the edit the version', async () => {
    expect(await bundle('with.js', 'lib/word.js')).toContain('after some 1.2.3');
  });

  it('stops the build when the pattern is not there, or the file is not bundled', async () => {
    await expect(bundle('with.js', 'index.js')).rejects.toThrow('some 1.2.3: /before/ occurs 0 times');
    await expect(bundle('with.js', 'lib/words.js')).rejects.toThrow('some 1.2.3: lib/words.js, which the build edits');
  });

  it('leaves a bundle alone that has nothing of the package', async () => {
    expect(await bundle('without.js', 'lib/word.js')).not.toContain('after');
  });
});
