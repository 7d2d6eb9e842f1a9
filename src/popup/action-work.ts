// What the popup's buttons do, each step with words of its own for its failure.

import { requestConsent, requestSiteAccess } from '../platform/permissions.ts';
import { expectRoot, type Send } from '../platform/report-port.ts';
import type { Action, SiteReport } from '../shared/report.ts';
import { assertNever } from '../shared/result.ts';
import { step } from '../ui/failure-words.ts';
import { openCheckOfNetwork, openSettings } from './open-page.ts';

/** Longest label that the background accepts. */
const LABEL_LENGTH = 200;

type Probe = Extract<Action, { kind: 'find-out' | 'trace' }>;

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
      return send({ kind: 'check-again' });
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
    case 'trace':
      return probe(action, report, send);
    default:
      return assertNever(action);
  }
}

/** The requests are this page's own: it stays open for as long as the user wants to know. */
async function probe({ kind }: Probe, report: SiteReport, send: Send): Promise<void> {
  const { findOut } = await step('failed_part', () => import('./find-out.ts'));
  await send({ kind: 'probed', navigationId: report.navigationId, probes: await findOut(report, kind) });
}

async function askAgainWhen(request: () => Promise<boolean>, send: Send): Promise<'refused' | undefined> {
  if (!(await step('failed_permission', request))) return 'refused';
  await send({ kind: 'check-again' });
  return undefined;
}
