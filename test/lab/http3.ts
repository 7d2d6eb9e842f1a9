// Visits every site with HTTP/3 in a new profile, several times, and holds three things against the server's log: what the table says of
// the wire, what the browser's own API says of the response, and the popup. Prints a table; ends with 3 where anything disagrees.
//   node test/lab/run.mjs node src/build/run-ts.mjs test/lab/http3.ts firefox|chromium [SITE…] [--handshakes]

import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { type Agreement, judge } from './agreement.ts';
import { askTheSite, canAskTheSite } from './ask-site.ts';
import type { LaunchOptions } from './browsers/lab-browser.ts';
import type { Handshake } from './echd-process.ts';
import { type Extension, isAnswered, launchExtension } from './extension.ts';
import { type ApiWatch, watchApi } from './http3-api.ts';
import type { Wire } from './http3-site.ts';
import { HTTP3_SWITCHES } from './http3-switches.ts';
import { type Lab, type LabHttp3Site, startLab } from './lab.ts';
import { hostOf } from './readings.ts';
import type { BrowserName } from './site.ts';
import { watchVisit } from './witness.ts';

/** Connections that lost a race, and the spare ones, are opened for some time after a page. */
const SETTLE_MS = 1500;
/** Browsers give up on QUIC after 30 s. */
const TIMEOUT_MS = 35_000;
const DISAGREES = 3;

/** A first visit; one over open connections, with what the first has taught the browser; one after the server closed them. */
const VISITS = ['first', 'again', 'dropped'] as const;

interface Row {
  browser: BrowserName;
  site: LabHttp3Site;
  host: string;
  visits: VisitSeen[];
  /** Against the table, in words; undefined: as it says. */
  wireComplaint: string | undefined;
}

interface VisitSeen {
  handshakes: readonly Handshake[];
  /** How the document came: `h3 ECH`; undefined: it did not. */
  document: string | undefined;
  api: string;
  apiIsRight: boolean;
  popup: string;
  agreement: Agreement;
}

export async function main(args: string[]): Promise<number> {
  const names = args.filter((arg): arg is BrowserName => arg === 'firefox' || arg === 'chromium');
  const lab = await startLab({ http3: true });
  const chosen = lab.http3Sites.filter(({ id }) => args.includes(id));
  const rows: Row[] = [];
  try {
    for (const name of names)
      for (const site of chosen.length > 0 ? chosen : lab.http3Sites) {
        const ofSite = await visitRow(name, lab, site);
        for (const row of ofSite) {
          console.log(describe(row));
          if (args.includes('--handshakes')) console.log(inDetail(row));
        }
        rows.push(...ofSite);
      }
  } finally {
    lab.close();
  }
  const wrong = rows.filter((row) => !isRight(row)).length;
  const visits = rows.flatMap((row) => row.visits);
  const served = visits.filter(({ document }) => document !== undefined);
  console.log(
    `\n* only under switches that let a browser use QUIC with a root that is not built in\n${rows.length} rows, ${visits.length} visits, ${served.filter(({ apiIsRight }) => apiIsRight).length} of ${served.length} API reports right, ${wrong} rows wrong`,
  );
  return wrong === 0 ? 0 : DISAGREES;
}

const launchOptions = ({ launch }: LabHttp3Site): LaunchOptions => ({
  ...(launch !== 'as-shipped' && HTTP3_SWITCHES),
  ...(launch === 'plain-dns' && { dns: 'plain' }),
});

/** What a browser learns of a site's QUIC changes what it does on the next one: so each has a browser of its own. */
async function visitRow(browser: BrowserName, lab: Lab, site: LabHttp3Site): Promise<Row[]> {
  const extension = await launchExtension(browser, lab, launchOptions(site));
  try {
    const { page } = await extension.browser.visit('about:blank');
    const api = await watchApi(extension, page);
    const own = new URL(site.url).hostname;
    const targets = [
      { host: own, wire: site.wire[browser], visits: VISITS },
      ...Object.entries(site.siblings ?? {}).flatMap(([host, wire]) =>
        wire === undefined ? [] : [{ host, wire: wire[browser], visits: VISITS.slice(0, 1) }],
      ),
    ];
    const rows: Row[] = [];
    for (const { host, wire, visits } of targets) {
      const seen: VisitSeen[] = [];
      for (const visit of visits) {
        if (visit === 'dropped') await lab.server.drop(site.id);
        seen.push(await visitOnce({ extension, lab, site, page, api, host, visit, wire }));
      }
      rows.push({ browser, site, host, visits: seen, wireComplaint: complaintAbout(wire, host, seen) });
    }
    return rows;
  } finally {
    await extension.close();
  }
}

interface OneVisit {
  extension: Extension;
  lab: Lab;
  site: LabHttp3Site;
  page: Page;
  api: ApiWatch;
  host: string;
  visit: (typeof VISITS)[number];
  wire: Wire;
}

