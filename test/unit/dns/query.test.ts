import { describe, expect, it } from 'vitest';
import { httpsPort, httpsQueryName } from '../../../src/dns/query.ts';

describe('httpsQueryName (RFC 9460 §9.1)', () => {
  it.each([
    ['Www.Example.com', 443, 'www.example.com'],
    ['www.example.com.', 443, 'www.example.com'],
    ['www.example.com', 8443, '_8443._https.www.example.com'],
    ['www.example.com', 80, '_80._https.www.example.com'],
    ['A$b.example', 8443, '_8443._https.a\\$b.example'],
  ])('%s:%d is %s', (host, port, name) => {
    expect(httpsQueryName(host, port)).toBe(name);
  });

  it('takes http: port 80 for https: port 443', () => {
    expect([httpsPort('http', 80), httpsPort('http', 8080), httpsPort('https', 80)]).toEqual([443, 8080, 80]);
  });
});
