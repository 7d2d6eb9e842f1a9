// The hosts of each page: in memory for as long as the background lives, and in storage.session as one small entry a host,
// written at once when there is anything new, so that thousands of requests to hosts that are known cost nothing. Imports
// shared only.

import type { HostPrediction, PageHosts, Transport } from '../shared/facts.ts';
import type { SessionStorage, SubresourceResponse } from '../shared/ports.ts';
import { nextNavigationId, type Page, type TabRecord } from './navigation.ts';
import { afterSubresource, type HostRecord, isOf, isToBeLookedUp, pagesOf, tellsName, toldName } from './page-hosts.ts';

/** A page may go on for ever; beyond so many hosts it is only said that there are more. */
const MAX_HOSTS = 1_000;

/** Of all pages together, half of what storage.session takes; beyond it a page has its first hosts still. */
const MAX_ALL_HOSTS = 5_000;
const FIRST_HOSTS = 50;

const PREFIX = 'host:';
/** No host has an empty name: that entry has what is known of the list. */
const keyOf = (navigationId: string, host = ''): string => `${PREFIX}${navigationId}:${host}`;

/** Hears of every host of which there is anything new; what it answers stands with the host. */
type Count = (navigationId: string, record: HostRecord) => HostRecord['counted'];

type ListFacts = Pick<PageHosts, 'isCapped' | 'lookUp'>;

interface HostList {
  records: Map<string, HostRecord>;
  facts: ListFacts;
  /** As it was last told: the same facts are the same object. */
  told: PageHosts | null;
}

const newList = (): HostList => ({ records: new Map(), facts: { isCapped: false, lookUp: 'not-asked' }, told: null });

export class HostStore {
  readonly #session: SessionStorage;
  readonly #count: Count;
  /** By navigation. */
  readonly #lists = new Map<string, HostList>();

  constructor(session: SessionStorage, count: Count) {
    this.#session = session;
    this.#count = count;
  }

  /** Takes over what an earlier background left of pages that there still are. Only this module writes these entries. */
  restore(stored: Record<string, unknown>, tabs: TabRecord[]): void {
    const live = new Set(tabs.flatMap((tab) => [tab.page?.facts.navigationId, nextNavigationId(tab)]));
    const dead: string[] = [];
    const records: [string, HostRecord][] = [];
    for (const [key, value] of Object.entries(stored)) {
      if (!key.startsWith(PREFIX)) continue;
      const navigationId = key.slice(PREFIX.length, key.indexOf(':', PREFIX.length));
      if (!live.has(navigationId)) dead.push(key);
      else if (key === keyOf(navigationId)) this.#list(navigationId).facts = value as ListFacts;
      else records.push([navigationId, value as HostRecord]);
    }
    records.sort(([, one], [, other]) => one.firstSeenMs - other.firstSeenMs);
    for (const [navigationId, record] of records) this.#list(navigationId).records.set(record.host, record);
    if (dead.length > 0) void this.#session.remove(dead);
  }

  of({ facts: { navigationId, arrival }, wasPrerendered }: Page): PageHosts {
    const list = this.#list(navigationId);
    // What such a page had reached before it was shown, nobody told.
    const isUnseen = wasPrerendered || arrival === 'unseen' || arrival === 'back-forward-cache';
    const isCapped = list.facts.isCapped || isUnseen;
    if (list.told?.isCapped !== isCapped) {
      list.told = { hosts: [...list.records.values()].map(toFacts), isCapped, lookUp: list.facts.lookUp };
    }
    return list.told;
  }

  /** Counts the hosts of a page, where that was not done yet. */
  countAll({ facts: { navigationId } }: Page): void {
    for (const record of this.#lists.get(navigationId)?.records.values() ?? []) {
      const counted = this.#count(navigationId, record);
      if (counted !== record.counted) this.#store(navigationId, { ...record, counted });
    }
  }

  /** `grew`: there is something new about the page that is shown; `toldName`: its own name. */
  see(tab: TabRecord, subresource: SubresourceResponse, nowMs: number): { grew: boolean; toldName: boolean } {
    const outcome = { grew: false, toldName: false };
    for (const { navigationId, host, isShown } of pagesOf(tab, subresource, nowMs)) {
      if (subresource.host !== host) {
        const grew = this.#record(navigationId, subresource);
        outcome.grew ||= grew && isShown;
      } else if (tellsName(subresource)) {
        if (isShown) outcome.toldName = true;
        else this.#record(navigationId, subresource);
      }
    }
    return outcome;
  }

