// The server's log says which connection a request came over. No browser takes part.

import { connect } from 'node:http2';
import { expect, it } from 'vitest';
import { withLab } from '../with-overheard.ts';

const lab = withLab();

/** Asks for these paths, one after another, over one connection of its own. */
async function askOver(site: string, paths: readonly string[]): Promise<void> {
  const { url, address } = lab.site(site);
  const session = connect(url, { host: address, servername: new URL(url).hostname, rejectUnauthorized: false });
  for (const path of paths) {
    const stream = session.request({ ':path': path });
    for await (const _ of stream);
  }
  session.close();
}

it('gives each connection a number, which its handshake and its requests carry', async () => {
  await askOver('plain', ['/', '/seen.json']);
  await askOver('plain', ['/']);
  await fetch(`http://${lab.site('cleartext').address}/`);
  const [first, second, ...more] = lab.server.handshakes.map(({ connection }) => connection);
  expect(more).toEqual([]);
  const carried = lab.server.requests.map(({ connection, seen }) => [connection, seen.scheme]);
  const plain = carried.at(-1)?.[0];
  expect(carried).toEqual([
    [first, 'https'],
    [first, 'https'],
    [second, 'https'],
    [plain, 'http'],
  ]);
  expect(new Set([first, second, plain]).size).toBe(3);
});
