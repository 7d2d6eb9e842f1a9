// Our hellos before a real server (Go's crypto/tls). No browser takes part.

import { createHash, createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { buildEchHello, buildGreaseHello, buildPlainHello } from '../../../src/hello/compose.ts';
import { recordOf } from '../../../src/hello/record.ts';
import { webRandomness } from '../../../src/hello/seal.ts';
import { generateEchKey } from '../../lab/ech-config.ts';
import type { Handshake, ServerEvent } from '../../lab/echd-process.ts';
import { withLab } from '../with-overheard.ts';

import { serverKeyOf } from './key.ts';

const lab = withLab();

/** Sends one hello and reads until a whole ServerHello is there, a handshake message; then hangs up. */
async function sendHello(address: string, message: Uint8Array): Promise<Buffer> {
  const socket = connect(443, address);
  socket.write(recordOf(message));
  let received = Buffer.alloc(0);
  for await (const chunk of socket) {
    received = Buffer.concat([received, chunk as Buffer]);
    if (received.length >= 5 && received.length >= 5 + received.readUInt16BE(3)) break;
  }
  socket.destroy();
  expect(received[0], `record ${received.toString('hex')}`).toBe(22);
  return received.subarray(5, 5 + received.readUInt16BE(3));
}

/** RFC 8446 §7.1: HKDF-Expand-Label, for lengths of one block. */
function expandLabel(hash: string, secret: Buffer, label: string, context: Buffer, length: number): Buffer {
  const name = Buffer.from(`tls13 ${label}`);
  const info = Buffer.concat([
    Buffer.of(length >> 8, length & 255, name.length),
    name,
    Buffer.of(context.length),
    context,
    Buffer.of(1),
  ]);
  return createHmac(hash, secret).update(info).digest().subarray(0, length);
}

/** RFC 9849 §7.2: the last 8 bytes of ServerHello.random say that the server answers the inner hello. */
function confirms(serverHello: Buffer, innerHello: Uint8Array): boolean {
  const randomAt = 4 + 2;
  const suiteAt = randomAt + 32 + 1 + (serverHello[randomAt + 32] ?? 0);
  const hash = serverHello.readUInt16BE(suiteAt) === 0x1302 ? 'sha384' : 'sha256';
  const signed = Buffer.from(serverHello);
  const signal = serverHello.subarray(randomAt + 24, randomAt + 32);
  signed.fill(0, randomAt + 24, randomAt + 32);
  const transcript = createHash(hash).update(innerHello).update(signed).digest();
  const zeros = Buffer.alloc(transcript.length);
  const secret = createHmac(hash, zeros).update(innerHello.subarray(6, 38)).digest();
  return expandLabel(hash, secret, 'ech accept confirmation', transcript, 8).equals(signal);
}

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** The journal's line for a hello of ours. */
const lineOf = (message: Uint8Array): Promise<Handshake> =>
  lab.server.waitFor(
    (entry: ServerEvent): entry is Handshake => entry.event === 'handshake' && entry.clientHello === hexOf(message),
  );

const longName = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(49)}.example.com`;

describe('our hello', () => {
  const shapes = [1, 2, 3].flatMap((aeadId) =>
    [0, 16, 255].flatMap((maximumNameLength) =>
      ['hidden.example', 'a.example', longName].flatMap((host) =>
        [false, true].map((compress) => ({ aeadId, maximumNameLength, host, compress, letters: host.length })),
      ),
    ),
  );

  it.each(shapes)(
    'AEAD $aeadId, maximum_name_length $maximumNameLength, a name of $letters bytes, compressed: $compress',
    async ({ aeadId, maximumNameLength, host, compress }) => {
      const suite = { kdfId: 1, aeadId };
      const fresh = generateEchKey('public.example', 33);
      const key = { ...fresh, fields: { ...fresh.fields, maximumNameLength, cipherSuites: [suite] } };
      await lab.server.change('hidden', { keys: [key] });
      const { config } = serverKeyOf(key);
      const built = await buildEchHello({ host, config, suite, compress, randomness: webRandomness });
      expect(built.encodedInner.length % 32).toBe(0);
      const serverHello = await sendHello(lab.site('hidden').address, built.outer);
      expect(confirms(serverHello, built.inner)).toBe(true);
      expect(await lineOf(built.outer)).toMatchObject({
        outerName: 'public.example',
        innerName: host,
        echAccepted: true,
        configId: 33,
      });
    },
  );

  it('is refused with one byte of it changed, be it in the payload or outside', async () => {
    const { address, published } = lab.site('hidden');
    await lab.server.reset('hidden');
    const suite = { kdfId: 1, aeadId: 1 };
    const { config } = serverKeyOf(published);
    const built = await buildEchHello({ host: 'hidden.example', config, suite, randomness: webRandomness });
    // In the random, which is additional data, and in the tag, which ends the message.
    for (const at of [20, built.outer.length - 1]) {
      const changed = built.outer.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(confirms(await sendHello(address, changed), built.inner)).toBe(false);
      expect(await lineOf(changed)).toMatchObject({ innerName: 'public.example', echAccepted: false });
    }
  });

  it('without ECH, and with GREASE, is understood and hides nothing', async () => {
    const request = { host: 'hidden.example', randomness: webRandomness };
    for (const [message, echOffered] of [
      [await buildPlainHello(request), false],
      [await buildGreaseHello(request), true],
    ] as const) {
      await sendHello(lab.site('hidden').address, message);
      const line = await lineOf(message);
      expect(line).toMatchObject({ outerName: 'hidden.example', echOffered, echAccepted: false });
    }
  });
});
