import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodersOf, numbersOf } from '../../../src/build/dns-packet-encoders.ts';
import { Buffer as Shim } from '../../../src/bytes/buffer-shim.ts';

const folder = dirname(createRequire(import.meta.url).resolve('dns-packet'));
const source = (file: string) => readFileSync(join(folder, file), 'utf8');
const packageId = 'dns-packet 5.6.1';

interface Packet {
  encode(message: object, bytes: Uint8Array, offset: number): void;
}

/** The package as the build bundles it: edited, over our Buffer, with nothing else to require. */
function bundled(file = 'index.js'): Packet {
  const module = { exports: {} as Packet };
  const require = (id: string): unknown => (id === 'buffer' ? { Buffer: Shim } : bundled(`${id}.js`));
  const code = (file === 'index.js' ? encodersOf : numbersOf)(source(file), packageId);
  new Function('module', 'exports', 'require', code)(module, module.exports, require);
  return module.exports;
}

const query = () => ({
  type: 'query',
  id: 7,
  flags: 0x0120,
  questions: [{ name: 'www.example.com', type: 'UNKNOWN_65' }],
  additionals: [
    {
      type: 'OPT',
      name: '.',
      udpPayloadSize: 1232,
      options: [
        { code: 'CLIENT_SUBNET', data: Shim.of(0, 1, 0, 0) },
        { code: 'PADDING', length: 20 },
      ],
    },
  ],
});

function written(packet: Packet, bytes: Uint8Array): number[] {
  packet.encode(query(), bytes, 0);
  return [...bytes];
}

describe('what is left of dns-packet', () => {
  it('writes queries as the whole package does over Node’s Buffer', () => {
    const whole = createRequire(import.meta.url)('dns-packet') as Packet;
    const ours = written(bundled(), new Shim(new ArrayBuffer(100)));
    expect(ours).toEqual(written(whole, Buffer.alloc(100)));
    expect(ours.slice(12, 17)).toEqual([3, 0x77, 0x77, 0x77, 7]);
  });

  it('is a quarter of it, without decoders', () => {
    const code = encodersOf(source('index.js'), packageId);
    expect(code.length).toBeLessThan(source('index.js').length / 4);
    expect(code).not.toMatch(/decode/i);
  });
});

describe('a package that changed stops the build', () => {
  const changed = (from: string, to: string) => () => {
    expect(source('index.js')).toContain(from);
    return encodersOf(source('index.js').replace(from, to), packageId);
  };

  it.each([
    [
      'a codec has another name',
      'const roption = exports.option = {}',
      'const roptions = exports.option = {}',
      'no codec roption',
    ],
    [
      'an encoder needs what is dropped',
      'header.encode.bytes = 12',
      'header.encode.bytes = ra.encode.bytes',
      'needs ra',
    ],
    ['addresses are needed', 'header.encode.bytes = 12', 'header.encode.bytes = ip.sizeOf(1)', 'needs ip'],
  ])('%s', (_, from, to, message) => {
    expect(changed(from, to)).toThrow(`dns-packet 5.6.1: `);
    expect(changed(from, to)).toThrow(message);
  });

  it('a table has no words to leave out', () => {
    expect(() => numbersOf(source('types.js').replace('exports.toString', 'exports.toWord'), packageId)).toThrow(
      'dns-packet 5.6.1: a table has no words',
    );
  });
});