  #record(navigationId: string, subresource: SubresourceResponse): boolean {
    const list = this.#list(navigationId);
    const known = list.records.get(subresource.host);
    if (known === undefined && list.records.size >= this.#mostHosts()) {
      if (list.facts.isCapped) return false;
      this.#change(navigationId, { isCapped: true });
      return true;
    }
    const record = afterSubresource(known, subresource);
    if (record === known) return false;
    this.#put(navigationId, record);
    return true;
  }

  #mostHosts(): number {
    let all = 0;
    for (const { records } of this.#lists.values()) all += records.size;
    return all < MAX_ALL_HOSTS ? MAX_HOSTS : FIRST_HOSTS;
  }

  /** The tab shows another page than before: what was seen of it while it came stays. True when that named it. */
  turnTo(before: Page | null, page: Page, nowMs: number): boolean {
    const { navigationId, host } = page.facts;
    if (before !== null) this.forget([before.facts.navigationId]);
    const list = this.#lists.get(navigationId);
    if (list === undefined) return false;
    const own = list.records.get(host);
    const isItsOwn = (one: HostRecord) => isOf(page, { topHost: one.grewUnder, timeMs: one.grewAtMs }, nowMs);
    const over = [...list.records.values()].filter((one) => one === own || !isItsOwn(one));
    for (const one of over) list.records.delete(one.host);
    if (over.length > 0) void this.#session.remove(over.map((one) => keyOf(navigationId, one.host)));
    list.told = null;
    return own !== undefined && toldName(own) && isItsOwn(own);
  }

  forget(navigationIds: string[]): void {
    for (const navigationId of navigationIds) {
      const list = this.#lists.get(navigationId);
      this.#lists.delete(navigationId);
      if (list === undefined) continue;
      const hosts = [...list.records.keys(), ''];
      void this.#session.remove(hosts.map((host) => keyOf(navigationId, host)));
    }
  }

  /** The first hosts that a resolver could tell something about. */
  toLookUp(navigationId: string, most: number): HostRecord[] {
    const records = [...(this.#lists.get(navigationId)?.records.values() ?? [])];
    const asked = records.filter(({ prediction }) => prediction !== null).length;
    return records.filter(isToBeLookedUp).slice(0, Math.max(0, most - asked));
  }

  lookUpState(navigationId: string): PageHosts['lookUp'] {
    return this.#lists.get(navigationId)?.facts.lookUp ?? 'not-asked';
  }

  setLookUpState(navigationId: string, lookUp: PageHosts['lookUp']): void {
    this.#change(navigationId, { lookUp });
  }

  /** Their connections were measured after all, request by request. */
  forgetUntold(navigationId: string, hosts: string[]): void {
    const { records } = this.#list(navigationId);
    for (const host of new Set(hosts)) {
      const record = records.get(host);
      if (record === undefined) continue;
      const isTold = (way: Transport) => way !== 'untold' && way !== 'cached';
      const { ways, liveWays } = record;
      this.#put(navigationId, { ...record, ways: ways.filter(isTold), liveWays: liveWays.filter(isTold) });
    }
  }

  /** Dropped where the page is gone, or where the host was meanwhile seen to be past predicting. */
  predict(navigationId: string, host: string, prediction: HostPrediction): void {
    const record = this.#lists.get(navigationId)?.records.get(host);
    if (record?.prediction === null) this.#put(navigationId, { ...record, prediction });
  }

  #list(navigationId: string): HostList {
    const list = this.#lists.get(navigationId) ?? newList();
    this.#lists.set(navigationId, list);
    return list;
  }

  #change(navigationId: string, change: Partial<ListFacts>): void {
    const list = this.#lists.get(navigationId);
    if (list === undefined) return;
    list.facts = { ...list.facts, ...change };
    list.told = null;
    void this.#session.put({ [keyOf(navigationId)]: list.facts });
  }

  #put(navigationId: string, record: HostRecord): void {
    this.#list(navigationId).told = null;
    this.#store(navigationId, { ...record, counted: this.#count(navigationId, record) });
  }

  #store(navigationId: string, record: HostRecord): void {
    this.#list(navigationId).records.set(record.host, record);
    void this.#session.put({ [keyOf(navigationId, record.host)]: record });
  }
}

const toFacts = ({ host, ways, addedRoot, connection, prediction }: HostRecord): PageHosts['hosts'][number] => ({
  host,
  ways,
  addedRoot,
  connection,
  prediction,
});
