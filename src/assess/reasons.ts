// Sentences for why something is not known or not so: a lookup that failed or was not made. Every kind has its own.

import type { SkipReason } from '../shared/facts.ts';
import type { LookupFailure } from '../shared/lookup.ts';
import { keyOf, type Sentence, sentence } from '../shared/sentence.ts';

/** Their sentences name the site. */
const NAMED: SkipReason[] = [
  'never-ask',
  'excluded-by-policy',
  'local-address',
  'proxied',
  'local-proxy',
  'certificate-refused',
  'browser-failed',
];

export function describeNotAsked(why: SkipReason, site: string): Sentence {
  if (why === 'not-needed') return sentence('published_not_needed');
  return NAMED.includes(why) ? sentence(keyOf('unknown', why), { host: site }) : sentence(keyOf('unknown', why));
}

/** RCODEs by their IANA mnemonics; others by number. */
const RCODES: Record<number, string> = {
  1: 'FORMERR',
  2: 'SERVFAIL',
  4: 'NOTIMP',
  5: 'REFUSED',
  6: 'YXDOMAIN',
  7: 'YXRRSET',
  8: 'NXRRSET',
  9: 'NOTAUTH',
  10: 'NOTZONE',
  16: 'BADVERS',
  23: 'BADCOOKIE',
};

/** RFC 6585 §4. */
const TOO_MANY_REQUESTS = 429;

export function describeFailure(failure: LookupFailure, resolver: string, site: string): Sentence {
  const label = { label: resolver };
  switch (failure.kind) {
    case 'not-askable':
      return sentence('failure_not_askable', { host: failure.name ?? site });
    case 'local-name':
      return sentence('failure_local_name', { host: failure.name });
    case 'excluded-by-policy':
      return sentence('unknown_excluded_by_policy', { host: failure.name });
    case 'local-network':
      return failure.isDenied
        ? sentence('failure_local_network_denied', label)
        : sentence('failure_local_network', label);
    case 'timeout':
      return sentence('failure_timeout', label, { count: failure.timeoutMs / 1000 });
    case 'http-status':
      return failure.status === TOO_MANY_REQUESTS
        ? sentence('failure_too_many', label)
        : sentence('failure_http_status', label, { code: failure.status });
    case 'content-type':
      return failure.contentType === ''
        ? sentence('failure_no_content_type', label)
        : sentence('failure_content_type', label, { label: failure.contentType });
    case 'malformed':
      return sentence('failure_malformed', label, { field: failure.error.field }, { code: failure.error.offset });
    case 'dns-rcode':
      return sentence('failure_dns_rcode', label, { code: RCODES[failure.rcode] ?? failure.rcode });
    case 'alias-loop':
    case 'chain-too-long':
      return sentence(keyOf('failure', failure.kind), { host: site });
    case 'offline':
    case 'unreachable':
    case 'too-large':
    case 'wrong-question':
    case 'truncated':
      return sentence(keyOf('failure', failure.kind), label);
  }
}
