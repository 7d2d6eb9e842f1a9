// Which resolvers refuse the EDNS Client Subnet option (RFC 7871), so that not every lookup costs a query that is answered FORMERR.
// They are offered it again after an hour: resolvers are updated, too.

import type { DohTemplate } from '../shared/doh-template.ts';

const REMEMBERED_MS = 3_600_000;

/** More than anybody tries in an hour: the oldest go. */
const MOST = 100;

export class SubnetRefusals {
  /** Unix milliseconds by base address, oldest first. */
  readonly #refusedAtMs = new Map<string, number>();

  isRefused({ base }: DohTemplate, nowMs: number): boolean {
    const atMs = this.#refusedAtMs.get(base);
    // After the clock was set back nobody knows how long ago that was.
    return atMs !== undefined && atMs <= nowMs && nowMs < atMs + REMEMBERED_MS;
  }

  add({ base }: DohTemplate, nowMs: number): void {
    this.#refusedAtMs.delete(base);
    this.#refusedAtMs.set(base, nowMs);
    for (const oldest of [...this.#refusedAtMs.keys()].slice(0, -MOST)) this.#refusedAtMs.delete(oldest);
  }
}
