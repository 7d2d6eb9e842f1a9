// What the server says of a connection at /cdn-cgi/trace: the truth, or what it is told to say. No browser takes part.

import { connect } from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { TraceFalsehood } from '../../lab/site.ts';
import { withLab } from '../with-overheard.ts';

const lab = withLab();
afterEach(() => lab.reset());

const PATIENCE_MS = 1000;

interface Answer {
  /** Undefined: nothing came. */
  status: number | undefined;
  location: string | undefined;
  body: string;
  isWhole: boolean;
}

/** By a client that knows nothing of ECH and has little patience. */
async function traceOf(id: string, query = ''): Promise<Answer> {
  const { url, address } = lab.site(id);
  const { hostname } = new URL(url);
  const session = connect(url, { host: address, servername: hostname, rejectUnauthorized: false });
  const stream = session.request({ ':authority': hostname, ':path': `/cdn-cgi/trace${query}` });
  const answer: Answer = { status: undefined, location: undefined, body: '', isWhole: false };
  stream.on('response', ({ ':status': status, location }) => Object.assign(answer, { status, location }));
  stream.on('data', (chunk: Buffer) => {
    answer.body += chunk;
  });
  const ended = new Promise<void>((resolve) => {
    stream.on('end', () => {
      answer.isWhole = true;
      resolve();
    });
  });
  await Promise.race([ended, sleep(PATIENCE_MS)]);
  session.destroy();
  return answer;
}

const valuesOf = ({ body }: Answer, key: string): string[] =>
  body.split('\n').flatMap((line) => (line.startsWith(`${key}=`) ? [line.slice(key.length + 1)] : []));

it('tells the truth of the connection that asked', async () => {
  const answer = await traceOf('traced');
  expect(answer).toMatchObject({ status: 200, isWhole: true });
  const lines = { h: 'traced.example', ip: '198.51.100.1', http: 'http/2', tls: 'TLSv1.3', sni: 'plaintext' };
  for (const [key, value] of Object.entries(lines)) expect([key, ...valuesOf(answer, key)]).toEqual([key, value]);
  expect(valuesOf(await traceOf('traced-tls12'), 'tls')).toEqual(['TLSv1.2']);
});

describe('says what it is told to say', () => {
  const whole = { status: 200, isWhole: true };
  it.each<[TraceFalsehood, Partial<Answer>, Record<string, string[]>]>([
    ['encrypted', whole, { sni: ['encrypted'] }],
    ['twice', whole, { sni: ['plaintext', 'encrypted'] }],
    ['nothing', whole, { sni: [], h: ['traced.example'] }],
    ['other-host', whole, { sni: ['plaintext'], h: ['other.traced.example'] }],
    ['other-http', whole, { sni: ['plaintext'], http: ['http/3'] }],
    ['silence', { status: undefined, isWhole: false }, {}],
    ['stall', { status: 200, isWhole: false }, { sni: ['plaintext'] }],
    ['redirect', { status: 302, location: '/cdn-cgi/trace?again' }, { sni: [] }],
    ['huge', whole, { sni: ['plaintext'] }],
    ['missing', { status: 404, isWhole: true }, { sni: ['plaintext'] }],
    ['error', { status: 500, isWhole: true }, { sni: ['plaintext'] }],
    ['page', whole, { sni: [] }],
  ])('%s', async (trace, expected, lines) => {
    await lab.server.change('traced', { trace });
    const answer = await traceOf('traced');
    expect(answer).toMatchObject(expected);
    for (const [key, values] of Object.entries(lines)) expect(valuesOf(answer, key)).toEqual(values);
    if (trace === 'redirect') expect(valuesOf(await traceOf('traced', '?again'), 'sni')).toEqual(['plaintext']);
    if (trace === 'huge') expect(answer.body.length).toBeGreaterThan(2_000_000);
    if (trace === 'page') expect(answer.body).toContain('<h1>traced.example</h1>');
  });
});
