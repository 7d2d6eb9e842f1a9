/** The namespace's own end of its cable: the source address of every connection but those to loopback. */
export const CLIENT_ADDRESS: string;
/** The resolver that the namespace's resolv.conf names. */
export const PLAIN_DNS_ADDRESS: string;
/** The DoH resolvers, by their place in resolvers.ts. */
export const DOH_ADDRESSES: Readonly<Record<'browser' | 'resolver' | 'second', string>>;
/** Both proxies, on different ports. */
export const PROXY_ADDRESS: string;
/** Where nothing in the lab answers: the canary. */
export const CANARY_ADDRESS: string;
/** Likewise, for the canary's controls. */
export function controlAddress(index: number): string;
/** Address of the site at that place in the table, counted from 0. Throws when the range is full. */
export function siteAddress(index: number): string;
/** The addresses of the provider whose servers tell how a connection was opened. */
export const PROVIDERS_RANGE: string;
/** Sites of that provider, counted from 0. */
export function providersAddress(index: number): string;
/** Sites that forge the provider's word. */
export const FORGED_ADDRESSES: Readonly<Record<'far' | 'near', string>>;
/** Address of the site with HTTP/3 at that place, counted from 0. */
export function http3Address(index: number): string;
/** Address of the case of measure-rows.ts at that place, counted from 0. */
export function caseAddress(index: number): string;
/** Sites that are there for what their addresses are. */
export const LOCAL_ADDRESSES: Readonly<
  Record<'router' | 'nas' | 'private' | 'linkLocal' | 'loopback' | 'carrierNat' | 'vpn', string>
>;
/** The site that is visited by its address, and the web server's admin port. */
export const LOOPBACK_ADDRESS: string;
/** Ranges that the namespace answers in, every address of them, besides 127.0.0.0/8. */
export const ROUTED_RANGES: readonly string[];
