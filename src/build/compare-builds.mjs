// Builds every target once more, elsewhere, and compares every byte with dist: builds are the same from run to run.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const again = join(root, '.cache/build-again');

const TARGETS = ['firefox', 'chromium', 'chromium-measured'];

await Promise.all(TARGETS.map(buildAgain));
let differences = 0;
for (const target of TARGETS) {
  const first = filesOf(join(root, 'dist', target));
  const second = filesOf(join(again, target));
  for (const name of new Set([...first.keys(), ...second.keys()])) {
    const [one, other] = [first.get(name), second.get(name)];
    if (one !== undefined && other !== undefined && one.equals(other)) continue;
    console.error(`${target}/${name} differs from one build to the next`);
    differences++;
  }
  console.log(`${target}: ${first.size} files compared`);
}
process.exitCode = differences === 0 ? 0 : 1;

async function buildAgain(target) {
  const outDir = join(again, target);
  const args = ['vite', 'build', '--config', 'src/build/vite.config.ts', '--mode', target, '--outDir', outDir];
  const [status] = await once(spawn('npx', args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] }), 'close');
  if (status !== 0) process.exit(1);
}

function filesOf(folder) {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    names.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length + 1), readFileSync(path)];
    }),
  );
}
