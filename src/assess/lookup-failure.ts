// Words for a lookup that failed, by kind. Imports shared only.

import type { LookupFailure } from '../shared/lookup.ts';
import type { Sentence } from '../shared/report.ts';
import { assertNever } from '../shared/result.ts';
import { sentence } from '../shared/sentence.ts';

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
  switch (failure.kind) {
    case 'not-askable':
      return sentence('failure_not_askable', failure.name ?? site);
    case 'local-name':
      return sentence('failure_local_name', failure.name);
    case 'barred':
      return sentence('unknown_barred', failure.name);
    case 'offline':
      return sentence('failure_offline', resolver);
    case 'unreachable':
      return sentence('failure_unreachable', resolver);
    case 'local-network':
      return failure.isDenied
        ? sentence('failure_local_network_denied', resolver)
        : sentence('failure_local_network', resolver);
    case 'timeout':
      return sentence('failure_timeout', resolver, String(failure.timeoutMs / 1000));
    case 'http-status':
      return failure.status === TOO_MANY_REQUESTS
        ? sentence('failure_too_many', resolver)
        : sentence('failure_http_status', resolver, String(failure.status));
    case 'content-type':
      return failure.contentType === ''
        ? sentence('failure_no_content_type', resolver)
        : sentence('failure_content_type', resolver, failure.contentType);
    case 'too-large':
      return sentence('failure_too_large', resolver);
    case 'malformed':
      return sentence('failure_malformed', resolver, failure.error.field, String(failure.error.offset));
    case 'wrong-question':
      return sentence('failure_wrong_question', resolver);
    case 'truncated':
      return sentence('failure_truncated', resolver);
    case 'dns-rcode':
      return sentence('failure_dns_rcode', resolver, RCODES[failure.rcode] ?? String(failure.rcode));
    case 'alias-loop':
      return sentence('failure_alias_loop', site);
    case 'chain-too-long':
      return sentence('failure_chain_too_long', site);
    default:
      return assertNever(failure);
  }
}
