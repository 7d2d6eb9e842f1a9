import { describe, expect, it } from 'vitest';
import { afterEvent, unseenPage } from '../../../src/background/navigation.ts';
import { changePage, newTab, type TabRecord } from '../../../src/background/tab-record.ts';
import type { Observation } from '../../../src/shared/facts.ts';
import type { NavigationEvent } from '../../../src/shared/ports.ts';
import { connection } from '../assess/facts-builder.ts';
import { COMMITTED_AT_MS, committed, completed, redirect, redirectedVisit, visit } from './visit.ts';

type TabEvent = Parameters<typeof afterEvent>[1];

const played = (events: NavigationEvent[], tab: TabRecord = newTab(1)): TabRecord =>
  events.reduce((record, event) => afterEvent(record, event as TabEvent), tab);

const NEWS = 'https://news.example/today';
describe('a committed page', () => {
  it('with a response came from the network', () => {
    const { page } = played(visit(NEWS));
    expect(page?.facts).toMatchObject({
      host: 'news.example',
      arrival: 'network',
      failure: null,
    });
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
    expect(played([committed(NEWS, { historyMove: true })]).page?.facts.arrival).toBe('back-forward-cache');
    expect(played([committed(NEWS)]).page?.facts.arrival).toBe('unreported');
  });

  it('takes a response that is told after the commit', () => {
    const [request, response] = visit(NEWS);
    const tab = played([request!, committed(NEWS), response!]);
    expect(tab.page?.facts.arrival).toBe('network');
    expect(tab.page?.connection).toEqual(connection());
  });

  // A background that was killed in between has not heard all of it.
  const requestId = 'l';
  const [request, response, commit] = visit(NEWS, { requestId });
  it.each([
    ['response', [request!, commit!]],
    ['response, which completed first', [request!, completed(NEWS, requestId), commit!]],
    ['request and response', [commit!]],
  ])(
    'whose %s was lost takes what is told at the end: the network brought it, and ECH is not known',
    (_lost, heard) => {
      const { page } = played([...heard, completed(NEWS, requestId)]);
      expect(page?.facts.arrival).toBe('network');
      expect(page?.connection?.usedEch).toBeNull();
    },
  );

  it('is not told anew at its end where its response was heard, and takes a response that is told after the end', () => {
    expect(played([request!, response!, commit!, completed(NEWS, requestId)]).page?.connection).toEqual(connection());
    const late = played([request!, commit!, completed(NEWS, requestId), response!]);
    expect(late.page?.connection).toEqual(connection());
  });

  it('takes no end of another request: a download of the same address', () => {
    const again: NavigationEvent = {
      kind: 'request',
      tabId: 1,
      requestId: 'd',
      url: NEWS,
      timeMs: COMMITTED_AT_MS + 5_000,
    };
    expect(played([commit!, again, completed(NEWS, 'd')]).page?.facts.arrival).toBe('unreported');
    expect(played([commit!, completed('https://other.example/', 'd')]).page?.facts.arrival).toBe('unreported');
  });

  it('has a name of its own each time', () => {
    const once = played(visit(NEWS));
    expect(played(visit(NEWS), once).page?.facts.navigationId).not.toBe(once.page?.facts.navigationId);
  });

  it('by a service worker takes no late answer about a redirect to it', () => {
    const requestId = 'r';
    const from = 'https://go.example/';
    const [request, late] = visit(from, { requestId });
    const onward = redirect(from, NEWS, { requestId });
    const { page } = played([request!, onward, committed(NEWS), late!]);
    expect(page?.facts.arrival).toBe('service-worker');
    expect(page?.connection).toBeNull();
  });
});

