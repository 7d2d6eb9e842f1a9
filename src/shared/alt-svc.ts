// The response header Alt-Svc (RFC 7838 §3): at which ports and hosts a server offers its origin besides, and what of that a browser is
// led elsewhere by. Pure, linear in the length of the value, and never throws: servers write what they like.
//
//   Alt-Svc     = clear / 1#alt-value
//   alt-value   = protocol-id "=" alt-authority *( OWS ";" OWS parameter )
//   parameter   = token "=" ( token / quoted-string )
//
// The parameter `persist` (§3.1) is not read: Overheard keeps nothing for the next session, and Chromium 156 does not read it either.

import type { SiteAddress } from './facts.ts';
import { siteAddress } from './site-address.ts';

/** An alternative service (RFC 7838 §2). */
export interface AlternativeService {
  /** ALPN protocol name, percent-decoded: one character for each octet. */
  protocol: string;
  /** As in URLs; null where the authority has none, which stands for the origin's. */
  host: string | null;
  port: number;
  /** From the response on; 2^31 stands for more (RFC 9111 §1.2.2). */
  maxAgeSeconds: number;
}

export interface AltSvc {
  /** Every part is as the RFC has it. */
  isValid: boolean;
  /** `clear` is there: alone, as it should be, or beside alternatives. */
  clears: boolean;
  /** Those that can be read, also where others cannot. */
  alternatives: AlternativeService[];
}

/** §3.1: a day. */
const DEFAULT_MAX_AGE_SECONDS = 86_400;
const MOST_SECONDS = 2 ** 31;
const MAX_PORT = 65_535;

