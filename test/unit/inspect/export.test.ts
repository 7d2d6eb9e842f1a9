// Reports to copy: what is in them, that nothing from outside is markup, and that a blanked one holds nothing of the host.

import { describe, expect, it } from 'vitest';
import messages from '../../../src/_locales/en/messages.json';
import { predictClients } from '../../../src/browsers/rows.ts';
import { encodeBase64 } from '../../../src/bytes/base64.ts';
import { encodeHex } from '../../../src/bytes/hex.ts';
import { exportJson } from '../../../src/inspect/copy-report.tsx';
import { exportMarkdown } from '../../../src/inspect/export-markdown.ts';
import { type Inspected, reportOf } from '../../../src/inspect/export-report.ts';
import { blankerFor } from '../../../src/inspect/redact.ts';
import { describeRotation } from '../../../src/lint/key-rotation.ts';
import { lintSite } from '../../../src/lint/lint-site.ts';
import { compareWww, describeComparison } from '../../../src/lint/www-counterpart.ts';
import { suffixList } from '../../../src/platform/suffix-list.ts';
import { formatArgument } from '../../../src/platform/words.ts';
import type { LookupOutcome } from '../../../src/shared/lookup.ts';
import type { Sentence } from '../../../src/shared/sentence.ts';
import { echListOf, httpsRdata, nameBytes } from '../builders.ts';

function translate({ key, args }: Sentence, texts: string[] = args.map(formatArgument)): string {
  const { message, placeholders = {} } = (
    messages as Record<string, { message: string; placeholders?: Record<string, { content: string }> }>
  )[key] as { message: string; placeholders?: Record<string, { content: string }> };
  return message.replace(/\$([A-Z_]+)\$/g, (_, name: string) => {
    const content = placeholders[name.toLowerCase()]?.content ?? '';
    return texts[Number(content.slice(1)) - 1] ?? '';
  });
}

const ascii = (text: string) => new TextEncoder().encode(text);

function inspect(host: string | null, rdatas: Uint8Array[], more: Partial<Inspected> = {}): Inspected {
  const owner = host ?? '';
  const outcome: LookupOutcome = {
    kind: 'records',
    sets: [{ owner, cnames: [], ttlSeconds: 300, rdatas: rdatas.map(encodeBase64) }],
  };
  const rows = predictClients(outcome, { scheme: 'https', host: owner, port: 443 });
  const examined = { host, port: 443, outcome, rows, authenticated: true, ttlSeconds: 300 };
  return {
    ...examined,
    type: 'HTTPS',
    resolver: { name: 'Example DNS', host: 'dns.example' },
    atMs: Date.UTC(2026, 0, 2, 3, 4, 5),
    extendedErrors: [],
    findings: lintSite({ ...examined, suffixes }),
    remarks: describeRotation(outcome, 300),
    ...more,
  };
}

const suffixes = await suffixList();
const blankerOf = (host: string | null) => blankerFor(host, suffixes);
const options = (isBlanked: boolean) => ({ suffixes: isBlanked ? suffixes : null, translate });
const markdownOf = (inspected: Inspected, isBlanked = false) =>
  exportMarkdown(reportOf(inspected, options(isBlanked)), translate);
const jsonOf = (inspected: Inspected, isBlanked = false) => exportJson(reportOf(inspected, options(isBlanked)));

