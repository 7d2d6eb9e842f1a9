// The resolvers that may be asked, and the answers that they gave. Policy is checked again before every query, since a chain of
// aliases may lead to any name.

import type { LookUpOptions, LookupCache } from '../doh/cache.ts';
import { lookUpHttps, type Resolver } from '../doh/lookup.ts';
import { SubnetRefusals } from '../doh/subnet-refusals.ts';
import type { HttpsLookup } from '../shared/lookup.ts';
import { isExcluded } from '../shared/managed.ts';
import type { Platform, ResolveBySystem } from '../shared/ports.ts';
import type { QueryPurpose } from '../shared/query-log.ts';
import { type ResolverChoice, templateOf } from '../shared/settings.ts';
import type { LiveSettings } from './live-settings.ts';

export class Resolvers {
  readonly #platform: Platform;
  readonly #settings: LiveSettings;
  readonly #cache: LookupCache;
  readonly #subnetRefusals = new SubnetRefusals();

  constructor(platform: Platform, settings: LiveSettings, cache: LookupCache) {
    this.#platform = platform;
    this.#settings = settings;
    this.#cache = cache;
  }

  /** As src/doh wants it; null when none was chosen. */
  byHttps(choice: ResolverChoice | null, purpose: QueryPurpose, origin: { private: boolean }): Resolver | null {
    const template = templateOf(choice);
    if (template === null) return null;
    const { fetchFor, now, online } = this.#platform;
    const bars = (name: string) => this.#isExcluded(name);
    return {
      template,
      fetch: fetchFor(purpose, origin),
      now,
      online,
      bars,
      subnetRefusals: this.#subnetRefusals,
    };
  }

  /** The network's own, which has no answer for what it may not be asked about; null in Chrome. */
  bySystem(purpose: QueryPurpose, origin: { private: boolean }): ResolveBySystem | null {
    const resolve = this.#platform.resolveBySystemFor?.(purpose, origin);
    if (resolve === undefined) return null;
    return async (name, family) =>
      this.#isExcluded(name.replace(/\.$/, '')) ? { kind: 'failed' } : resolve(name, family);
  }

  /** From the cache or from the resolver. */
  lookUp<Refusal = never>(
    resolver: Resolver,
    host: string,
    port: number,
    options: LookUpOptions<Refusal>,
  ): Promise<HttpsLookup | Refusal> {
    const { follow = 'cnames' } = options;
    const ask = () => lookUpHttps(host, port, resolver, { follow });
    return this.#cache.lookUp(resolver.template, host, port, ask, options);
  }

  #isExcluded(name: string): boolean {
    return isExcluded(name, this.#settings.current.managed.neverAsk);
  }
}
