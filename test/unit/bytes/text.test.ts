import { describe, expect, it } from 'vitest';
import { decodeBase64, decodeBase64Url, encodeBase64, encodeBase64Url } from '../../../src/bytes/base64.ts';
import { decodeHex, encodeHex } from '../../../src/bytes/hex.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('base64', () => {
  // RFC 4648 §10.
  it.each([
    ['', ''],
    ['f', 'Zg=='],
    ['fo', 'Zm8='],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg=='],
    ['fooba', 'Zm9vYmE='],
    ['foobar', 'Zm9vYmFy'],
  ])('%j is %j', (text, base64) => {
    expect(encodeBase64(bytes(text))).toBe(base64);
    expect(decodeBase64(base64)).toEqual({ ok: true, value: bytes(text) });
    expect(encodeBase64Url(bytes(text))).toBe(base64.replaceAll('=', ''));
    expect(decodeBase64Url(base64.replaceAll('=', ''))).toEqual({ ok: true, value: bytes(text) });
  });

  it.each([
    ['no padding', 'Zg', 'length', 2],
    ['too little padding', 'Zg=', 'length', 3],
    ['too much padding', 'Zm8==', 'length', 5],
    ['padding alone', '====', 'value', 0],
    ['padding inside', 'Zg==Zg==', 'value', 2],
    ['unused bits that are not zero', 'Zh==', 'value', 1],
    ['unused bits that are not zero (two bytes)', 'Zm9=', 'value', 2],
    ['whitespace', 'Zm9 vYg=', 'value', 3],
    ['a line end', 'Zm9v\nYmE', 'value', 4],
    ['the other alphabet', 'Zm9-', 'value', 3],
    ['beyond ASCII', 'Zm9é', 'value', 3],
    ['one digit', 'Z===', 'value', 1],
  ])('refuses %s', (_, text, kind, offset) => {
    expect(decodeBase64(text)).toEqual({ ok: false, error: { kind, field: 'base64', offset } });
  });

  it.each([
    ['padding', 'Zg==', 'value', 2],
    ['one digit over', 'Zm9vZ', 'length', 5],
    ['plus', 'Zm9+', 'value', 3],
  ])('base64url refuses %s', (_, text, kind, offset) => {
    expect(decodeBase64Url(text)).toEqual({ ok: false, error: { kind, field: 'base64', offset } });
  });

  it('uses both alphabets', () => {
    expect(encodeBase64(Uint8Array.of(251, 255, 190))).toBe('+/++');
    expect(encodeBase64Url(Uint8Array.of(251, 255, 190))).toBe('-_--');
  });
});

describe('hex', () => {
  it('goes both ways', () => {
    expect(encodeHex(Uint8Array.of(0, 15, 255))).toBe('000fff');
    expect(decodeHex('000FfF')).toEqual({ ok: true, value: Uint8Array.of(0, 15, 255) });
  });

  it.each([
    ['abc', 'length', 3],
    ['0g', 'value', 1],
    ['00 11', 'value', 2],
  ])('refuses %j', (text, kind, offset) => {
    expect(decodeHex(text)).toEqual({ ok: false, error: { kind, field: 'hex', offset } });
  });
});
