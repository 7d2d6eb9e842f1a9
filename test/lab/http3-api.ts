// What a browser's own API says of the response that brought a document: webRequest.getSecurityInfo in Firefox, the DevTools protocol in
// Chromium, whose extensions are told nothing.

import type { Page } from 'puppeteer-core';
import type { Extension } from './extension.ts';

/** Of one response. */
export interface ApiReport {
  usedEch: boolean;
  /** In a few words. */
  said: string;
}

export interface ApiWatch {
  /** To be called before each visit. */
  begin(): Promise<void>;
  /** On the last response from that address; undefined where there was none. */
  reportOn(url: string): Promise<ApiReport | undefined>;
}

export const watchApi = (extension: Extension, page: Page): Promise<ApiWatch> =>
  extension.browser.name === 'firefox' ? watchFirefox(extension) : watchChromium(page);

/** The background may have been stopped since the last visit, and may have been listened to since. */
const LISTEN = `(() => {
  if (window.labReports) return;
  window.labReports = [];
  browser.webRequest.onHeadersReceived.addListener(async ({ requestId, url, statusLine }) => {
    const { usedEch, protocolVersion } = await browser.webRequest.getSecurityInfo(requestId, {});
    window.labReports.push({ url, statusLine, usedEch, protocolVersion });
  }, { urls: ['https://*/*'], types: ['main_frame'] }, ['blocking']);
})()`;

interface FirefoxReport {
  url: string;
  statusLine: string;
  usedEch: boolean;
  protocolVersion: string;
}

async function watchFirefox({ browser }: Extension): Promise<ApiWatch> {
  return {
    begin: () => browser.evaluateInBackground(LISTEN),
    async reportOn(url) {
      const reports = await browser.evaluateInBackground<FirefoxReport[]>('window.labReports ?? []');
      const report = reports.findLast((one) => one.url === url);
      if (report === undefined) return undefined;
      const { usedEch, statusLine, protocolVersion } = report;
      return { usedEch, said: `usedEch ${usedEch}, ${protocolVersion}, ${statusLine}` };
    },
  };
}

async function watchChromium(page: Page): Promise<ApiWatch> {
  const reports: { url: string; report: ApiReport }[] = [];
  const session = await page.createCDPSession();
  await session.send('Network.enable');
  session.on('Network.responseReceived', ({ response }) => {
    const { url, protocol, securityDetails, alternateProtocolUsage } = response;
    if (securityDetails === undefined) return;
    const { encryptedClientHello: usedEch, protocol: tls } = securityDetails;
    const said = `ECH ${usedEch}, ${tls}, ${protocol}${alternateProtocolUsage ? `, ${alternateProtocolUsage}` : ''}`;
    reports.push({ url, report: { usedEch, said } });
  });
  return {
    begin: async () => undefined,
    reportOn: async (url) => reports.findLast((one) => one.url === url)?.report,
  };
}
