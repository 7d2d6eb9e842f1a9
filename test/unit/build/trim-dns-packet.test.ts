import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { trimmed, withoutBlocks, withoutEncoders, withoutRecordTypes } from '../../../src/build/trim-dns-packet.ts';
import { messageOf, soa } from '../builders.ts';

const require = createRequire(import.meta.url);
const path = require.resolve('dns-packet');
const source = readFileSync(path, 'utf8');

function load(code: string) {
  const module = { exports: {} as Record<string, { decode(octets: Buffer, offset: number): { data: unknown } }> };
  new Function('module', 'exports', 'require', code)(module, module.exports, createRequire(path));
  return module.exports;
}

it('leaves a package that decodes as before', () => {
  const whole = load(source);
  const short = load(trimmed(source));
  const message = messageOf({ answers: [soa('example.com', 60, 30)] });
  const start = 12 + 'www.example.com'.length + 2 + 4;
  expect(short.answer!.decode(Buffer.from(message), start)).toEqual(whole.answer!.decode(Buffer.from(message), start));
  expect(short.answer!.decode(Buffer.from(message), start).data).toMatchObject({ minimum: 30 });
});

it('is a good deal shorter', () => {
  expect(trimmed(source).length).toBeLessThan(source.length * 0.3);
});

it('fails when the package changed its form', () => {
  expect(() => withoutRecordTypes('const rmx = 1\n', ['rmx'])).toThrow('nothing picks rmx');
  expect(() => withoutBlocks('let header = 1\n', ['header'])).toThrow('no header');
  expect(() => withoutEncoders('name.decode = function () {\n}\n')).toThrow('no encoders');
});
