// Where an AliasMode record leads (RFC 9460 §3): whoever runs the zone decides that, so nobody is asked about it but on a click, and
// about names of local networks not even then.

import { expect, it } from 'vitest';
import { chromeConnection } from '../assess/facts-builder.ts';
import { https, httpsRdata, messageOf } from '../builders.ts';
import { answer, dnsResponse, FakeBrowser } from '../fake-browser/fake-browser.ts';
import { visit } from './visit.ts';

const INSPECT = {
  kind: 'inspect',
  host: 'public.example',
  port: 443,
  private: false,
  bypassCache: true,
  pastProxy: false,
};

async function aliased(target: string) {
  const browser = new FakeBrowser('chromium');
  browser.resolve = async (name, type) =>
    name === 'public.example'
      ? dnsResponse(messageOf({ name, type, answers: [https(name, httpsRdata(0, target))] }))
      : answer(name, type);
  for (const event of visit('https://public.example/', { connection: chromeConnection() })) browser.emit(event);
  await browser.settle();
  const asked = () => browser.questions.filter((name) => name !== 'use-application-dns.net');
  return { browser, asked };
}

it('does not follow an alias on a visit, and says in the popup where it points', async () => {
  const { browser, asked } = await aliased('pool.example');
  expect(asked()).toEqual(['public.example']);
  expect(browser.report(1)).toMatchObject({
    verdict: 'exposed',
    evidence: 'inferred',
    cause: { kind: 'alias' },
    published: { state: 'alias', target: 'pool.example' },
  });
  expect(browser.report(1)?.published.clients.map(({ client }) => client)).toEqual(['chromium', 'firefox']);
});

it('an alias is followed on a click and by the inspect page', async () => {
  const { browser, asked } = await aliased('pool.example');
  const popup = browser.openPopup();
  popup.ask({ kind: 'watch', tabId: 1 });
  popup.ask({ kind: 'check-again' });
  await browser.settle();
  expect(asked()).toEqual(['public.example', 'public.example', 'pool.example']);
  expect(browser.report(1)?.published.clients.map(({ client }) => client)).toEqual(['rfc', 'chromium', 'firefox']);

  const { browser: other, asked: askedThere } = await aliased('pool.example');
  await expect(other.request({ ...INSPECT, bypassCache: false })).resolves.toMatchObject({
    lookup: { outcome: { kind: 'records' } },
  });
  expect(askedThere()).toEqual(['public.example', 'public.example', 'pool.example']);
});

it.each(['printer.local', 'router', '_443._https._8443._https.nas.lan', 'fritz.box'])(
  'follows an alias to %s on no click either, and names it in the popup',
  async (target) => {
    const { browser, asked } = await aliased(target);
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    for (const kind of ['check-again', 'ask-second']) {
      popup.ask({ kind });
      await browser.settle();
    }
    await expect(browser.request(INSPECT)).resolves.toMatchObject({
      lookup: { outcome: { kind: 'failed', failure: { kind: 'local-name', name: target } } },
    });
    expect(new Set(asked())).toEqual(new Set(['public.example']));
    expect(browser.report(1)?.published).toMatchObject({ failure: { kind: 'local-name', name: target } });
  },
);
