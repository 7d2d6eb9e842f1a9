// dns-packet over the shim that the build gives it instead of Node's Buffer.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Buffer as Shim } from '../../../src/bytes/buffer-shim.ts';
import { cname, extendedError, messageOf, opt, soa } from '../builders.ts';

const require = createRequire(import.meta.url);

/** Loads a CommonJS module with `buffer` resolved as the build does. */
function loadWithShim(path: string): unknown {
  const module = { exports: {} };
  const load = (id: string): unknown => {
    if (id === 'buffer') return { Buffer: Shim };
    if (id.startsWith('.')) return loadWithShim(resolve(dirname(path), `${id}.js`));
    return require(id);
  };
  new Function('module', 'exports', 'require', readFileSync(path, 'utf8'))(module, module.exports, load);
  return module.exports;
}

interface Packet {
  decode(bytes: Uint8Array): { answers: { data: unknown }[]; authorities: { data: unknown }[]; additionals: unknown[] };
}

const shimmed = loadWithShim(require.resolve('dns-packet')) as Packet;
const real = require('dns-packet') as Packet;

const message = messageOf({
  answers: [
    cname('www.example.com', 'a.example.net'),
    { name: 'a.example.net', type: 1, rdata: Uint8Array.of(192, 0, 2, 1) },
    { name: 'a.example.net', type: 28, rdata: Uint8Array.of(0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1) },
    { name: 'a.example.net', type: 65, rdata: Uint8Array.of(0, 1, 0) },
  ],
  authorities: [soa('example.net', 900, 300)],
  additionals: [opt(extendedError(3, 'stale'))],
});

describe('buffer-shim', () => {
  it('decodes as the real one does', () => {
    const ours = JSON.stringify(shimmed.decode(Shim.view(message)), withBytes);
    expect(ours).toBe(JSON.stringify(real.decode(Buffer.from(message)), withBytes));
    expect(ours).toContain('2001:db8::1');
  });

  it('gives views, not copies', () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const view = Shim.view(bytes);
    view.slice(1)[0] = 9;
    expect(bytes[1]).toBe(9);
    expect(() => view.readUInt16BE(2)).toThrow(RangeError);
  });
});

function withBytes(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return [...value];
  const node = value as { type?: string; data?: unknown } | null;
  return node?.type === 'Buffer' ? node.data : value;
}
