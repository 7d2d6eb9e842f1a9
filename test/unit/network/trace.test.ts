// What a trace says, and when that is about the page's own connection.

import { describe, expect, it } from 'vitest';
import { echInTrace, MAX_TRACE_BYTES, readTrace } from '../../../src/network/trace.ts';
import type { TraceAnswer } from '../../../src/shared/trace.ts';

describe('echInTrace', () => {
  const trace = (line: string) => `fl=1f1\nh=news.example\nts=1.2\n${line}\ntls=TLSv1.3\n`;

  it.each([
    ['sni=encrypted', true],
    ['sni=plaintext', false],
    ['sni=encrypted\r', true],
    ['sni=off', null],
    ['sni=', null],
    ['xsni=encrypted', null],
    [' sni=encrypted', null],
    ['SNI=encrypted', null],
    ['sni=encrypted; really', null],
    ['sni=encrypted\nsni=plaintext', null],
    ['sni=encrypted\nsni=encrypted', null],
    ['<html>sni=encrypted</html>', null],
    ['', null],
  ])('reads %j as %j', (line, told) => {
    expect(echInTrace(trace(line))).toBe(told);
  });

  it('stops reading after the length of a trace', () => {
    expect(echInTrace(`${'x'.repeat(MAX_TRACE_BYTES)}\nsni=encrypted\n`)).toBeNull();
  });
});

describe('readTrace', () => {
  const page = { host: 'news.example', address: '192.0.2.7' };
  const body = (change: Record<string, string> = {}) =>
    Object.entries({ fl: '1f1', h: page.host, http: 'http/2', sni: 'encrypted', ...change })
      .map(([key, value]) => `${key}=${value}\n`)
      .join('');
  const answer = (change: Partial<TraceAnswer> = {}): TraceAnswer => ({
    status: 200,
    body: body(),
    isCut: false,
    address: page.address,
    fromCache: false,
    pageProtocol: 'h2',
    pageByWorker: false,
    ...change,
  });

  it.each([
    ['with ECH, over HTTP/2', {}, true],
    ['without', { body: body({ sni: 'plaintext' }) }, false],
    ['over HTTP/3', { pageProtocol: 'h3', body: body({ http: 'http/3' }) }, true],
  ])('takes a whole and fitting answer: %s', (_, change, usedEch) => {
    expect(readTrace(answer(change), page)).toEqual({ ok: true, value: usedEch });
  });

  it.each([
    ['worker', { pageByWorker: true }],
    ['http1', { pageProtocol: 'http/1.1', body: body({ http: 'http/1.1' }) }],
    ['http1', { pageProtocol: '' }],
    ['no-trace', { status: 404 }],
    ['no-trace', { status: 204 }],
    ['no-trace', { body: body({ sni: 'off' }) }],
    ['no-trace', { body: '<!doctype html>' }],
    ['no-trace', { body: `${body()}sni=plaintext\n` }],
    ['no-trace', { isCut: true }],
    ['another-connection', { address: '192.0.2.8' }],
    ['another-connection', { address: null }],
    ['another-connection', { fromCache: true }],
    ['another-connection', { body: body({ h: 'www.news.example' }) }],
    ['another-connection', { body: body({ http: 'http/3' }) }],
    ['another-connection', { pageProtocol: 'h3', body: body() }],
    ['another-connection', { body: `${body()}h=news.example\n` }],
  ])('is no measurement otherwise: %s, %j', (error, change) => {
    expect(readTrace(answer(change), page)).toEqual({ ok: false, error });
  });

  it('knows nothing of a page without an address', () => {
    expect(readTrace(answer({ address: null }), { ...page, address: null })).toEqual({
      ok: false,
      error: 'another-connection',
    });
  });
});
