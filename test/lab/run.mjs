// Runs a command inside the lab's namespace: `node test/lab/run.mjs COMMAND …`. Plain Node, no dependencies.
//
// The namespace has its own network (a cable to nowhere, so nothing can leave the machine and ports 53, 80 and 443 are free),
// its own mounts (a private /etc with a resolv.conf of its own and room for browser policies, and temporary files in
// memory) and its own process numbers: when the command ends, every browser, server and profile that it made goes too. An
// ordinary user becomes root inside, by a user namespace. Already inside, the command simply runs.

import { spawn, spawnSync } from 'node:child_process';
import { CLIENT_ADDRESS, PLAIN_DNS_ADDRESS, ROUTED_RANGES } from './addresses.mjs';
import { ensureEchd, http3LeftOut } from './build-echd.mjs';

const INTERRUPT_GRACE_MS = 3000;
const MARK = 'OVERHEARD_LAB_NAMESPACE';

// With 127.0.0.1 alone Chromium believes itself offline, and the system's resolver answers no question that is for IPv4 only,
// such as Firefox's for the canary (AI_ADDRCONFIG); so there is a cable, with nothing at its other end. Servers may listen on
// any address of the routed ranges, although no interface has it. /etc turns into a memory file system of links to the real
// entries: files can be added or replaced, none is changed.
const PREPARE = `
set -eu
ip link set lo up
ip link add lab0 type veth peer name lab1
for end in lab0 lab1; do ip link set "$end" addrgenmode none && ip link set "$end" up; done
ip address add ${CLIENT_ADDRESS}/32 dev lab0
${ROUTED_RANGES.map((range) => `ip route add local ${range} dev lo src ${CLIENT_ADDRESS}`).join('\n')}
mount -t tmpfs lab /mnt
mkdir /mnt/tmp /mnt/etc && mount --rbind /etc /mnt/etc
mount -t tmpfs lab /etc
for entry in /mnt/etc/* /mnt/etc/.[!.]*; do [ -e "$entry" ] && ln -s "$entry" /etc/ || true; done
rm -f /etc/resolv.conf && printf 'nameserver ${PLAIN_DNS_ADDRESS}\\noptions timeout:1 attempts:2\\n' > /etc/resolv.conf
for browser in chromium firefox firefox-esr; do
  rm -f "/etc/$browser" && mkdir "/etc/$browser"
  for entry in /mnt/etc/$browser/*; do [ -e "$entry" ] && ln -s "$entry" "/etc/$browser/" || true; done
done
TMPDIR=/mnt/tmp exec "$@"
`;

async function main(command) {
  if (command.length === 0) fail('usage: node test/lab/run.mjs COMMAND [ARGUMENT…]');
  if (process.env[MARK]) return start(command[0], command.slice(1));
  await ensureEchd();
  const leftOut = await http3LeftOut();
  if (leftOut !== undefined) console.error(`The lab runs without HTTP/3. Missing: ${leftOut}`);
  const user = process.getuid() === 0 ? [] : ['--user', '--map-root-user'];
  const unshare = [...user, '--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const trial = spawnSync('unshare', [...unshare, 'ip', 'link', 'show', 'lo'], { encoding: 'utf8' });
  if (trial.status !== 0) {
    const reason = trial.error?.message ?? trial.stderr.trim();
    fail(
      `The lab needs Linux, unshare (util-linux), ip (iproute2) and leave to make namespaces. The trial said: ${reason}`,
    );
  }
  return start('unshare', [...unshare, 'sh', '-c', PREPARE, 'lab', ...command], { ...process.env, [MARK]: '1' });
}

function start(file, args, env = process.env) {
  const child = spawn(file, args, { stdio: 'inherit', env });
  child.once('error', (error) => fail(`The lab cannot start ${file}: ${error.message}.`));
  child.once('exit', (code, signal) => {
    process.exitCode = signal ? 1 : (code ?? 1);
  });
  // unshare lets both signals pass by, and takes the whole namespace with it when it is killed. A terminal's SIGINT reaches
  // the command too: it gets time to end by itself.
  process.on('SIGTERM', () => child.kill('SIGKILL'));
  process.on('SIGINT', () => setTimeout(() => child.kill('SIGKILL'), INTERRUPT_GRACE_MS).unref());
}

function fail(sentence) {
  console.error(sentence);
  process.exit(2);
}

await main(process.argv.slice(2));
