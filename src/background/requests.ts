// Answers what our own pages ask by runtime.sendMessage. While it is not known what an organisation decides, whatever would
// send a question waits for it. Imports shared and network.

import { CANARY_NAME } from '../network/canary.ts';
import { isBarred } from '../shared/managed.ts';
import type { Request } from '../shared/messages.ts';
import { siteAddress } from '../shared/site-address.ts';
import type { InspectLookups } from './inspect-lookups.ts';
import { checkCanary, checkRecord } from './network-check.ts';
import type { Asking } from './page-lookup.ts';
import type { QueryLog } from './query-log.ts';
import { testResolver } from './resolver-test.ts';
import type { SessionNames } from './session-names.ts';
import type { TabStore } from './tab-store.ts';

export interface RequestDeps extends Asking {
  tabs: TabStore;
  names: SessionNames;
  ledger: QueryLog;
  inspections: InspectLookups;
  policyArrived: () => Promise<unknown>;
}

export async function answerRequest(request: Request, deps: RequestDeps): Promise<unknown> {
  const { tabs, names, ledger, inspections, settings, policyArrived } = deps;
  if (request.kind === 'clear-session') return Promise.all([names.clear(), ledger.clear()]);
  if (request.kind === 'expect-root') {
    const { sha256, label } = request;
    await deps.platform.changeSettings([{ kind: 'add-root', root: { sha256, label } }]);
    return true;
  }
  if (request.kind === 'inspect-tab') return inspections.openOver(request.tabId, tabs.get(request.tabId).page?.facts);
  await policyArrived();
  if (request.kind === 'inspect') return inspections.answer(request);
  const { isKnown, managed, references } = settings();
  const { isAwaited, neverAsk } = managed;
  if (!isKnown || isAwaited) return null;
  switch (request.kind) {
    case 'test-resolver': {
      const reference = references[request.reference ?? 0];
      const site = reference && siteAddress(reference.url);
      return !site || isBarred(site.host, neverAsk) ? null : testResolver(request.template, site, deps);
    }
    case 'test-canary':
      return isBarred(CANARY_NAME, neverAsk) ? null : checkCanary({ ...request, private: false }, deps, 'test');
    case 'check-record':
      return checkRecord(request, deps);
    case 'check-canary':
      return isBarred(CANARY_NAME, neverAsk) ? null : checkCanary(request, deps);
  }
}