describe('Markdown', () => {
  it('tells all of it', () => {
    const ech = echListOf({ maximumNameLength: 64, publicName: 'cover.other' });
    const rdata = httpsRdata(1, '.', { alpn: ['h2'], ech });
    expect(markdownOf(inspect('news.example', [rdata]))).toBe(`# ECH of \`news.example\`

- Resolver: \`Example DNS, dns.example\`
- Answered: \`2026-01-02T03:04:05.000Z\`
- DNSSEC: Validated, says the resolver

## What clients make of it

- **Per the RFCs** hides the name. It hides the name behind \`cover.other\`. If ECH fails, it doesn’t retry with the real name. (From the standard or the browser’s source code)
- **Chrome** hides the name. It hides the name behind \`cover.other\`. If ECH fails, it doesn’t retry with the real name. (Tested in the browser itself)
- **Firefox** hides the name. It hides the name behind \`cover.other\`. If ECH fails, it doesn’t retry with the real name. (Tested in the browser itself)

## Records

\`\`\`
news.example. 300 IN HTTPS 1 . alpn="h2" ech=${encodeBase64(ech)}
\`\`\`

## ECH configurations

- \`config_id 7\`, \`public_name cover.other\`, \`kem_id DHKEM(X25519, HKDF-SHA256) (0x0020)\`, \`cipher_suite HKDF-SHA256 (0x0001), AES-128-GCM (0x0001)\`, \`maximum_name_length 64\`

## Remarks

- Answers may be cached for \`300\` seconds. After you change keys, keep accepting the old one for at least that long; some caches keep it longer.
- To change keys, first give the server the new key, then change the record. Remove the old key only once that time has passed.
- A browser that arrives with a removed key is given the new one and reconnects with ECH. For that, the server needs a valid certificate for the public name \`cover.other\`.

Made with Overheard. What clients do is inferred from the records; nothing was connected to.
`);
  });

  it('has the problems, worst first, each with what to do', () => {
    const markdown = markdownOf(inspect('news.example', [httpsRdata(1, '.', { port: 8443 }), Uint8Array.of(0, 1)]));
    expect(markdown).toContain(
      '- **Error**: Record `2` is damaged, and browsers then ignore all the records. `TargetName` is cut off. At byte `2` of the record (counting from 0). Rewrite the record and validate it with your name server’s own checker. (RFC 9460 §2.2)',
    );
    expect(markdown).toContain('TYPE65 \\# 2 0001');
  });

  it('of pasted text without owner and TTL says so', () => {
    const pasted = inspect(null, [httpsRdata(1, '.')], { resolver: null, ttlSeconds: null, authenticated: null });
    const markdown = markdownOf(pasted);
    expect(markdown).toMatch(/^# ECH of a record\n\n- Judged from pasted text/);
    expect(markdown).toContain('```\nIN HTTPS 1 .\n```');
    expect(markdown).not.toContain('DNSSEC');
  });

  it.each([
    ['backticks', 'a`b``c', '```a`b``c```'],
    ['backticks at the ends', '`a`', '`` `a` ``'],
    ['markup', '<b>*x*</b>', '`<b>*x*</b>`'],
    ['a bidi mark', 'a\u202eb', '`a\\u{202e}b`'],
    ['line ends', 'a\n\n# b', '`a # b`'],
  ])('keeps %s from being markup', (_, name, shown) => {
    const markdown = markdownOf(inspect('news.example', [httpsRdata(1, '.')], { resolver: { name, host: name } }));
    expect(markdown).toContain(`- Resolver: ${shown}\n`);
  });

  it('keeps records in their block', () => {
    const rdata = httpsRdata(1, '.', { other: { 700: ascii('```\n# x') } });
    const markdown = markdownOf(inspect('news.example', [rdata]));
    expect(markdown).toContain('````\nnews.example. 300 IN HTTPS 1 . key700="```\\010# x"\n````');
  });
});

describe('a report of records that treat TCP and QUIC differently', () => {
  const inspected = inspect('news.example', [
    httpsRdata(1, '.', { alpn: ['h3'], noDefaultAlpn: true, ech: echListOf() }),
    httpsRdata(2, '.', { alpn: ['h2'] }),
  ]);

  it('has both in its JSON, and null where they are alike', () => {
    const { clients } = JSON.parse(jsonOf(inspected));
    expect(
      clients.map(({ client, transports }: { client: string; transports: unknown }) => [client, transports]),
    ).toEqual([
      ['rfc', null],
      [
        'chromium',
        {
          tcp: expect.objectContaining({ outcome: 'shows', opens: 'at-once' }),
          quic: expect.objectContaining({ outcome: 'hides', opens: 'at-once' }),
        },
      ],
      [
        'firefox',
        {
          tcp: expect.objectContaining({ outcome: 'shows', opens: 'if-failed' }),
          quic: expect.objectContaining({ outcome: 'hides', opens: 'at-once' }),
        },
      ],
    ]);
  });

  it('has both below the client in Markdown', () => {
    expect(markdownOf(inspected)).toContain(
      '\n  - HTTP/3, over QUIC: hides the name. It hides the name behind `cover.example`. It opens this connection at once.\n',
    );
    expect(markdownOf(inspect('news.example', [httpsRdata(1, '.')]))).not.toContain('over QUIC');
  });
});

describe('JSON', () => {
  it('is the report', () => {
    const rdata = httpsRdata(1, '.', { ech: echListOf() });
    const report = JSON.parse(jsonOf(inspect('news.example', [rdata])));
    expect(report).toMatchObject({
      host: 'news.example',
      isBlanked: false,
      evidence: 'inferred',
      outcome: 'records',
      clients: [{ client: 'rfc' }, { client: 'chromium' }, { client: 'firefox', outcome: 'hides' }],
      sets: [
        { owner: 'news.example', records: [{ rdata: encodeHex(rdata), configs: [{ publicName: 'cover.example' }] }] },
      ],
      problems: [{ kind: 'name-length-zero', severity: 'note', citation: 'RFC 9849 §6.1.3' }],
    });
  });
});

/** The host in all the forms that come to mind, in lower case. */
function formsOf(host: string, unicode = host): string[] {
  const bytes = [ascii(host), ascii(unicode), nameBytes(host).subarray(0, -1), ascii(host.toUpperCase())];
  const base64 = bytes.flatMap((one) =>
    // At each of three places in base64, without the digits that have a part in neighbours.
    [0, 1, 2].map((shift) => {
      const text = encodeBase64(Uint8Array.of(...new Uint8Array(shift), ...one));
      return text.slice(shift === 0 ? 0 : shift + 1, -4);
    }),
  );
  const decimal = Array.from(ascii(host), (byte) => `\\${String(byte).padStart(3, '0')}`).join('');
  return [host, unicode, decimal, encodeURIComponent(unicode), ...bytes.map(encodeHex), ...base64].map((form) =>
    form.toLowerCase(),
  );
}

describe('a blanked report', () => {
  const hosts: [string, string?][] = [
    ['news.example'],
    ['www.news.example'],
    ['a.b.news.example'],
    ['shop.news.co.uk'],
    ['xn--bcher-kva.example', 'bücher.example'],
    ['www.xn--bcher-kva.example', 'www.bücher.example'],
    ['a.de'],
    ['x_y.news.example'],
  ];
  it.each(hosts)('holds nothing of %s', (host, unicode = host) => {
    const bare = host.replace(/^www\./, '');
    const rdatas = [
      httpsRdata(1, host, { ech: echListOf({ publicName: `ech.${bare}` }) }),
      httpsRdata(2, `svc.${bare.toUpperCase()}`, { alpn: ['h2', host], ech: echListOf({ publicName: bare }) }),
      httpsRdata(3, '.', {
        other: { 700: nameBytes(host), 701: ascii(unicode), 702: ascii(`/${host}/`), 7: ascii(`/q{?dns}${host}`) },
      }),
      httpsRdata(4, `www.${bare}`, { ech: echListOf({ extensions: [{ type: 9, data: ascii(host) }] }) }),
    ];
    const side = { host, outcome: inspect(host, rdatas).outcome, rows: [] };
    const www = compareWww(side, { ...side, host: `www.${bare}`, outcome: { kind: 'no-data', sets: [] } });
    const base = inspect(host, rdatas, {
      resolver: { name: `dns.${host}`, host: `dns.${host}` },
      extendedErrors: [{ code: 15, text: `blocked ${host.toUpperCase()} (${unicode})` }],
    });
    const sets = base.outcome.sets ?? [];
    const inspected: Inspected = {
      ...base,
      outcome: {
        kind: 'records',
        sets: [
          {
            owner: `_8443._https.${host}`,
            cnames: [`a.${host}`],
            ttlSeconds: 1,
            rdatas: [encodeBase64(httpsRdata(0, host))],
          },
          ...sets,
          // Damaged, so that only bytes can be shown.
          {
            owner: host,
            cnames: [],
            ttlSeconds: 1,
            rdatas: [encodeBase64(Uint8Array.of(0, 1, ...nameBytes(host), 9))],
          },
        ],
      },
      remarks: [describeComparison(www), ...base.remarks],
    };
    for (const text of [markdownOf(inspected, true), jsonOf(inspected, true)]) {
      const lower = text.toLowerCase();
      const found = [...formsOf(host, unicode), ...formsOf(bare, unicode.replace(/^www\./, ''))].filter(
        (form) => form.length >= 4 && lower.includes(form),
      );
      expect(found).toEqual([]);
      expect(text).toContain('<host>');
    }
    // Without blanking it is all there, so that the search above can find it.
    const open = jsonOf(inspected).toLowerCase();
    expect(open).toContain(host);
    expect(open).toContain(encodeHex(nameBytes(host).subarray(0, -1)));
  });

  it('blanks its zone and its label in other names, and leaves others as they are', () => {
    const { name, text } = blankerOf('www.shop.news.example');
    expect(name('WWW.Shop.News.Example')).toBe('WWW.<host>');
    expect(name('_8443._https.shop.news.example')).toBe('_8443._https.<host>');
    expect(name('ech.news.example')).toBe('ech.<domain>');
    expect(name('news-cdn.provider.test')).toBe('<label>-cdn.provider.test');
    expect(name('cover.provider.test')).toBe('cover.provider.test');
    expect(text('all the news of newsnews.example')).toBe('all the news of newsnews.example');
    // Rather too much than too little.
    expect(blankerOf('a.de').name('cover.data.de')).toBe('cover.dat<host>');
    expect(blankerOf('b.a.de').name('cover.data.de')).toBe('cover.data.de');
    expect(blankerOf('www.com').name('cover.com')).toBe('cover.com');
    expect(blankerOf('203.0.113.7').name('203.cdn.test, 203.0.113.7')).toBe('203.cdn.test, <host>');
    expect(blankerOf('host.example').name('host.example, host')).toBe('<host>, <label>');
    expect(blankerOf(null).name('a.example')).toBe('a.example');
  });

  it.each([
    // A label of three letters.
    ['www.bbc.co.uk', 'bbc.map.fastly.net', '<label>.map.fastly.net'],
    ['www.bbc.co.uk', 'www-bbc-co-uk.fastly.net', 'www-<label>-co-uk.fastly.net'],
    ['news.bbc.co.uk', 'ech.bbc.co.uk', 'ech.<domain>'],
    ['www.bbc.co.uk', 'abbc.bbcnews.other.co.uk', 'abbc.bbcnews.other.co.uk'],
    // A host that gives every customer a name.
    ['mysecretclinic.pages.dev', 'mysecretclinic.cdn.net', '<label>.cdn.net'],
    ['mysecretclinic.pages.dev', 'cover.pages.dev', 'cover.pages.dev'],
    ['docs.someone.github.io', 'someone.github.io', '<domain>'],
    ['docs.someone.github.io', 'someone-cdn.test', '<label>-cdn.test'],
    // Suffixes of two labels that are in no short list.
    ['hall.smalltown.lg.jp', 'ech.smalltown.lg.jp', 'ech.<domain>'],
    ['www.smalltown.lg.jp', 'smalltown.cdn.net', '<label>.cdn.net'],
    ['www.smalltown.lg.jp', 'lg.cdn.net', 'lg.cdn.net'],
    ['www.ministry.govt.nz', 'ministry.cdn.net', '<label>.cdn.net'],
  ])('of %s has %s as %s', (host, name, shown) => {
    expect(blankerOf(host).name(name)).toBe(shown);
  });

  it('leaves a shared public name and its list as they are', () => {
    const ech = echListOf({ publicName: 'cloudflare-ech.com' });
    const text = markdownOf(inspect('news.example', [httpsRdata(1, '.', { ech })]), true);
    expect(text).toContain('cloudflare-ech.com');
    expect(text).toContain(`ech=${encodeBase64(ech)}`);
    expect(text).toContain('The name of the site is blanked.');
  });

  it('of a host that is not known has nothing to blank', () => {
    expect(JSON.parse(jsonOf(inspect(null, [httpsRdata(1, '.')]), true))).toMatchObject({
      isBlanked: false,
      host: null,
    });
  });
});
