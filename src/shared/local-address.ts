// Which IP addresses lead to this device or the network around it, whatever name was answered with them.

import type { ConnectionFacts } from './facts.ts';
import { addressKind } from './site-address.ts';

/** IPv4 blocks by their first bits (RFC 6890, RFC 6598). 198.18.0.0/15 is not among them: VPN clients answer with it for names of the internet. */
const LOCAL_IPV4: [block: string, bits: number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['255.255.255.255', 32],
];

/**
 * Whether a connection to it stays in the network around this device, as far as the name and the reported address tell. Not where the
 * provider stands in between, as it does with the addresses of carrier NAT.
 */
export function isInLocalNetwork(host: string, connection: Pick<ConnectionFacts, 'address' | 'proxy'> | null): boolean {
  if (connection?.proxy) return false;
  const isLocalName = addressKind({ scheme: 'http', host, port: 80 }) === 'local-name';
  const where = isLocalName ? (connection?.address ?? null) : host;
  return where === null || (isLocalAddress(where) && !where.startsWith('100.'));
}

/** Loopback, private, link-local, unspecified and carrier NAT addresses, also where IPv6 carries them. No address: false. */
export function isLocalAddress(address: string): boolean {
  const ipv4 = parseIpv4(address);
  if (ipv4 !== null) return isLocalIpv4(ipv4);
  const groups = parseIpv6(address);
  if (groups === null) return false;
  const [first = 0, second = 0, third = 0] = groups;
  const carried = carriedIpv4(groups);
  if (carried !== null) return isLocalIpv4(carried);
  // :: and ::1; fc00::/7 (RFC 4193), fe80::/10 (RFC 4291), fec0::/10 (RFC 3879).
  if (groups.slice(0, 7).every((group) => group === 0) && (groups[7] ?? 0) <= 1) return true;
  if ((first & 0xfe00) === 0xfc00 || (first & 0xff80) === 0xfe80) return true;
  // 64:ff9b:1::/48 translates within one network (RFC 8215).
  return first === 0x64 && second === 0xff9b && third === 1;
}

const isLocalIpv4 = (address: number): boolean =>
  LOCAL_IPV4.some(([block, bits]) => (address ^ (parseIpv4(block) ?? 0)) >>> (32 - bits) === 0);

/** As 32 bits; null for anything but four decimal numbers. */
function parseIpv4(text: string): number | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return null;
  return parts.reduce((bits, part) => ((bits << 8) | part) >>> 0, 0);
}

/** Eight groups of 16 bits; null for what is no IPv6 address. Takes brackets and a zone (RFC 4007 §11). */
function parseIpv6(text: string): number[] | null {
  const bare = text.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const url = `http://[${bare}]/`;
  if (!bare.includes(':') || !URL.canParse(url)) return null;
  // The URL standard writes every address in one way, the last 32 bits in hex.
  const [head = '', tail] = new URL(url).hostname.slice(1, -1).split('::');
  const groupsOf = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const before = groupsOf(head);
  const after = groupsOf(tail ?? '');
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}

/** The IPv4 address in a mapped (RFC 4291 §2.5.5.2), NAT64 (RFC 6052 §2.1) or 6to4 (RFC 3056) address; null in any other. */
function carriedIpv4(groups: number[]): number | null {
  const at = (index: number) => (((groups[index] ?? 0) << 16) | (groups[index + 1] ?? 0)) >>> 0;
  const startsWith = (...start: number[]) => start.every((group, index) => groups[index] === group);
  if (startsWith(0, 0, 0, 0, 0, 0xffff) || startsWith(0x64, 0xff9b, 0, 0, 0, 0)) return at(6);
  return groups[0] === 0x2002 ? at(1) : null;
}
