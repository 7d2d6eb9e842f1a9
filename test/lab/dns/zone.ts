// The names that exist, and the views on them. A view is one resolver's idea of the world: the shared zone, changed for
// some names, with its own answer for the canary and its own faults. Everything can be switched while the lab runs.

import { CANARY_ADDRESS, controlAddress } from '../addresses.mjs';
import type { ServiceBinding } from '../service-binding.ts';
import type { Fault } from './faults.ts';
import { type Query, type ResourceData, type ResourceRecord, type Response, TYPE } from './message.ts';

/** The records of one name. A name with an empty set exists and has no data. */
export interface RecordSet {
  a?: readonly string[];
  aaaa?: readonly Uint8Array[];
  cname?: string;
  /** Bindings, or RDATA to be served as it is. */
  https?: readonly (ServiceBinding | Uint8Array)[];
  /** Default: 60. */
  ttlSeconds?: number;
}

/** Keys are lower-case names without the last dot; `*.` in front stands for every name below that is not there (RFC 4592). */
export type Zone = Map<string, RecordSet>;

/** What a view answers for use-application-dns.net; anything but `noerror` asks Firefox to leave its default DoH off. */
export type Canary = 'noerror' | 'nxdomain' | 'nodata' | 'zero-address' | 'servfail' | 'refused';

export type ViewId = 'browser' | 'resolver' | 'second' | 'network';

export const CANARY_NAME = 'use-application-dns.net';
/** Names that browsers and Overheard ask about besides the lab's sites: the canary and its controls. */
export const CONTROL_NAMES: readonly string[] = [CANARY_NAME, 'firefox.com', 'mozilla.org'];
const DEFAULT_TTL_SECONDS = 60;
const ALIAS_LIMIT = 8;

export class View {
  /** The answer for the canary name. */
  canary: Canary = 'noerror';
  /** Sets AD in every answer, as a validating resolver does for a signed name. */
  authenticated = false;
  /** Pads every answer to a multiple of 468 bytes, RFC 8467 §4.2. */
  padded = false;
  /** Answers FORMERR to every query with EDNS Client Subnet, as some resolvers do that do not know the option. */
  refusesClientSubnet = false;
  /** HTTP header fields that this view's DoH answers carry besides the usual ones, such as `age`. */
  httpHeaders: Record<string, string> = {};

  readonly id: ViewId;
  readonly #zone: Zone;
  readonly #overrides = new Map<string, RecordSet | undefined>();
  readonly #faults = new Map<string, Fault>();

  /** The zone is this view's own from the start; `override` lies on top of it. */
  constructor(id: ViewId, zone: Zone) {
    this.id = id;
    this.#zone = zone;
  }

  /** Back to how the view was at the start. */
  reset(): void {
    this.canary = 'noerror';
    this.authenticated = false;
    this.padded = false;
    this.refusesClientSubnet = false;
    this.httpHeaders = {};
    this.#overrides.clear();
    this.#faults.clear();
  }

  /** Replaces what this view knows of a name; `undefined` makes the name unknown. */
  override(name: string, records: RecordSet | undefined): void {
    this.#overrides.set(name, records);
  }

  /** Takes an override back. */
  restore(name: string): void {
    this.#overrides.delete(name);
  }

  /** Makes answers go wrong, for one name, for all below one (`*.many.example`) or, without one, for all. The nearest wins. */
  setFault(fault: Fault, name = '*'): void {
    this.#faults.set(name, fault);
  }

  /** Ends the fault of one name or, without one, all faults. */
  clearFault(name?: string): void {
    if (name === undefined) this.#faults.clear();
    else this.#faults.delete(name);
  }

  faultFor(name: string): Fault | undefined {
    return this.#faults.get(nearest(name, (key) => this.#faults.has(key)) ?? '*');
  }