// RFC 9110 §5.6.2 and §5.6.4.
const TOKEN = "[!#$%&'*+\\-.^_`|~\\dA-Za-z]+";
const QUOTED = '"(?:[\\t !#-\\[\\]-~\\x80-\\uffff]|\\\\[\\t -~\\x80-\\uffff])*"';
const PARAMETER = `[\\t ]*;[\\t ]*(${TOKEN})=(${TOKEN}|${QUOTED})`;
const ALTERNATIVE = new RegExp(`^(${TOKEN})=(${QUOTED})`);
const PARAMETERS = new RegExp(PARAMETER, 'y');
/** RFC 3986 §3.2.2, but for future versions of IP. */
const AUTHORITY = /^(|\[[\da-f:.]+\]|(?:[\w.~!$&'()*+,;=-]|%[\da-f]{2})+):(\d+)$/i;

export function parseAltSvc(value: string): AltSvc {
  const altSvc: AltSvc = { isValid: true, clears: false, alternatives: [] };
  const elements = elementsOf(value);
  for (const element of elements) {
    if (element === 'clear') altSvc.clears = true;
    else {
      const { alternative, isValid } = alternativeOf(element);
      if (alternative !== null) altSvc.alternatives.push(alternative);
      altSvc.isValid &&= isValid;
    }
  }
  altSvc.isValid &&= elements.length === 1 || (elements.length > 1 && !altSvc.clears);
  return altSvc;
}

/** RFC 9110 §5.6.1: empty ones are none. A comma in a quoted string separates nothing. */
function elementsOf(value: string): string[] {
  const elements: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at <= value.length; at++) {
    const character = value[at];
    if (isQuoted && character === '\\') at++;
    else if (character === '"') isQuoted = !isQuoted;
    else if (at >= value.length || (character === ',' && !isQuoted)) {
      const element = value.slice(start, at).trim();
      if (element !== '') elements.push(element);
      start = at + 1;
    }
  }
  return elements;
}

/** What can be read of it, and whether that is all that there is. */
function alternativeOf(element: string): { alternative: AlternativeService | null; isValid: boolean } {
  const [head, id = '', authority = ''] = ALTERNATIVE.exec(element) ?? [];
  const protocol = percentDecoded(id);
  const [, name = '', digits = ''] = AUTHORITY.exec(unquoted(authority)) ?? [];
  const port = Number(digits);
  const host = name === '' ? null : siteAddress(`https://${name}/`).host;
  if (head === undefined || protocol === null || host === '' || port < 1 || port > MAX_PORT)
    return { alternative: null, isValid: false };
  const { maxAgeSeconds, isValid } = maxAgeOf(element, head.length);
  return { alternative: { protocol, host, port, maxAgeSeconds }, isValid };
}

function maxAgeOf(element: string, start: number): { maxAgeSeconds: number; isValid: boolean } {
  let maxAgeSeconds = DEFAULT_MAX_AGE_SECONDS;
  let isValid = true;
  let end = start;
  PARAMETERS.lastIndex = start;
  for (let found = PARAMETERS.exec(element); found !== null; found = PARAMETERS.exec(element)) {
    end = PARAMETERS.lastIndex;
    const [, name = '', value = ''] = found;
    if (name.toLowerCase() !== 'ma') continue;
    const digits = unquoted(value);
    if (/^\d+$/.test(digits)) maxAgeSeconds = Math.min(Number(digits), MOST_SECONDS);
    else isValid = false;
  }
  return { maxAgeSeconds, isValid: isValid && end === element.length };
}

const unquoted = (value: string): string =>
  value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/gs, '$1') : value;

/** §3: the protocol's name, with what a token cannot hold escaped. Null for an escape that is none. */
function percentDecoded(id: string): string | null {
  if (/%(?![\da-f]{2})/i.test(id)) return null;
  return id.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

export interface HeardService extends Pick<AlternativeService, 'port' | 'maxAgeSeconds'> {
  host: string;
  /** It stands behind the origin's own port: Chromium 156 takes the first that works (measured). */
  isSpare: boolean;
}

/** Where one response leads browsers besides. Plain JSON. */
export interface HeardAltSvc {
  /** When it came, Unix milliseconds. */
  atMs: number;
  /** What its origin said before is over. */
  replaces: boolean;
  services: HeardService[];
}

/** Of one response. More than a visit looks up are as good as any number: what nobody looked up is not known. */
const MOST_SERVICES = 16;

/** Chromium 156 takes no port from here on for an origin below it (measured with 444, 1023, 1024, 8443). */
const FIRST_USER_PORT = 1_024;

/**
 * What of a header leads Chromium to another port or host, which it does over HTTP/3 alone; null where the header changes nothing. At the
 * origin's own port and host its own records tell, and Firefox 153 goes nowhere else (measured). `clear` ends all, also beside
 * alternatives (§3; measured), while Chromium 156 ignores a header with `ma=0` and goes on (measured).
 */
export function heardElsewhere(
  value: string,
  { host, port }: Pick<SiteAddress, 'host' | 'port'>,
): Omit<HeardAltSvc, 'atMs'> | null {
  const { isValid, clears, alternatives } = parseAltSvc(value);
  if (clears) return { replaces: true, services: [] };
  const services = new Map<string, HeardService>();
  let isOwnFirst = false;
  for (const { protocol, maxAgeSeconds, ...other } of alternatives) {
    if (protocol !== 'h3' || (other.port >= FIRST_USER_PORT && port < FIRST_USER_PORT)) continue;
    const service = { host: other.host ?? host, port: other.port };
    const isOwn = service.host === host && service.port === port;
    isOwnFirst ||= isOwn;
    if (isOwn) continue;
    const key = `${service.host}:${service.port}`;
    const known = services.get(key);
    if (services.size < MOST_SERVICES || known !== undefined)
      services.set(key, {
        ...service,
        maxAgeSeconds: Math.max(maxAgeSeconds, known?.maxAgeSeconds ?? 0),
        isSpare: isOwnFirst && known?.isSpare !== false,
      });
  }
  const replaces = isValid && alternatives.every(({ maxAgeSeconds: ma }) => ma > 0 && ma < MOST_SECONDS);
  return replaces || services.size > 0 ? { replaces, services: [...services.values()] } : null;
}
