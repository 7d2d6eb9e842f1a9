// Answers what our own pages ask by runtime.sendMessage. While it is not known what an organization decides, whatever would send a
// query waits for it.

import * as v from 'valibot';
import { CANARY_NAME } from '../network/canary.ts';
import { isExcluded } from '../shared/managed.ts';
import { RequestSchema } from '../shared/message-schemas.ts';
import type { Request } from '../shared/messages.ts';
import type { Platform } from '../shared/ports.ts';
import { siteAddress } from '../shared/site-address.ts';
import type { InspectLookups } from './inspect-lookups.ts';
import type { LiveSettings } from './live-settings.ts';
import { checkCanary, checkRecord } from './network-check.ts';
import type { PageTraces } from './page-traces.ts';
import type { QueryLog } from './query-log.ts';
import { testResolver } from './resolver-test.ts';
import type { Resolvers } from './resolvers.ts';
import type { SessionNames } from './session-names.ts';
import type { Startup } from './startup.ts';

interface Parts {
  platform: Platform;
  settings: LiveSettings;
  resolvers: Resolvers;
  names: SessionNames;
  queryLog: QueryLog;
  inspectLookups: InspectLookups;
  pageTraces: PageTraces;
  startup: Startup;
}

export function answerRequests(parts: Parts): void {
  parts.platform.onRequest((message) => {
    const parsed = v.safeParse(RequestSchema, message);
    return parsed.success ? parts.startup.restored.then(() => answerRequest(parsed.output, parts)) : undefined;
  });
}

async function answerRequest(request: Request, parts: Parts): Promise<unknown> {
  const { platform, settings, names, queryLog, inspectLookups, pageTraces } = parts;
  if (request.kind === 'clear-session') return Promise.all([names.clear(), queryLog.clear()]);
  if (request.kind === 'expect-root') {
    const { sha256, label } = request;
    await platform.changeSettings([{ kind: 'add-root', root: { sha256, label } }]);
    return true;
  }
  if (request.kind === 'trace-tab') return pageTraces.measure(request.tabId, request.navigationId);
  if (request.kind === 'always-trace') {
    await platform.changeSettings([{ kind: 'choose-measure-pages', measurePages: 'automatic' }]);
    return true;
  }
  if (request.kind === 'inspect-tab') return inspectLookups.openOver(request.tabId);
  await settings.ensureLoaded();
  if (request.kind === 'inspect') return inspectLookups.answer(request);
  const { isKnown, managed, references } = settings.current;
  const { isAwaited, neverAsk } = managed;
  if (!isKnown || isAwaited) return null;
  switch (request.kind) {
    case 'test-resolver': {
      const reference = references[request.reference ?? 0];
      const site = reference && siteAddress(reference.url);
      return !site || isExcluded(site.host, neverAsk) ? null : testResolver(request.template, site, parts);
    }
    case 'test-canary':
      return isExcluded(CANARY_NAME, neverAsk) ? null : checkCanary({ ...request, private: false }, parts, 'test');
    case 'check-record':
      return checkRecord(request, parts);
    case 'check-canary':
      return isExcluded(CANARY_NAME, neverAsk) ? null : checkCanary(request, parts);
  }
}
