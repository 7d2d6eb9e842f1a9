// The records in zone-file text and in the output of dig, kdig and delv, which has the same grammar and says more in comments.

import { encodeName, lowerName } from '../dns/names.ts';
import { isRelativeName, parseServiceBinding } from '../dns/parse-service-binding.ts';
import { type Entry, readZoneText, type Word } from '../dns/zone-text.ts';
import { type PasteError, pasteError, recordError } from './paste-error.ts';

export type PastedType = 'HTTPS' | 'SVCB';

interface PastedRecord {
  /** Lower case, no trailing dot; empty where the text does not say. */
  owner: string;
  ttlSeconds: number | null;
}

export interface PastedBinding extends PastedRecord {
  type: PastedType;
  /** Null for one that cannot be read: its set cannot be checked. */
  rdata: Uint8Array | null;
  /** The TargetName has no dot at its end, and no $ORIGIN says what belongs behind it. */
  isTargetRelative: boolean;
}

export interface PastedCname extends PastedRecord {
  target: string;
}

/** What dig and kdig print about a question. */
export interface PastedQuestion {
  name: string;
  type: PastedType;
  /** RCODE by its name; null without a header. */
  status: string | null;
  /** AD; null without a header. */
  authenticated: boolean | null;
  /** How many records the answer had; null without a header. */
  answers: number | null;
}

export interface PastedRecords {
  bindings: PastedBinding[];
  cnames: PastedCname[];
  questions: PastedQuestion[];
  /** What delv says of its own validation; null where it says nothing. */
  validated: boolean | null;
  /** Records of any type. */
  count: number;
  errors: PasteError[];
}

/** More than an answer of 64 KiB has honest use for. */
const mostRecords = 100;
const mostErrors = 20;

/** A name of 255 bytes has four characters an byte at most. */
const mostCommentCharacters = 1200;

const otherTypes =
  /^(?:A|AAAA|CAA|CDNSKEY|CDS|DNAME|DNSKEY|DS|HINFO|LOC|MX|NAPTR|NS|NSEC|NSEC3|NSEC3PARAM|PTR|RRSIG|SOA|SPF|SRV|SSHFP|TLSA|TXT|URI|ZONEMD|TYPE\d{1,5})$/;
const typeNames: Record<string, PastedType> = { HTTPS: 'HTTPS', TYPE65: 'HTTPS', SVCB: 'SVCB', TYPE64: 'SVCB' };

const typeOf = (word: string): PastedType | 'CNAME' | 'other' | undefined => {
  const upper = word.toUpperCase();
  if (upper === 'CNAME' || upper === 'TYPE5') return 'CNAME';
  return typeNames[upper] ?? (otherTypes.test(word) ? 'other' : undefined);
};

const ttlUnits: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Seconds, plain or with BIND's units; RFC 2181 §8: with the top bit set it is 0. */
function ttlOf(word: string): number | undefined {
  if (!/^(?:\d{1,10}|(?:\d{1,6}[smhdw])+)$/i.test(word)) return undefined;
  const seconds = /^\d+$/.test(word)
    ? Number(word)
    : Array.from(word.matchAll(/(\d+)(\D)/g)).reduce(
        (sum, [, count, unit]) => sum + Number(count) * (ttlUnits[(unit as string).toLowerCase()] as number),
        0,
      );
  return seconds > 0x7fffffff ? 0 : seconds;
}

interface Header {
  owner: Word | undefined;
  ttlSeconds: number | undefined;
  type: PastedType | 'CNAME' | 'other';
  /** Words behind the type. */
  rdata: Word[];
}

/** RFC 1035 §5.1: an owner or none, TTL and class or neither in either order, the type. */
function readHeader(words: Word[], owners: 0 | 1): Header | undefined {
  let ttlSeconds: number | undefined;
  let at: number = owners;
  for (let i = 0; i < 2; i++) {
    const text = words[at]?.text ?? '';
    const ttl = ttlOf(text);
    if (ttl !== undefined) ttlSeconds = ttl;
    else if (!/^(?:IN|CH|HS|CLASS\d{1,5})$/i.test(text)) break;
    at++;
  }
  const type = typeOf(words[at]?.text ?? '');
  return type && { owner: owners ? words[0] : undefined, ttlSeconds, type, rdata: words.slice(at + 1) };
}

