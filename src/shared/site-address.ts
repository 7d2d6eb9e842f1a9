// Addresses of pages: their parts, and which names are for the local network only.

import type { SiteAddress } from './facts.ts';
import { shortDigest } from './short-digest.ts';

const DEFAULT_PORTS: Record<string, number> = { 'http:': 80, 'https:': 443 };

/** The page that a browser's own view of it shows: its source, or Firefox's reader mode. Any other address is its own. */
export function shownAddress(url: string): string {
  const [, source = url] = /^view-source:(.*)/s.exec(url) ?? [];
  const [, query] = /^about:reader\?(.*)/s.exec(source) ?? [];
  return new URLSearchParams(query).get('url') ?? source;
}

/** The parts of a URL that matter here. Anything that is no URL counts as an address without a host. */
export function siteAddress(address: string): SiteAddress {
  const url = shownAddress(address);
  if (!URL.canParse(url)) return { scheme: '', host: '', port: 0 };
  const { protocol, hostname, port } = new URL(url);
  // Chromium 156 escapes a space, which the URL standard has in no host (§3.5).
  if (hostname.includes('%')) return { scheme: '', host: '', port: 0 };
  return {
    scheme: protocol.slice(0, -1),
    // A trailing dot names the same host (RFC 1034 §3.1) and would be looked up a second time; with two it is no other host either.
    host: hostname.replace(/\.+$/, ''),
    port: port === '' ? (DEFAULT_PORTS[protocol] ?? 0) : Number(port),
  };
}

/** Whether it is the host of some https: URL, in the form that siteAddress gives. */
export function isUrlHost(text: string): boolean {
  return text !== '' && text.length <= 253 && siteAddress(`https://${text}/`).host === text;
}

/** Of a text that is long, the first part has them: `?to=https%3A%2F%2Fnews.example%2F` is an address of some shortener. */
const MAX_TEXT = 8_192;
const MAX_NAMES = 20;

/**
 * The hosts of addresses, then what else looks like host names in them, escaped or not, in lower case: each once, and not all of very
 * many.
 */
export function hostNamesIn(...addresses: string[]): string[] {
  const hosts = addresses.map((address) => siteAddress(address).host).filter(Boolean);
  return [...new Set([...hosts, ...addresses.flatMap(namesInText)])].slice(0, MAX_NAMES);
}

function namesInText(address: string): string[] {
  const text = address
    .slice(0, MAX_TEXT)
    .replace(/%(25)*([2-7][\da-f])/gi, (_, _twice, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  // Without the look behind, a long text without a dot takes the square of its length.
  return text.toLowerCase().match(/(?<![a-z\d_-])[a-z\d_-]+(\.[a-z\d_-]+)+/g) ?? [];
}

export type AddressKind =
  /** http or https, and a name that DNS can know. */
  | 'public-name'
  | 'ip'
  /** A name that is only for this device or the local network, or for a system other than DNS. */
  | 'local-name'
  | 'not-web';

/**
 * Names that no public resolver should hear of, with all below them: RFC 6761, 6762, 7686, 8375 and 9476; `internal`, `home`, `corp`
 * and `mail`, which ICANN keeps out of the root; what routers and companies use without having asked (RFC 6762 appendix G);
 * addresses backwards and whatever else lies under `arpa`. `fritz.box` is a router's own name that is registered by now.
 */
const LOCAL_NAMES = [
  'localhost',
  'local',
  'internal',
  'test',
  'onion',
  'invalid',
  'alt',
  'lan',
  'home',
  'corp',
  'mail',
  'intranet',
  'private',
  'localdomain',
  'arpa',
  'fritz.box',
];

/** The labels of a host, or of a name as zone files write it (RFC 1035 §5.1): lower case, unescaped, without final dots. */
export function labelsOf(name: string): string[] {
  const labels = [''];
  for (const [token, decimal] of name.matchAll(/\\(\d{3})|\\?./gs)) {
    const character = decimal ? String.fromCharCode(Number(decimal)) : token.slice(-1);
    if (token === '.') labels.push('');
    else labels[labels.length - 1] += character.toLowerCase();
  }
  while (labels.length > 1 && labels.at(-1) === '') labels.pop();
  return labels;
}

/** For this device or the local network, or for a system other than DNS. */
export function isLocal(labels: readonly string[]): boolean {
  const ends = [labels.slice(-1), labels.slice(-2)].map((end) => end.join('.'));
  return labels.length < 2 || LOCAL_NAMES.some((name) => ends.includes(name));
}

/** The last label is a number, so that browsers take it for an IPv4 address (URL standard §3.5, "ends in a number"). */
export const endsInNumber = (labels: readonly string[]): boolean => /^(?:\d+|0x[\da-f]*)$/.test(labels.at(-1) ?? '');

export function addressKind({ scheme, host }: SiteAddress): AddressKind {
  if (scheme !== 'https' && scheme !== 'http') return 'not-web';
  const labels = labelsOf(host);
  if (host.startsWith('[') || endsInNumber(labels)) return 'ip';
  return isLocal(labels) ? 'local-name' : 'public-name';
}

/** 127.0.0.0/8, also mapped as URLs write it (RFC 4291 §2.5.5.2), ::1 (bare as well), and the unspecified addresses, which lead to this device. */
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[?::1?\]?|\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\])$/;

/** Whether a connection to it stays on this device, so that http: is not read by anyone on the way. */
export const isLoopback = ({ host }: Pick<SiteAddress, 'host'>): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || LOOPBACK.test(host);

/**
 * A document's address as it is kept: origin, and a digest of the rest without its fragment. Two that name the same document are the
 * same text, siteAddress reads it like the whole, and an address of megabytes takes no more room than any other.
 */
export function shortAddress(address: string): string {
  const url = shownAddress(address);
  const hash = url.indexOf('#');
  const whole = hash === -1 ? url : url.slice(0, hash);
  if (!URL.canParse(whole)) return '';
  const { protocol, host } = new URL(whole);
  return `${protocol}${host === '' ? '' : `//${host}/`}${shortDigest(whole)}`;
}
