// Tries a resolver on a click: one question for the HTTPS record of a host that is known to publish ECH. Imports shared and doh.

import { lookUpHttps } from '../doh/lookup.ts';
import { parseTemplate } from '../doh/template.ts';
import type { ResolverTest } from '../shared/messages.ts';
import type { Platform } from '../shared/ports.ts';
import { echIn } from './ech-in.ts';

/** Cloudflare's own test host: it publishes ECH, and a question for it tells nobody where the user goes. */
const REFERENCE_HOST = 'crypto.cloudflare.com';

/** Null without host access: Firefox would send this installation's own identifier as Origin. */
export async function testResolver(template: string, platform: Platform): Promise<ResolverTest | null> {
  if (!(await platform.hasSiteAccess())) return null;
  const { now, online } = platform;
  const fetch = platform.fetchFor('test', { private: false });
  const parsed = parseTemplate(template);
  if (!parsed.ok) return { outcome: 'failed', failure: { kind: 'unreachable' } };
  const lookup = await lookUpHttps(REFERENCE_HOST, 443, { template: parsed.value, fetch, now, online });
  const { outcome, durationMs, authenticated } = lookup;
  if (outcome.kind === 'failed') return { outcome: 'failed', failure: outcome.failure };
  const published = echIn(outcome);
  const ech = published === 'ech' ? 'kept' : published === 'no-record' ? published : 'stripped';
  return { outcome: 'answered', durationMs, ech, authenticated };
}
