// A machine that has no golang.org/x/net/quic and cannot fetch it: the lab says so, and runs without HTTP/3. There is no network here,
// so apt finds nothing; what the lab keeps is in another folder, and the Go that it has fetched is on PATH as if it were the machine's.

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cacheFolder } from '../../lab/build-echd.mjs';

const run = promisify(execFile);
const LIMIT_MS = 300_000;
const QUIC = 'test/e2e/http3.test.ts';
const TCP = 'test/e2e/server/connections.test.ts';

let cache: string;
let bin: string;

beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), 'overheard-cache-'));
  for (const kept of ['go-build', 'go-path', 'pki']) {
    await mkdir(join(cacheFolder, kept), { recursive: true });
    await symlink(join(cacheFolder, kept), join(cache, kept));
  }
  const fetched = (await readdir(cacheFolder)).find((name) => name.startsWith('go-1.26'));
  bin = fetched === undefined ? '' : join(cacheFolder, fetched, 'usr/lib/go-1.26/bin');
});
afterAll(() => rm(cache, { recursive: true }));

it('runs all but HTTP/3, and says what is missing', { timeout: LIMIT_MS }, async () => {
  const { E2E_FULL: _, ...inherited } = process.env;
  const env = { ...inherited, LAB_CACHE: cache, PATH: `${bin}:${inherited.PATH}` };
  const built = await run('node', ['test/lab/build-echd.mjs'], { env });
  expect(built.stdout).toMatch(/^It has no HTTP\/3\. Missing: Go 1\.26 or newer and golang\.org\/x\/net\/quic: .+/m);
  const { stdout } = await run(
    'npx',
    ['vitest', 'run', '--config', 'test/vitest.e2e.config.ts', '--reporter=json', QUIC, TCP],
    { env, maxBuffer: 2 ** 26 },
  );
  const { numFailedTests, testResults } = JSON.parse(stdout.slice(stdout.indexOf('{')));
  expect(numFailedTests).toBe(0);
  const titlesIn = (file: string): string[] =>
    testResults
      .filter(({ name }: { name: string }) => name.endsWith(file))
      .flatMap((one: { assertionResults: { title: string }[] }) => one.assertionResults.map(({ title }) => title));
  expect(titlesIn(QUIC)).toEqual(['is left out, and the lab says what it lacks']);
  expect(titlesIn(TCP).length).toBeGreaterThan(0);
});