async function visitOnce({ extension, lab, site, page, api, host, visit, wire }: OneVisit): Promise<VisitSeen> {
  const url = `https://${host}/?${visit}`;
  const witnessed = watchVisit(lab);
  await api.begin();
  const { seen } = await extension.browser.visit(url, { page, timeoutMs: TIMEOUT_MS });
  await sleep(SETTLE_MS);
  const report = await api.reportOn(url);
  const popup = await extension.popup(await extension.tabOf(page));
  const settled = seen === undefined ? isAnswered : undefined;
  const atFirst = await extension.read(popup, settled);
  const shown =
    extension.browser.name === 'chromium' && (await canAskTheSite(popup))
      ? await askTheSite(extension, popup)
      : atFirst;
  await popup.close();
  await page.bringToFront();
  // A browser keeps what it once looked up over plain DNS.
  const witness = { ...witnessed(seen), plainQueries: plainQueriesOf(lab, host) };
  const mayExpose = [...wire.shows, ...(wire.mayShow ?? [])].length > 0;
  return {
    handshakes: witness.handshakes.filter((one) => one.site === site.id),
    document: seen && `${seen.proto === 'HTTP/3.0' ? 'h3' : 'h2'} ${seen.echAccepted ? 'ECH' : 'name'}`,
    api: report?.said ?? 'none',
    apiIsRight: seen === undefined ? report === undefined : report?.usedEch === seen.echAccepted,
    popup: [
      `${shown.verdict} (${shown.evidence})`,
      ...(shown.networkReads === undefined
        ? []
        : [`reads ${shown.networkReads === host ? 'name' : shown.networkReads}`]),
      ...(shown.cause === undefined ? [] : [shown.cause]),
    ].join(', '),
    agreement: judge(extension.browser.name, { ...site, mayExpose }, shown, witness),
  };
}

const plainQueriesOf = ({ dns }: Lab, host: string) =>
  dns.questions.filter(({ transport, name }) => transport !== 'doh' && name === host);

function complaintAbout({ shows, mayShow = [], hides }: Wire, host: string, visits: VisitSeen[]): string | undefined {
  const handshakes = visits.flatMap((visit) => visit.handshakes);
  const showing = new Set(handshakes.filter((one) => hostOf(one.outerName) === host).map(({ transport }) => transport));
  const hiding = new Set(handshakes.filter((one) => hostOf(one.outerName) !== host).map(({ transport }) => transport));
  const complaints = [
    ...shows.filter((one) => !showing.has(one)).map((one) => `the name never went over ${one}`),
    ...[...showing].filter((one) => ![...shows, ...mayShow].includes(one)).map((one) => `the name went over ${one}`),
    ...hides.filter((one) => !hiding.has(one)).map((one) => `the public name never went over ${one}`),
  ];
  return complaints.length > 0 ? complaints.join(', ') : undefined;
}

const isRight = ({ visits, wireComplaint }: Row): boolean =>
  wireComplaint === undefined &&
  visits.every(({ apiIsRight, agreement }) => apiIsRight && agreement.kind !== 'disagrees');

/** Without the switches no handshake over QUIC goes well in the lab. */
const needsSwitches = ({ visits }: Row): boolean =>
  visits.some(({ handshakes }) => handshakes.some(({ transport, error }) => transport === 'quic' && error === ''));

/** `quic: public.example; tcp: the name`, in the order of the wire, each once. */
const wireOf = ({ handshakes }: VisitSeen, host: string): string => {
  const shown = handshakes.map(
    ({ transport, outerName, address }) =>
      `${transport}${address.endsWith(':443') ? '' : address.slice(address.lastIndexOf(':'))} ${hostOf(outerName) === host ? '**name**' : 'cover'}`,
  );
  return [...new Set(shown)].join(', ') || '–';
};

function describe(row: Row): string {
  const { browser, site, host, visits, wireComplaint } = row;
  const each = (of: (visit: VisitSeen) => string) => {
    const all = visits.map(of);
    return new Set(all).size === 1 ? all[0] : all.join(' / ');
  };
  const why = (agreement: Agreement): string => ('why' in agreement ? `${agreement.kind}: ${agreement.why}` : 'right');
  const complaints = [
    ...(wireComplaint === undefined ? [] : [`table: ${wireComplaint}`]),
    ...(visits.every(({ apiIsRight }) => apiIsRight) ? [] : ['API wrong']),
  ];
  const name = `${isSibling(site, host) ? host : site.id}${needsSwitches(row) ? '*' : ''}`;
  const right = [...complaints, each(({ agreement }) => why(agreement))].join('; ');
  return `| ${[
    isRight(row) ? 'ok' : 'NO',
    browser,
    name,
    site.publishes,
    site.serves,
    each((visit) => wireOf(visit, host)),
    each(({ document = 'no page' }) => document),
    each(({ api }) => api),
    each(({ popup }) => popup),
    right,
  ].join(' | ')} |`;
}

const isSibling = (site: LabHttp3Site, host: string): boolean => new URL(site.url).hostname !== host;

const inDetail = ({ visits }: Row): string =>
  visits
    .flatMap(({ handshakes }, at) =>
      handshakes.map(
        ({ transport, address, outerName, echAccepted, alpn, error, connection }) =>
          `    ${VISITS[at]} ${connection} ${transport} ${address} ${outerName} ${echAccepted ? 'ECH' : 'no ECH'} ${alpn} ${error}`,
      ),
    )
    .join('\n');
