// What the popup's buttons do, each step with words of its own for its failure.

import { requestConsent, requestSiteAccess, requestTracing } from '../platform/permissions.ts';
import { alwaysTrace, expectRoot, type Send, traceTab } from '../platform/report-port.ts';
import { openByHttps, reloadTab } from '../platform/visited-tab.ts';
import type { Action, SiteReport } from '../shared/report.ts';
import { assertNever } from '../shared/result.ts';
import { step } from '../ui/failure-words.ts';
import type { Probe } from './find-out.ts';
import { openCheckOfNetwork, openInspect, openSettings } from './open-page.ts';

/** Longest label that the background accepts. */
const LABEL_LENGTH = 200;

/** Asks for a permission in this very call: browsers refuse to later. Resolves to `refused` where the user refuses it. */
export async function doAction(action: Action, report: SiteReport, send: Send): Promise<unknown> {
  switch (action.kind) {
    case 'choose-resolver':
      return openSettings();
    case 'give-consent':
      return askAgainWhen(requestConsent, send);
    case 'grant-access':
      return askAgainWhen(requestSiteAccess, send);
    case 'ask-now':
    case 'check-again':
      return send({ kind: 'check-again' });
    case 'reload':
      return step('failed_tab', () => reloadTab(report.tabId));
    case 'try-https':
      return step('failed_tab', () => openByHttps(report.tabId, action.site));
    case 'turn-on':
      return openInspect(report.tabId);
    case 'ask-past-proxy':
      return send({ kind: 'check-again', pastProxy: true });
    case 'expect-root':
      return step('failed_storage', () => expectRoot(action.sha256, action.subject.slice(0, LABEL_LENGTH)));
    case 'ask-second':
      return send({ kind: 'ask-second' });
    case 'network-check':
      return openCheckOfNetwork();
    case 'measure':
      return send({ kind: 'measure' });
    case 'find-out':
      return probe(action, report, send);
    case 'trace':
      return trace(action, report, send);
    case 'always-trace':
      return step('failed_storage', alwaysTrace);
    default:
      return assertNever(action);
  }
}

/** The requests are this page's own: it stays open for as long as the user wants to know. */
async function probe(action: Probe, { navigationId, site }: SiteReport, send: Send): Promise<void> {
  const { findOut } = await step('failed_part', () => import('./find-out.ts'));
  await send({ kind: 'probed', navigationId, probes: await findOut(site, action) });
}

/** Over the page's own connection, else by a new request. */
async function trace(action: Probe, report: SiteReport, send: Send): Promise<'refused' | undefined> {
  if (!(await step('failed_permission', requestTracing))) return 'refused';
  if (await traceTab(report.tabId, report.navigationId)) return undefined;
  await probe(action, report, send);
  return undefined;
}

async function askAgainWhen(request: () => Promise<boolean>, send: Send): Promise<'refused' | undefined> {
  if (!(await step('failed_permission', request))) return 'refused';
  await send({ kind: 'check-again' });
  return undefined;
}
