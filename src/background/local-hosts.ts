// Hosts that answered from an address of this device or of the network around it in this session: a public resolver is not asked
// about them, also not when their page comes from a cache, which has no address. One entry in storage.session, without names of
// private windows, which are in memory alone.

import type { ConnectionFacts } from '../shared/facts.ts';
import { isLocalAddress } from '../shared/local-address.ts';
import type { SessionStorage } from '../shared/ports.ts';

const KEY = 'local-hosts';

/** Beyond it the oldest are forgotten: no home has as many. */
const MAX_HOSTS = 500;

export class LocalHosts {
  readonly #session: SessionStorage;
  /** Oldest first; true where it is kept in storage. */
  #hosts = new Map<string, boolean>();

  constructor(session: SessionStorage) {
    this.#session = session;
  }

  restore(stored: Record<string, unknown>): void {
    const kept = (stored[KEY] as string[] | undefined) ?? [];
    this.#hosts = new Map([...kept.map((host): [string, boolean] => [host, true]), ...this.#hosts]);
  }

  has(host: string): boolean {
    return this.#hosts.has(host);
  }

  /** What a response says of its host. Through a proxy the address is the proxy's; a cache says nothing, or the address of then. */
  see(
    host: string,
    { address, proxy }: Pick<ConnectionFacts, 'address' | 'proxy'>,
    { private: isPrivate, live }: { private: boolean; live: boolean },
  ): void {
    if (address === null || proxy !== null) return;
    if (isLocalAddress(address)) this.#add(host, !isPrivate);
    else if (live) this.#remove(host);
  }

  #add(host: string, isKept: boolean): void {
    if (this.#hosts.get(host) === isKept || this.#hosts.get(host) === true) return;
    this.#hosts.set(host, isKept);
    const [oldest] = this.#hosts.keys();
    if (this.#hosts.size > MAX_HOSTS && oldest !== undefined) this.#hosts.delete(oldest);
    if (isKept) this.#store();
  }

  /** The device is in another network by now, or the name has moved. */
  #remove(host: string): void {
    const wasKept = this.#hosts.get(host) === true;
    this.#hosts.delete(host);
    if (wasKept) this.#store();
  }

  #store(): void {
    const kept = [...this.#hosts].filter(([, isKept]) => isKept).map(([host]) => host);
    void this.#session.put({ [KEY]: kept });
  }
}
