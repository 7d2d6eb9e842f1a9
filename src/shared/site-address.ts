// Addresses of pages: their parts, and which names are never asked of a resolver. Imports shared only.

import type { SiteAddress } from './facts.ts';
import { shortDigest } from './short-digest.ts';

const DEFAULT_PORTS: Record<string, number> = { 'http:': 80, 'https:': 443 };

/** The parts of a URL that matter here. Anything that is no URL counts as an address without a host. */
export function siteAddress(url: string): SiteAddress {
  if (!URL.canParse(url)) return { scheme: '', host: '', port: 0 };
  const { protocol, hostname, port } = new URL(url);
  // Chromium 156 escapes a space, which the URL standard has in no host (§3.5).
  if (hostname.includes('%')) return { scheme: '', host: '', port: 0 };
  return {
    scheme: protocol.slice(0, -1),
    // A trailing dot names the same host (RFC 1034 §3.1) and would ask the same question twice.
    host: hostname.replace(/\.$/, ''),
    port: port === '' ? (DEFAULT_PORTS[protocol] ?? 0) : Number(port),
  };
}

/** Whether it is the host of some https: URL, in the form that siteAddress gives. */
export function isUrlHost(text: string): boolean {
  return text !== '' && text.length <= 253 && siteAddress(`https://${text}/`).host === text;
}

export type AddressKind =
  /** http or https, and a name that DNS can know. */
  | 'public-name'
  | 'ip'
  /** A name that is only for this device or the local network, or for a system other than DNS. */
  | 'local-name'
  | 'not-web';

/** Top-level and special-use names that no public resolver should hear of (RFC 6761, 6762, 7686, 8375, 9476; ICANN for .internal). */
const LOCAL_SUFFIXES = ['localhost', 'local', 'internal', 'test', 'onion', 'home.arpa', 'invalid', 'alt'];

export function addressKind({ scheme, host }: SiteAddress): AddressKind {
  if (scheme !== 'https' && scheme !== 'http') return 'not-web';
  if (host.startsWith('[') || /^\d+\.\d+\.\d+\.\d+$/.test(host)) return 'ip';
  const isLocal = !host.includes('.') || LOCAL_SUFFIXES.some((suffix) => host.endsWith(`.${suffix}`));
  return isLocal ? 'local-name' : 'public-name';
}

/** Whether a connection to it stays on this device, so that http: is not read by anyone on the way. */
export function isLoopback({ host }: SiteAddress): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || /^127\.\d+\.\d+\.\d+$/.test(host) || host === '[::1]';
}

/**
 * A document's address as it is kept: origin, and a digest of the rest without its fragment. Two that name the same document are the
 * same text, siteAddress reads it like the whole, and an address of megabytes takes no more room than any other.
 */
export function shortAddress(url: string): string {
  const hash = url.indexOf('#');
  const whole = hash === -1 ? url : url.slice(0, hash);
  if (!URL.canParse(whole)) return '';
  const { protocol, host } = new URL(whole);
  return `${protocol}${host === '' ? '' : `//${host}/`}${shortDigest(whole)}`;
}
