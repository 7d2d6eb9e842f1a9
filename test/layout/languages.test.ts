// Every language says what English says: the same sentences with the same placeholders, as sure and as unsure, in its own script,
// and short where there is little room.

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../manifest.json';
import { root } from './sources.ts';

interface Message {
  message: string;
  placeholders?: Record<string, { content: string }>;
}

const LOCALES = join(root, 'src/_locales');
const LANGUAGES = ['ar', 'de', 'en', 'es', 'fa', 'fr', 'ja', 'pt_BR', 'ru', 'zh_CN'];

/** The locales that the Chrome Web Store takes: https://developer.chrome.com/docs/extensions/reference/api/i18n#locales */
const CHROME_LOCALES =
  'am ar bg bn ca cs da de el en en_AU en_GB en_US es es_419 et fa fi fil fr gu he hi hr hu id it ja kn ko lt lv ml mr ms nl no pl pt_BR pt_PT ro ru sk sl sr sv sw ta te th tr uk vi zh_CN zh_TW'.split(
    ' ',
  );

const read = (language: string): Record<string, Message> =>
  JSON.parse(readFileSync(join(LOCALES, language, 'messages.json'), 'utf8'));

/** Between releases new sentences are in English alone, which browsers show in place of what is missing. */
const isRelease = (): boolean =>
  process.env.GITHUB_REF_TYPE === 'tag' ||
  execFileSync('git', ['tag', '--points-at', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim() !== '';

const english = read('en');

/** The form of a plural that every language has, of one that some have. */
const pluralOf = (key: string): string => key.replace(/_(?:zero|one|two|few|many)$/, '_other');
const others = LANGUAGES.filter((language) => language !== 'en');

/** Names and terms that are the same everywhere. */
const SAME_EVERYWHERE = [
  'extension_name',
  'popup_dnssec',
  'wire_size_message',
  'inspect_ttl',
  'inspect_client_chromium',
  'inspect_client_firefox',
];
const BROWSERS = ['popup_client_chromium', 'popup_client_firefox'];
/** Words that a language has in common with English. */
const SAME: Record<string, string[]> = {
  de: [
    ...BROWSERS,
    'check_report_browser',
    'check_resolver',
    'inspect_resolver',
    'observer_proxy',
    'options_compare_resolver',
    'options_resolver',
    'session_asked_for',
  ],
  es: [...BROWSERS, 'check_class_server_failure', 'observer_proxy', 'options_compare_no', 'severity_error'],
  fa: BROWSERS,
  ja: BROWSERS,
  fr: ['inspect_site', 'observer_proxy', 'popup_config_id', 'popup_stop_site', 'wire_hellos'],
  pt_BR: [...BROWSERS, 'check_latency', 'inspect_site', 'observer_proxy', 'popup_stop_site'],
  ru: BROWSERS,
};

/** Latin letters in languages of another script: what is typed or read as it stands, names, and terms that have no other word there. */
const LATIN = new RegExp(
  [
    'https?:\\/\\/[a-z.:0-9/-]*|\\bhttps?:|www\\.example\\.com|abc123|maximum_name_length|xn--|base64',
    'Cloudflare|SSL/TLS|Edge Certificates|Enabled|Caddy|nginx|OpenSSL|BoringSSL|Go|crypto/tls|Markdown|JSON|PEM|www',
    'Overheard|Firefox|Chrome|Chromium|Mozilla|NextDNS|Tor|Wi-Fi',
    'Encrypted Client ?Hello|ECHConfigList|ECHConfig|ECHCONFIG|ECH|ClientHello|GREASE|DNS over HTTPS|DNSSEC|DNS|HTTPS-Only',
    'HTTP/3|HTTPS|HTTP|TLS|TCP|RFC|OCSP stapling|OCSP|VPN|SHA-256|KiB|[Ss]ervice [Ww]orker|key share',
    'will prevent browsers, such as Firefox from using ECH|AAAA|A|NXDOMAIN|AliasMode|CNAME|SVCB|TTL|UDP|X25519|DHKEM|HKDF-SHA256|AES-128-GCM|0xfe0d',
    'preset|profile|template|nextdns|DoH|true|false|every-site|on-click|sha256|label',
    'mandatory|no-default-alpn|alpn|h2|port|config_id|ech|dns|key|dig|https',
  ]
    .map((terms) => `(?<![A-Za-z])(?:${terms})(?![A-Za-z])`)
    .join('|'),
  'g',
);
const OTHER_SCRIPT = ['ar', 'fa', 'ja', 'ru', 'zh_CN'];

/** Persian joins and parts letters by U+200C. What is typed as it stands keeps its order within a pair of isolates, and no name does. */
const ISOLATED = /\u2066[\x21-\x23\x25-\x7e… ]+\u2069/g;
const INVISIBLE: Record<string, RegExp[]> = { ar: [ISOLATED], fa: [ISOLATED, /\u200c/g] };

/** What says how sure a sentence is, first in English. Only one of these is ever in a sentence about what the network sees. */
const SURENESS: Record<string, Record<string, RegExp>> = {
  probably: {
    en: /\bprobably\b/i,
    ar: /على الأرجح/,
    de: /\bwahrscheinlich/i,
    es: /probablemente/i,
    fa: /احتمالاً/,
    fr: /(?<!très )probablement/i,
    ja: /おそらく/,
    pt_BR: /(?<!muito )provavelmente/i,
    ru: /вероятно/i,
    zh_CN: /很可能/,
  },
  'most likely': {
    en: /\bmost likely\b/i,
    ar: /أغلب الظن/,
    de: /höchstwahrscheinlich/i,
    es: /lo más probable/i,
    fa: /به احتمال زیاد/,
    fr: /très probablement/i,
    ja: /可能性が最も高い/,
    pt_BR: /muito provavelmente/i,
    ru: /скорее всего/i,
    zh_CN: /最有可能/,
  },
  should: {
    en: /\bshould\b/i,
    ar: /يُفترض/,
    de: /sollte|zu erwarten/i,
    es: /deber[ií]a|de esperar/i,
    fa: /انتظار می‌ر|قاعدتاً/,
    fr: /devrait|n’aurait pas dû|s’attendre/i,
    ja: /はず/,
    pt_BR: /espera-se|deveria|deve estar/i,
    ru: /ожидалось|ожидается, что|долж[её]?н/i,
    zh_CN: /应该/,
  },
};

/** What says that something may be so. The same words also say what is allowed or possible, so they may stand elsewhere too. */
const MAY: Record<string, RegExp> = {
  ar: /ربما|قد /,
  de: /möglicherweise|vielleicht|kann|könn/i,
  es: /posible|pued|podr|quiz|tal vez/i,
  fa: /شاید|ممکن/,
  fr: /\b(?:peut|peuvent|pourrai|(?:a|ont) (?:donc )?pu)/i,
  ja: /可能性|かもしれ|ことがあ|ありえ/,
  pt_BR: /pode|talvez/i,
  ru: /мо[гж]|возможно/i,
  zh_CN: /可能|也许/,
};

/** The sentences of a verdict: only there is `should` an expectation and never an advice. */
const OF_A_VERDICT = /^(?:headline|popup|others|how|host|downgrade|unknown)_/;

/** The sentences of what is seen and why: there `may` is doubt and never a permission. */
const OF_WHAT_IS_SEEN = /^(?:headline|popup|others|glance|how|host|cause|blame|note|crowd|session)_/;

/** Marks that end a sentence or lead to something, in every script here. A sentence may be put as a question. */
const ENDS: Record<string, RegExp> = {
  '.': /[.。?？؟]$/,
  '?': /[?？؟]$/,
  ':': /[:：]$/,
  '…': /…$/,
  '': /(?:[^.。?？؟:：…]|https?:\)?)$/,
};
/** `http:` at the end leads to nothing. */
const endOf = (text: string): string => /(?<!https?)[.?:…]$/.exec(text)?.[0] ?? '';
/** One leads to names, which other languages say by a colon; one ends in what is typed. */
const ENDS_OTHERWISE = ['action_note_find_out', 'paste_only_list'];

/** Where a popup of 360 pixels has one line, or a few in large type. */
const SHORT = /^(?:headline|popup|observer|aspect|host|action|evidence)_(?!.*(?:_basis$|_meaning_))/;

/** In columns of Latin type: letters of East Asia take two, vowel signs and joiners none, and arguments are not counted. */
function width(message: string): number {
  const text = message.replace(/\$[A-Z_]+\$/g, '').replace(/[\p{Mn}\p{Cf}]/gu, '');
  return [...text].reduce((sum, letter) => sum + (/[\u3000-\u9fff\uff00-\uffef]/u.test(letter) ? 2 : 1), 0);
}

const placeholdersIn = (message: string): Set<string> =>
  new Set(Array.from(message.matchAll(/\$([A-Z_]+)\$/g), ([, name]) => (name ?? '').toLowerCase()));

it('there are these languages, each under a name that Chrome and Firefox know', () => {
  expect(readdirSync(LOCALES).sort()).toEqual(LANGUAGES);
  expect(LANGUAGES.filter((language) => !CHROME_LOCALES.includes(language))).toEqual([]);
  // Firefox reads a folder as a language tag with underscores.
  expect(Intl.getCanonicalLocales(LANGUAGES.map((language) => language.replace('_', '-')))).toHaveLength(
    LANGUAGES.length,
  );
  expect(LANGUAGES).toContain(manifest.default_locale);
});

it('a store shows the whole name and description', () => {
  for (const language of LANGUAGES) {
    const { extension_name, extension_description } = read(language);
    expect(extension_name?.message.length, language).toBeLessThanOrEqual(45);
    expect(extension_description?.message.length, language).toBeLessThanOrEqual(132);
  }
});

describe.each(others)('%s', (language) => {
  const messages = read(language);
  const inEnglish = (key: string): Message | undefined => english[key] ?? english[pluralOf(key)];
  const pairs = Object.entries(messages).flatMap(([key, { message }]) => {
    const from = inEnglish(key)?.message;
    return from === undefined || key === 'language_tag' ? [] : [{ key, from, to: message }];
  });
  const where = (is: (pair: { key: string; from: string; to: string }) => boolean) => pairs.filter(is);

  it('has no sentence that English lacks, and on a release every one that it has', () => {
    expect(Object.keys(messages).filter((key) => !(key in english || pluralOf(key) in english))).toEqual([]);
    const categories = new Intl.PluralRules(language.replace('_', '-')).resolvedOptions().pluralCategories;
    const isNeeded = (key: string) => {
      const other = pluralOf(key);
      return key === other || !(other in english) || categories.some((category) => key.endsWith(`_${category}`));
    };
    const missing = Object.keys(english).filter((key) => !(key in messages) && isNeeded(key));
    if (missing.length > 0) console.info(`${language}: ${missing.length} sentences are shown in English`);
    if (isRelease()) expect(missing).toEqual([]);
  });

  it('says which language it is', () => {
    expect(messages.language_tag?.message).toBe(language.replace('_', '-'));
  });

  it('has the placeholders of English, and uses each', () => {
    for (const { key, from, to } of pairs) {
      expect({ key, placeholders: messages[key]?.placeholders }).toEqual({
        key,
        placeholders: inEnglish(key)?.placeholders,
      });
      expect({ key, used: placeholdersIn(to) }).toEqual({ key, used: placeholdersIn(from) });
    }
    expect(where(({ to }) => to.replace(/\$[A-Z_]+\$/g, '').includes('$'))).toEqual([]);
  });

  it('leaves nothing in English but what is the same word', () => {
    const same = where(({ from, to }) => from === to).map(({ key }) => key);
    expect(same.filter((key) => !SAME_EVERYWHERE.includes(key)).sort()).toEqual([...(SAME[language] ?? [])].sort());
  });

  const isLatin = !OTHER_SCRIPT.includes(language);
  it(isLatin ? 'is in Latin script' : 'has Latin letters in names and terms alone', () => {
    const left = where(({ to }) => /[A-Za-z]/.test(to.replace(/\$[A-Z_]+\$/g, '').replace(LATIN, '')));
    if (isLatin) expect(left.length).toBeGreaterThan(pairs.length / 2);
    else expect(left).toEqual([]);
  });

  it('has no empty text, stray space or invisible character', () => {
    expect(where(({ to }) => to === '' || to !== to.trim() || /\s\s/.test(to))).toEqual([]);
    const visible = (text: string) => (INVISIBLE[language] ?? []).reduce((rest, may) => rest.replace(may, ''), text);
    expect(where(({ to }) => /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/u.test(visible(to)))).toEqual([]);
  });

  it('ends each text as English does', () => {
    expect(where(({ key, from, to }) => !ENDS_OTHERWISE.includes(key) && !ENDS[endOf(from)]?.test(to))).toEqual([]);
  });

  it.each(Object.entries(SURENESS))('says "%s" where English does', (word, words) => {
    const said = words[language] as RegExp;
    const unlike = where(
      ({ key, from, to }) =>
        (word !== 'should' || OF_A_VERDICT.test(key)) && (words.en as RegExp).test(from) !== said.test(to),
    );
    expect(unlike).toEqual([]);
  });

  it('says "may" where English does', () => {
    const said = MAY[language] as RegExp;
    expect(
      where(({ key, from, to }) => OF_WHAT_IS_SEEN.test(key) && /\b(?:may|perhaps)\b/i.test(from) && !said.test(to)),
    ).toEqual([]);
  });

  it('is short where the popup has little room', () => {
    const long = where(({ key, from, to }) => SHORT.test(key) && width(to) > 1.5 * width(from) + 14);
    expect(long.map(({ key, to }) => ({ key, to, width: width(to) }))).toEqual([]);
  });
});
