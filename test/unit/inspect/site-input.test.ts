import { describe, expect, it } from 'vitest';
import { readSiteInput, siteText } from '../../../src/inspect/site-input.ts';

const LABEL = 'a'.repeat(63);

describe('what somebody types', () => {
  it.each([
    ['news.example', 'news.example', 443],
    ['  News.Example. ', 'news.example', 443],
    ['news.example:8443', 'news.example', 8443],
    ['https://news.example/path?query#part', 'news.example', 443],
    ['HTTPS://user:secret@news.example:8443/', 'news.example', 8443],
    ['news.example/path', 'news.example', 443],
    ['mailto:me@news.example', 'news.example', 443],
    // RFC 9460 §9.5: the https: twin of an http: address.
    ['http://news.example/', 'news.example', 443],
    ['http://news.example:8080/', 'news.example', 8080],
    // RFC 9460 §9.1
    ['_8443._https.news.example', 'news.example', 8443],
    ['bücher.example', 'xn--bcher-kva.example', 443],
    ['例え。テスト', 'xn--r8jz45g.xn--zckzah', 443],
    ['[::1]:8443', '[::1]', 8443],
    ['192.0.2.1', '192.0.2.1', 443],
    ['localhost', 'localhost', 443],
    [`${LABEL}.${LABEL}.${LABEL}.${'a'.repeat(61)}`, `${LABEL}.${LABEL}.${LABEL}.${'a'.repeat(61)}`, 443],
  ])('%s', (text, host, port) => {
    expect(readSiteInput(text)).toEqual({ ok: true, value: { host, port } });
  });

  it.each([
    ['', 'inspect_input_empty'],
    ['   ', 'inspect_input_empty'],
    ['x'.repeat(2_001), 'inspect_input_too_long'],
    ['ftp://news.example/', 'inspect_input_scheme'],
    ['javascript://news.example/%0Aalert(1)', 'inspect_input_scheme'],
    ['about:blank', 'inspect_input_no_host'],
    ['two words', 'inspect_input_no_host'],
    ['<b>news</b>', 'inspect_input_no_host'],
    ['news.example:65536', 'inspect_input_port'],
    ['https://news.example:99999/', 'inspect_input_port'],
    ['news.example:0', 'inspect_input_port'],
    [`${'a'.repeat(64)}.example`, 'inspect_input_no_name'],
    ['news..example', 'inspect_input_no_name'],
    [`${LABEL}.${LABEL}.${LABEL}.${'a'.repeat(62)}`, 'inspect_input_no_name'],
  ])('refuses %s, and says why', (text, reason) => {
    expect(readSiteInput(text)).toEqual({ ok: false, error: reason });
  });

  it('reads back what it writes', () => {
    for (const site of [
      { host: 'news.example', port: 443 },
      { host: 'news.example', port: 8443 },
      { host: '[::1]', port: 1 },
    ])
      expect(readSiteInput(siteText(site))).toEqual({ ok: true, value: site });
  });
});
