// Which proxies are tunnels, for every connection of a visit.

import type { ProxyFacts, Tunnel } from './facts.ts';
import { isLoopback } from './site-address.ts';

export function tunnelOf(proxy: ProxyFacts | null): Tunnel | null {
  if (proxy === null) return null;
  const { type, host } = proxy;
  // Firefox writes a Unix socket as a file: URL.
  if (isLoopback({ host }) || host.startsWith('file:')) return 'device-proxy';
  return type === 'https' || type === 'masque' ? 'tls-proxy' : null;
}