describe('a page that was prepared out of sight', () => {
  const OLD = visit('https://old.example/');
  const [request, response] = visit(NEWS, { requestId: 'p', connection: connection({ address: '192.0.2.50' }) });
  const ready: NavigationEvent = { kind: 'prerendered', tabId: 1, url: NEWS, documentId: 'D' };
  const prepared = played([...OLD, request!, response!, completed(NEWS, 'p'), ready]);
  const LATER = COMMITTED_AT_MS + 600_000;

  it('leaves the shown one as it is', () => {
    expect(prepared.page?.facts).toMatchObject({ host: 'old.example', navigationId: '1.1' });
  });

  it('has its own request’s facts, however late it is shown', () => {
    const { page, attempts } = played([committed(NEWS, { documentId: 'D', timeMs: LATER })], prepared);
    expect(page).toMatchObject({ facts: { arrival: 'network' }, wasPrerendered: true });
    expect(page?.connection?.address).toBe('192.0.2.50');
    expect(attempts).toEqual([]);
  });

  it('gives a document’s facts to no other document at the same address', () => {
    const { page } = played([committed(NEWS, { documentId: 'other', timeMs: COMMITTED_AT_MS + 1 })], prepared);
    expect(page).toMatchObject({ facts: { arrival: 'unreported' }, connection: null, wasPrerendered: false });
  });

  it('and whose request was not heard is unreported', () => {
    const { page } = played([...OLD, ready, committed(NEWS, { documentId: 'D', timeMs: LATER })]);
    expect(page).toMatchObject({ facts: { arrival: 'unreported' }, connection: null });
  });

  it('is gone with the page that had it prepared', () => {
    expect(played(visit('https://next.example/'), prepared).attempts).toEqual([]);
  });
});

describe('a tab that was discarded', () => {
  it('is restored by a commit without a request and then loads: what it loads counts', () => {
    const [request, response] = visit(NEWS);
    const later = (event: NavigationEvent): NavigationEvent =>
      'timeMs' in event ? { ...event, timeMs: event.timeMs + 1_000 } : event;
    const restored = played([committed('about:blank'), committed(NEWS)], played(visit(NEWS)));
    expect(restored.page).toMatchObject({ facts: { arrival: 'unreported' }, connection: null });
    const loading = played([later(request!), later(response!)], restored);
    expect(loading.page).toBe(restored.page);
    const { page } = played([later(committed(NEWS, { historyMove: true }))], loading);
    expect(page).toMatchObject({ facts: { arrival: 'network' }, connection: { usedEch: true } });
  });
});

describe('a clock that was set back', () => {
  const HOUR = 3_600_000;
  const earlier = (event: NavigationEvent): NavigationEvent =>
    'timeMs' in event ? { ...event, timeMs: event.timeMs - HOUR } : event;

  it('before a visit takes nothing from it', () => {
    const { page } = played(visit('https://next.example/').map(earlier), played(visit(NEWS)));
    expect(page?.facts).toMatchObject({ host: 'next.example', arrival: 'network' });
  });

  it('before a reload does not give its request to the page that is reloaded', () => {
    const [request, response, commit] = visit(NEWS).map(earlier);
    const shown = played([committed(NEWS)]);
    const loading = played([request!, response!], shown);
    expect(loading.page).toBe(shown.page);
    expect(played([commit!], loading).page?.facts.arrival).toBe('network');
  });

  it('after a download does not give its answer to a page at its address', () => {
    const [request, response] = visit(NEWS, { requestId: 'd' });
    const { page } = played([
      request!,
      response!,
      completed(NEWS, 'd'),
      earlier(committed(NEWS, { historyMove: true })),
    ]);
    expect(page?.facts.arrival).toBe('back-forward-cache');
  });
});