class Reading {
  readonly out: PastedRecords = { bindings: [], cnames: [], questions: [], validated: null, count: 0, errors: [] };
  readonly #text: string;
  #origin: string | undefined;
  /** Undefined behind an owner that is no name: its records are passed over. */
  #owner: string | undefined = '';
  #ttlSeconds: number | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  #report(error: PasteError): void {
    if (this.out.errors.length < mostErrors) this.out.errors.push(error);
  }

  /** Lower case, without trailing dot, $ORIGIN behind a relative name. */
  #name(word: Word): string | undefined {
    if (word.text === '@') return this.#origin;
    const isAbsolute = /[^\\]\.$|^\.$/.test(word.text);
    const origin = this.#origin === '.' ? '' : this.#origin;
    const text = isAbsolute || origin === undefined ? word.text : `${word.text}.${origin}`;
    return encodeName(text).ok ? lowerName(text === '.' ? text : text.replace(/([^\\])\.$/, '$1')) : undefined;
  }

  read({ words, end }: Entry): void {
    const [first, second] = words as [Word, Word | undefined];
    const header = readHeader(words, 0) ?? readHeader(words, 1);
    if (first.text.startsWith('$')) this.#directive(first, second);
    else if (header) this.#record(header, end);
    // `dig +short`: RDATA alone, behind the CNAME targets that led there.
    else if (/^(?:\d{1,5}|\\#)$/.test(first.text) && second)
      this.#binding('HTTPS', words, end, { owner: this.#owner ?? '', ttlSeconds: null });
    else if (!second && first.text.endsWith('.')) this.#owner = this.#name(first) ?? '';
    else this.#report(pasteError('not-a-record', this.#text, first.offset));
  }

  #directive({ text }: Word, argument: Word | undefined): void {
    if (!argument) return;
    if (/^\$ORIGIN$/i.test(text)) this.#origin = this.#name(argument) ?? this.#origin;
    if (/^\$TTL$/i.test(text)) this.#ttlSeconds = ttlOf(argument.text);
  }

  #record({ owner, ttlSeconds, type, rdata }: Header, end: number): void {
    this.out.count++;
    if (owner) {
      this.#owner = this.#name(owner);
      if (this.#owner === undefined) this.#report(pasteError('owner', this.#text, owner.offset));
    }
    if (type === 'other' || this.#owner === undefined) return;
    const record = { owner: this.#owner, ttlSeconds: ttlSeconds ?? this.#ttlSeconds ?? null };
    if (type !== 'CNAME') this.#binding(type, rdata, end, record);
    else this.#cname(rdata[0], end, record);
  }

  #cname(word: Word | undefined, end: number, record: PastedRecord): void {
    const target = word && this.#name(word);
    if (target !== undefined) this.out.cnames.push({ ...record, target });
    else this.#report(recordError({ kind: 'value', field: 'CNAME', offset: 0 }, this.#text, word?.offset ?? end));
  }

  #binding(type: PastedType, words: Word[], end: number, record: PastedRecord): void {
    const [first, target] = words;
    const isRelative = first?.text !== '\\#' && target !== undefined && isRelativeName(target.text);
    const origin = this.#origin;
    const parsed = parseServiceBinding(words, { end, origin, keepUnsound: true });
    if (!parsed.ok) this.#report(recordError(parsed.error, this.#text, parsed.error.offset));
    const isTargetRelative = isRelative && origin === undefined;
    this.out.bindings.push({ ...record, type, rdata: parsed.ok ? parsed.value : null, isTargetRelative });
  }

  comments(comments: Word[]): void {
    let header: Pick<PastedQuestion, 'status' | 'authenticated' | 'answers'> = {
      status: null,
      authenticated: null,
      answers: null,
    };
    for (const { text } of comments) {
      if (text.length > mostCommentCharacters) continue;
      const [, status] = /^;; ->>HEADER<<- .*\bstatus: ([A-Z0-9]+)/.exec(text) ?? [];
      if (status) header = { status, authenticated: null, answers: null };
      const [, flags, rest] = /^;; flags:([ a-z]*);(.*)/i.exec(text) ?? [];
      if (flags !== undefined) {
        const [, answers] = /\bANSWER: (\d{1,5})/.exec(rest ?? '') ?? [];
        header = { ...header, authenticated: / ad\b/.test(flags), answers: answers ? Number(answers) : null };
      }
      const [, name, type] = /^;{1,2} ?([^\s;]+)\s+IN\s+(HTTPS|SVCB|TYPE6[45])\s*$/i.exec(text) ?? [];
      if (name && type && encodeName(name).ok && this.out.questions.length < mostRecords) {
        const asked = lowerName(name === '.' ? name : name.replace(/\.$/, ''));
        this.out.questions.push({ name: asked, type: typeNames[type.toUpperCase()] as PastedType, ...header });
      }
      if (/^; fully validated/.test(text)) this.out.validated ??= true;
      if (/^; unsigned answer/.test(text)) this.out.validated = false;
    }
  }
}

export function readPastedRecords(text: string): PastedRecords {
  const { entries, comments, strayParenthesis } = readZoneText(text);
  const reading = new Reading(text);
  const { out } = reading;
  if (strayParenthesis !== null) {
    // Which lines belong together, nobody can tell.
    out.errors.push(pasteError('parenthesis', text, strayParenthesis));
    return out;
  }
  reading.comments(comments);
  for (const entry of entries) {
    if (out.bindings.length + out.cnames.length >= mostRecords) {
      out.errors.push(pasteError('too-many', text, entry.words[0]?.offset));
      break;
    }
    reading.read(entry);
  }
  return out;
}

/** Whether any line has a record's type in its place; else the text may be base64. */
export const hasRecordHeader = (text: string): boolean =>
  readZoneText(text).entries.some(({ words }) => readHeader(words, 0) ?? readHeader(words, 1));