  answer(query: Query): Response {
    if (this.refusesClientSubnet && query.edns?.clientSubnet) return this.#finish('FORMERR', query, []);
    if (query.name.toLowerCase() === CANARY_NAME && this.canary !== 'noerror') return this.#answerCanary(query);
    const answers: ResourceRecord[] = [];
    let owner = query.name;
    for (let step = 0; step <= ALIAS_LIMIT; step += 1) {
      const records = this.#lookup(owner);
      if (!records) return this.#finish('NXDOMAIN', query, answers);
      const ttlSeconds = records.ttlSeconds ?? DEFAULT_TTL_SECONDS;
      if (records.cname === undefined || query.type === TYPE.CNAME) {
        answers.push(...select(records, query.type).map((data) => ({ name: owner, ttlSeconds, data })));
        return this.#finish('NOERROR', query, answers);
      }
      answers.push({ name: owner, ttlSeconds, data: { type: 'CNAME', target: records.cname } });
      owner = records.cname;
    }
    return this.#finish('SERVFAIL', query, []);
  }

  #lookup(name: string): RecordSet | undefined {
    const key = nearest(name, (candidate) => this.#overrides.has(candidate) || this.#zone.has(candidate));
    if (key === undefined) return undefined;
    return this.#overrides.has(key) ? this.#overrides.get(key) : this.#zone.get(key);
  }

  #answerCanary(query: Query): Response {
    switch (this.canary) {
      case 'nxdomain':
        return this.#finish('NXDOMAIN', query, []);
      case 'servfail':
        return this.#finish('SERVFAIL', query, []);
      case 'refused':
        return this.#finish('REFUSED', query, []);
      default: {
        const records = this.canary === 'zero-address' ? { a: ['0.0.0.0'] } : {};
        const answers = select(records, query.type).map((data) => ({ name: query.name, ttlSeconds: 1, data }));
        return this.#finish('NOERROR', query, answers);
      }
    }
  }

  /** Adds the SOA record that says how long a negative answer may be kept, RFC 2308 §3. */
  #finish(rcode: Response['rcode'], query: Query, answers: readonly ResourceRecord[]): Response {
    const negative =
      rcode === 'NXDOMAIN' || (rcode === 'NOERROR' && !answers.some(({ data }) => TYPE[data.type] === query.type));
    const apex = query.name.split('.').at(-1) ?? '';
    const soa: ResourceRecord = {
      name: apex,
      ttlSeconds: DEFAULT_TTL_SECONDS,
      data: { type: 'SOA', minimumSeconds: DEFAULT_TTL_SECONDS },
    };
    return {
      rcode,
      answers,
      authorities: negative ? [soa] : [],
      authenticated: this.authenticated,
      padded: this.padded,
    };
  }
}

/** The key that stands for a name: itself, or the wildcard closest to it. */
function nearest(name: string, isThere: (key: string) => boolean): string | undefined {
  const labels = name.toLowerCase().split('.');
  const wildcards = labels.slice(1).map((_, index) => ['*', ...labels.slice(index + 1)].join('.'));
  return [labels.join('.'), ...wildcards].find(isThere);
}

function select(records: RecordSet, type: number): ResourceData[] {
  switch (type) {
    case TYPE.A:
      return (records.a ?? []).map((address) => ({ type: 'A', address }));
    case TYPE.AAAA:
      return (records.aaaa ?? []).map((address) => ({ type: 'AAAA', address }));
    case TYPE.CNAME:
      return records.cname === undefined ? [] : [{ type: 'CNAME', target: records.cname }];
    case TYPE.HTTPS:
      return (records.https ?? []).map((binding) => ({ type: 'HTTPS', binding }));
    default:
      return [];
  }
}

/** The records of the control names: addresses where nothing in the lab answers. */
export function controlNames(): Zone {
  return new Map(
    CONTROL_NAMES.map((name, index) => [name, { a: [name === CANARY_NAME ? CANARY_ADDRESS : controlAddress(index)] }]),
  );
}
