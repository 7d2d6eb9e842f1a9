import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { withoutImport } from '../../../src/build/without-node-crypto.ts';

/** hpke-js has it as a dependency of its own. */
const ofHpke = createRequire(createRequire(import.meta.url).resolve('hpke-js'));
const folder = join(dirname(ofHpke.resolve('@hpke/common')), '../esm/src');

it.each(['algorithm.js', 'utils/misc.js'])(
  'leaves no import() in %s, and its error for where there is no Web Crypto',
  (file) => {
    const source = readFileSync(join(folder, file), 'utf8');
    const code = withoutImport(source);
    expect(source).toContain('import("crypto")');
    expect(code).not.toContain('import(');
    expect(code).toContain('const { webcrypto } = {};');
    expect(code.match(/catch/g)).toEqual(source.match(/catch/g));
  },
);

it('fails when the package changed its form', () => {
  expect(() => withoutImport("await import('node:crypto')")).toThrow('no import of crypto');
});