describe('events that overtake each other', () => {
  it('a commit before its whole request ends as the same page', () => {
    const events = redirectedVisit('http://go.example/', NEWS);
    const commit = events.at(-1)!;
    const { page } = played([commit, ...events.slice(0, -1)]);
    expect(page?.facts).toMatchObject({ arrival: 'network' });
    expect(page?.hops).toMatchObject([{ host: 'go.example', transports: ['cleartext'] }]);
    expect(page?.connection).toEqual(connection());
  });

  it('an error page before the failure that it shows is a failure all the same', () => {
    const [request] = visit(NEWS, { requestId: 'f' });
    const failed: NavigationEvent = {
      kind: 'failed',
      tabId: 1,
      requestId: 'f',
      error: 'NS_ERROR_UNKNOWN_HOST',
      timeMs: COMMITTED_AT_MS - 10,
    };
    expect(played([committed(NEWS), request!, failed]).page?.facts.failure).toBe('NS_ERROR_UNKNOWN_HOST');
  });

  it('a request that began after the commit is the next page', () => {
    const [request] = visit(NEWS);
    const later = { ...request, timeMs: COMMITTED_AT_MS + 1 } as NavigationEvent;
    const tab = played([committed(NEWS), later]);
    expect(tab.page?.facts.arrival).toBe('unreported');
    expect(tab.attempts).toHaveLength(1);
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

/** The hosts of those in which everyone on the way could read names. */
const clearHops = (hops: Observation[] | undefined) =>
  hops?.filter(({ names }) => names.length > 0).map(({ host }) => host);

describe('a redirect', () => {
  it('over http: is a hop in clear', () => {
    const { page } = played(redirectedVisit('http://go.example/', NEWS));
    expect(page?.facts).toMatchObject({ host: 'news.example', arrival: 'network' });
    expect(page?.hops).toMatchObject([
      { when: 'before', host: 'go.example', transports: ['cleartext'], names: ['go.example', 'news.example'] },
    ]);
  });

  it('keeps the hop when the target is told as a new request with the same id', () => {
    const [request, redirect, again] = redirectedVisit('http://go.example/', NEWS);
    expect(clearHops(played([request!, redirect!, again!]).attempts[0]?.hops)).toEqual(['go.example']);
  });

  it('that the browser told of only at the end may have been in clear', () => {
    const [request, redirect, again, response, commit] = redirectedVisit('http://go.example/', NEWS);
    const end = { ...commit, serverRedirect: true } as NavigationEvent;
    const unreported = played([again!, response!, end]);
    expect(unreported.page?.facts).toMatchObject({ arrival: 'network', redirectUnreported: true });
    expect(unreported.page?.hops).toEqual([]);
    expect(played([request!, redirect!, again!, response!, end]).page?.facts.redirectUnreported).toBe(false);
    // Told after the commit, as while the background wakes.
    const late = played([end, request!, redirect!, again!, response!]);
    expect(late.page?.facts).toMatchObject({ arrival: 'network', redirectUnreported: false });
    expect(clearHops(late.page?.hops)).toEqual(['go.example']);
  });

  it('inside the browser is none', () => {
    const { page } = played(redirectedVisit('http://news.example/', NEWS, { contacted: false }));
    expect(page?.hops).toEqual([]);
  });

  it('on this device is none', () => {
    expect(clearHops(played(redirectedVisit('http://localhost:3000/', NEWS)).page?.hops)).toEqual([]);
  });

  it('over https: is none', () => {
    expect(clearHops(played(redirectedVisit('https://go.example/', NEWS)).page?.hops)).toEqual([]);
  });

  it('is not mistaken for its target by a late answer about it', () => {
    const requestId = 'r';
    const from = 'https://go.example/';
    const [request, late] = visit(from, { requestId, connection: connection({ address: '192.0.2.99' }) });
    const onward = redirect(from, NEWS, { requestId });
    const [, response, commit] = visit(NEWS, { requestId });
    const { page } = played([request!, onward, late!, response!, commit!]);
    expect(page?.connection?.address).toBe('192.0.2.7');
    expect(played([request!, onward, late!, commit!]).page?.facts.arrival).toBe('service-worker');
  });
});

describe('a page that sends the user on by itself', () => {
  const onward = (from: string, clientRedirect: boolean) =>
    clearHops(played([...visit(from), ...visit(NEWS).slice(0, 2), committed(NEWS, { clientRedirect })]).page?.hops);

  it('in clear is a hop, where the browser says so', () => {
    expect(onward('http://go.example/', true)).toEqual(['go.example']);
    expect(onward('http://go.example/', false)).toEqual([]);
  });

  it('in clear and of the same host is one in any case', () => {
    expect(onward('http://news.example/', false)).toEqual(['news.example']);
  });

  it('over https: or on this device is none', () => {
    expect(onward('https://go.example/', true)).toEqual([]);
    expect(onward('http://localhost:3000/', true)).toEqual([]);
  });
});

describe('a redirect over https:', () => {
  const ways = (usedEch: boolean | null, from: string) => {
    const requestId = 'r';
    const [request, response] = visit(from, { requestId, connection: connection({ usedEch }) });
    const onward = redirect(from, NEWS, { requestId });
    const { page } = played([request!, response!, onward, ...visit(NEWS, { requestId })]);
    return page?.hops.map(({ host, transports, names }) => [host, transports, names]);
  };

  it('is kept with how it was reached', () => {
    expect(ways(false, 'https://news.example/')).toEqual([['news.example', ['exposed'], []]]);
    expect(ways(true, 'https://news.example/')).toEqual([['news.example', ['hidden'], []]]);
    expect(ways(null, 'https://go.example/')).toEqual([['go.example', ['unreported'], []]]);
  });
});

describe('a failure', () => {
  const failure = (error: string, requestId = 'f'): NavigationEvent[] => {
    const [request] = visit(NEWS, { requestId });
    return [request!, { kind: 'failed', tabId: 1, requestId, error, timeMs: COMMITTED_AT_MS - 10 }];
  };
  const errorPage = (error: string): NavigationEvent => ({
    kind: 'error-page',
    tabId: 1,
    url: NEWS,
    error,
    timeMs: COMMITTED_AT_MS,
  });

  it('is shown when Firefox commits its error page', () => {
    const tab = played([...failure('NS_ERROR_UNKNOWN_HOST'), committed(NEWS)]);
    expect(tab.page?.facts).toMatchObject({ host: 'news.example', failure: 'NS_ERROR_UNKNOWN_HOST' });
  });

  it('is shown when Chromium tells of its error page, with the words of the request', () => {
    const tab = played([...failure('net::ERR_ECH_FALLBACK_CERTIFICATE_INVALID'), errorPage('net::ERR_FAILED')]);
    expect(tab.page?.facts.failure).toBe('net::ERR_ECH_FALLBACK_CERTIFICATE_INVALID');
  });

  it('leaves the page as it was while the browser does, as when a download is cut off', () => {
    const before = played(visit('http://old.example/'));
    expect(played(failure('net::ERR_CONTENT_LENGTH_MISMATCH'), before).page).toBe(before.page);
  });

  it('of long ago is not shown by a page that comes back from memory', () => {
    const tab = played([
      ...failure('NS_ERROR_NET_RESET'),
      committed(NEWS, { historyMove: true, timeMs: COMMITTED_AT_MS + 60_000 }),
    ]);
    expect(tab.page?.facts).toMatchObject({ failure: null, arrival: 'back-forward-cache' });
  });

  it('is gone with the next page', () => {
    expect(
      played([...failure('NS_ERROR_UNKNOWN_HOST'), committed(NEWS), ...visit(NEWS)]).page?.facts.failure,
    ).toBeNull();
  });

  it.each(['net::ERR_ABORTED', 'NS_BINDING_ABORTED', 'NS_ERROR_ABORT'])('%s ends the attempt', (error) => {
    const before = played(visit('https://old.example/'));
    const tab = played(failure(error), before);
    expect(tab.page).toBe(before.page);
    expect(tab.attempts).toEqual([]);
  });

  it('of an unknown request changes nothing', () => {
    const before = played(visit(NEWS));
    const [, failed] = failure('x', 'other');
    expect(played([failed!], before)).toBe(before);
  });
});

describe('attempts', () => {
  it('leave the page in place until one commits', () => {
    const before = played(visit('https://old.example/'));
    const [request, response] = visit(NEWS);
    expect(played([request!, response!], before).page).toBe(before.page);
  });

  it('that became a download lend nothing to a page that comes back from memory', () => {
    const [request, response] = visit(NEWS, { requestId: 'd' });
    const over = completed(NEWS, 'd', COMMITTED_AT_MS - 60_000);
    const { page } = played([request!, response!, over, committed(NEWS, { historyMove: true })]);
    expect(page?.facts.arrival).toBe('back-forward-cache');
    expect(page?.connection).toBeNull();
  });

  it('that completed just before the commit are the page', () => {
    const [request, response] = visit(NEWS, { requestId: 'd' });
    const over = completed(NEWS, 'd', COMMITTED_AT_MS - 5);
    expect(played([request!, response!, over, committed(NEWS)]).page?.facts.arrival).toBe('network');
  });

  it('beside the one that commits do not displace it, as a prefetch', () => {
    const [request, response, commit] = visit(NEWS, { requestId: 'n' });
    const [prefetch] = visit('https://next.example/', { requestId: 'p' });
    const tab = played([request!, prefetch!, response!, commit!]);
    expect(tab.page?.facts.arrival).toBe('network');
    expect(tab.attempts.map(({ requestId }) => requestId)).toEqual(['p']);
  });

  it('are begun by a response whose request was not heard', () => {
    const [, response, commit] = visit(NEWS);
    expect(played([response!, commit!]).page?.facts.arrival).toBe('network');
  });

  it('are kept when a page is found that was there before', () => {
    const [request, response, commit] = visit(NEWS);
    const found = unseenPage(played([request!]), 'https://old.example/');
    expect(played([response!, commit!], found).page?.facts.arrival).toBe('network');
  });

  it('are few, however many begin', () => {
    const many = Array.from({ length: 50 }, (_, i) => visit(`https://a${i}.example/`)[0]!);
    expect(played(many).attempts.length).toBe(8);
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
