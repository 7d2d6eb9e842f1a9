// Who in the lab has which address. The extension looks up no page whose connection came from a private, link-local or loopback
// address, so whatever stands for a public server has an address of the documentation ranges (RFC 5737): they look public, and
// nothing on the internet has them. Plain JavaScript, since run.mjs routes these ranges before anything can be compiled.

/** The namespace's own end of its cable: the source address of every connection but those to loopback. */
export const CLIENT_ADDRESS = '198.51.100.1';

/** The resolver that the namespace's resolv.conf names. */
export const PLAIN_DNS_ADDRESS = '198.51.100.53';

/** The DoH resolvers, by their place in resolvers.ts. */
export const DOH_ADDRESSES = { browser: '198.51.100.11', resolver: '198.51.100.12', second: '198.51.100.13' };

/** The proxies, on different ports; but for the one on the device itself. */
export const PROXY_ADDRESS = '198.51.100.90';

/** Of 192.0.2.0/24, RFC 5737, where nothing in the lab answers: the canary and its controls. */
export const CANARY_ADDRESS = '192.0.2.53';
export const controlAddress = (index) => `192.0.2.${index}`;

/** Address of the site at that place in the table, counted from 0; one that has an address of its own choice leaves its number unused. */
export function siteAddress(index) {
  if (index >= 126) throw new Error('more sites than addresses: give them a second range');
  return `203.0.113.${index + 1}`;
}

/** The addresses of the provider whose servers tell how a connection was opened. */
export const PROVIDERS_RANGE = '203.0.113.128/25';

/** Sites of that provider, counted from 0. */
export const providersAddress = (index) => `203.0.113.${128 + index}`;

/** Sites that forge the provider's word: far from its range, and just before it. */
export const FORGED_ADDRESSES = { far: '198.51.100.200', near: '203.0.113.127' };

/** Of RFC 2544's 198.18.0.0/15: the sites with HTTP/3, counted from 0. */
export const http3Address = (index) => `198.18.3.${index + 1}`;

/** Likewise: the cases of measure-rows.ts, each with an address of its own, counted from 0. */
export const caseAddress = (index) => `198.19.${Math.floor(index / 250)}.${(index % 250) + 1}`;

/** Sites that are there for what their addresses are, local-sites.ts. */
export const LOCAL_ADDRESSES = {
  /** RFC 1918. */
  router: '192.168.77.1',
  nas: '192.168.77.2',
  private: '192.168.77.10',
  /** RFC 3927. */
  linkLocal: '169.254.77.10',
  /** RFC 1122 §3.2.1.3. */
  loopback: '127.0.1.10',
  /** RFC 6598, 100.64.0.0/10. */
  carrierNat: '100.64.77.10',
  /** RFC 2544, 198.18.0.0/15, out of which local VPN clients answer every name: not local. */
  vpn: '198.18.0.10',
};

/** The site that is visited by its address, the web server's admin port, and the SOCKS proxy of the device itself. */
export const LOOPBACK_ADDRESS = '127.0.0.1';

/** Ranges that the namespace answers in, every address of them, besides 127.0.0.0/8. */
export const ROUTED_RANGES = [
  '203.0.113.0/24',
  '198.51.100.0/24',
  '192.168.77.0/24',
  '169.254.77.0/24',
  '100.64.77.0/24',
  '198.18.0.0/24',
  '198.18.3.0/24',
  '198.19.0.0/16',
];
