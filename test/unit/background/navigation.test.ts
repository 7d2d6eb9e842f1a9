import { describe, expect, it } from 'vitest';
import { afterEvent, changePage, newTab, type TabRecord } from '../../../src/background/navigation.ts';
import type { NavigationEvent } from '../../../src/shared/ports.ts';
import { connection } from '../assess/facts-builder.ts';
import { redirectedVisit, visit } from './visit.ts';

type TabEvent = Parameters<typeof afterEvent>[1];

const played = (events: NavigationEvent[], tab: TabRecord = newTab(1)): TabRecord =>
  events.reduce((record, event) => afterEvent(record, event as TabEvent), tab);

const NEWS = 'https://news.example/today';
const committed = (url: string, historyMove = false): NavigationEvent => ({
  kind: 'committed',
  tabId: 1,
  url,
  historyMove,
});

describe('a committed page', () => {
  it('with a response came from the network', () => {
    const { page } = played(visit(NEWS));
    expect(page?.facts).toMatchObject({ host: 'news.example', arrival: 'network', clearHops: [], failure: null });
    expect(page?.connection?.usedEch).toBe(true);
  });

  it('with a cached response came from the cache', () => {
    expect(played(visit(NEWS, { fromCache: true })).page?.facts.arrival).toBe('http-cache');
  });

  it('with a request alone came from a service worker', () => {
    const [request] = visit(NEWS);
    expect(played([request!, committed(NEWS)]).page?.facts.arrival).toBe('service-worker');
  });

  it('without a request came from the back-forward cache, or nobody told', () => {
    expect(played([committed(NEWS, true)]).page?.facts.arrival).toBe('back-forward-cache');
    expect(played([committed(NEWS)]).page?.facts.arrival).toBe('untold');
  });

  it('takes a response that is told after the commit', () => {
    const [request, response] = visit(NEWS);
    const tab = played([request!, committed(NEWS), response!]);
    expect(tab.page?.facts.arrival).toBe('network');
    expect(tab.page?.connection).toEqual(connection());
  });

  it('has a name of its own each time', () => {
    const once = played(visit(NEWS));
    expect(played(visit(NEWS), once).page?.facts.navigationId).not.toBe(once.page?.facts.navigationId);
  });

  it('is found by its address without the fragment', () => {
    const [request, response] = visit(`${NEWS}#top`);
    expect(played([request!, response!, committed(`${NEWS}#end`)]).page?.facts.arrival).toBe('network');
  });
});

describe('a 304', () => {
  it('keeps the live answer when the cached one follows', () => {
    const requestId = 'r';
    const [request, live] = visit(NEWS, { requestId });
    const [, cached] = visit(NEWS, { requestId, fromCache: true, connection: connection({ usedEch: false }) });
    const { page } = played([request!, live!, cached!, committed(NEWS)]);
    expect(page?.facts.arrival).toBe('network');
    expect(page?.connection?.usedEch).toBe(true);
  });
});

describe('a redirect', () => {
  it('over http: is a hop in clear', () => {
    const { page } = played(redirectedVisit('http://go.example/', NEWS));
    expect(page?.facts).toMatchObject({ host: 'news.example', clearHops: ['go.example'], arrival: 'network' });
  });

  it('keeps the hop when the target is told as a new request with the same id', () => {
    const [request, redirect, again] = redirectedVisit('http://go.example/', NEWS);
    expect(played([request!, redirect!, again!]).attempt?.clearHops).toEqual(['go.example']);
  });

  it('inside the browser is none', () => {
    const { page } = played(redirectedVisit('http://news.example/', NEWS, { contacted: false }));
    expect(page?.facts.clearHops).toEqual([]);
  });

  it('over https: is none', () => {
    expect(played(redirectedVisit('https://go.example/', NEWS)).page?.facts.clearHops).toEqual([]);
  });

  it('is not mistaken for its target by a late answer about it', () => {
    const requestId = 'r';
    const from = 'https://go.example/';
    const [request, late] = visit(from, { requestId, connection: connection({ address: '192.0.2.99' }) });
    const redirect: NavigationEvent = { kind: 'redirect', tabId: 1, requestId, from, to: NEWS, contacted: true };
    const [, response, commit] = visit(NEWS, { requestId });
    const { page } = played([request!, redirect, late!, response!, commit!]);
    expect(page?.connection?.address).toBe('192.0.2.7');
    expect(played([request!, redirect, late!, commit!]).page?.facts.arrival).toBe('service-worker');
  });
});

describe('a failure', () => {
  const failure = (error: string): NavigationEvent[] => {
    const [request] = visit(NEWS, { requestId: 'f' });
    return [request!, { kind: 'failed', tabId: 1, requestId: 'f', error }];
  };

  it('is shown with the browser’s words', () => {
    expect(played(failure('net::ERR_CONNECTION_RESET')).page?.facts.failure).toBe('net::ERR_CONNECTION_RESET');
  });

  it('stays when Firefox commits its error page', () => {
    const tab = played([...failure('NS_ERROR_UNKNOWN_HOST'), committed(NEWS)]);
    expect(tab.page?.facts.failure).toBe('NS_ERROR_UNKNOWN_HOST');
  });

  it('is gone with the next page', () => {
    expect(played([...failure('NS_ERROR_UNKNOWN_HOST'), ...visit(NEWS)]).page?.facts.failure).toBeNull();
  });

  it.each(['net::ERR_ABORTED', 'NS_BINDING_ABORTED', 'NS_ERROR_ABORT'])('%s leaves the page as it was', (error) => {
    const before = played(visit('https://old.example/'));
    const tab = played(failure(error), before);
    expect(tab.page).toBe(before.page);
    expect(tab.attempt).toBeNull();
  });

  it('of another request changes nothing', () => {
    const before = played(visit(NEWS));
    expect(played([{ kind: 'failed', tabId: 1, requestId: 'other', error: 'x' }], before)).toBe(before);
  });
});

describe('an attempt', () => {
  it('leaves the page in place until it commits', () => {
    const before = played(visit('https://old.example/'));
    const [request, response] = visit(NEWS);
    expect(played([request!, response!], before).page).toBe(before.page);
  });
});

describe('changePage', () => {
  it('drops what belongs to another navigation', () => {
    const tab = played(visit(NEWS));
    expect(changePage(tab, 'stale', (page) => ({ ...page, connection: null }))).toBe(tab);
    expect(
      changePage(tab, tab.page!.facts.navigationId, (page) => ({ ...page, connection: null })).page?.connection,
    ).toBeNull();
  });
});
