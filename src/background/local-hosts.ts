// Hosts that answered from an address of this device or of the network around it in this session: a public resolver is not asked
// about them, also not when their page comes from a cache, which has no address. One entry in storage.session, without names of
// private windows, which are in memory alone.

import type { ConnectionFacts } from '../shared/facts.ts';
import { isLocalAddress } from '../shared/local-address.ts';
import type { SessionStorage } from '../shared/ports.ts';

const KEY = 'local-hosts';

/** Beyond it the oldest are forgotten: no home has as many. */
const MAX_HOSTS = 500;

/** So many sites of different owners at one local address are behind a proxy, which Chromium does not report. */
const SITES_OF_A_PROXY = 3;

/** Where a host answered from; null for anywhere else, or where it is unknown. */
export type Locality = 'local' | 'behind-proxy' | null;

interface LocalHost {
  address: string;
  isKept: boolean;
}

export class LocalHosts {
  readonly #session: SessionStorage;
  /** Oldest first. */
  #hosts = new Map<string, LocalHost>();

  constructor(session: SessionStorage) {
    this.#session = session;
  }

  restore(stored: Record<string, unknown>): void {
    const kept = (stored[KEY] as [host: string, address: string][] | undefined) ?? [];
    this.#hosts = new Map([
      ...kept.map(([host, address]): [string, LocalHost] => [host, { address, isKept: true }]),
      ...this.#hosts,
    ]);
  }

  of(host: string): Locality {
    const known = this.#hosts.get(host);
    if (known === undefined) return null;
    const sites = new Set<string>();
    for (const [other, { address }] of this.#hosts) if (address === known.address) sites.add(siteOf(other));
    return sites.size >= SITES_OF_A_PROXY ? 'behind-proxy' : 'local';
  }

  /** What a response says of its host. Through a reported proxy the address is the proxy's; a cache has none, or that of then. */
  record(
    host: string,
    { address, proxy }: Pick<ConnectionFacts, 'address' | 'proxy'>,
    { private: isPrivate, live }: { private: boolean; live: boolean },
  ): void {
    if (address === null || proxy !== null) return;
    if (isLocalAddress(address)) this.#add(host, address, !isPrivate);
    else if (live) this.#remove(host);
  }

  #add(host: string, address: string, isKept: boolean): void {
    const known = this.#hosts.get(host);
    if (known?.address === address && (known.isKept || !isKept)) return;
    this.#hosts.set(host, { address, isKept: isKept || known?.isKept === true });
    const [oldest] = this.#hosts.keys();
    if (this.#hosts.size > MAX_HOSTS && oldest !== undefined) this.#hosts.delete(oldest);
    if (isKept) this.#store();
  }

  /** The device is in another network by now, or the name has moved. */
  #remove(host: string): void {
    const wasKept = this.#hosts.get(host)?.isKept === true;
    this.#hosts.delete(host);
    if (wasKept) this.#store();
  }

  #store(): void {
    const kept = [...this.#hosts].filter(([, { isKept }]) => isKept).map(([host, { address }]) => [host, address]);
    void this.#session.put({ [KEY]: kept });
  }
}

/** The last two labels: enough to tell several owners from one. */
const siteOf = (host: string): string => host.split('.').slice(-2).join('.');
