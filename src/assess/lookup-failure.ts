// Words for a lookup that failed, by kind. Imports shared only.

import type { LookupFailure } from '../shared/lookup.ts';
import { assertNever } from '../shared/result.ts';
import type { Sentence } from '../shared/sentence.ts';
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
      return sentence('failure_not_askable', { host: failure.name ?? site });
    case 'local-name':
      return sentence('failure_local_name', { host: failure.name });
    case 'barred':
      return sentence('unknown_barred', { host: failure.name });
    case 'offline':
      return sentence('failure_offline', { label: resolver });
    case 'unreachable':
      return sentence('failure_unreachable', { label: resolver });
    case 'local-network':
      return failure.isDenied
        ? sentence('failure_local_network_denied', { label: resolver })
        : sentence('failure_local_network', { label: resolver });
    case 'timeout':
      return sentence('failure_timeout', { label: resolver }, { count: failure.timeoutMs / 1000 });
    case 'http-status':
      return failure.status === TOO_MANY_REQUESTS
        ? sentence('failure_too_many', { label: resolver })
        : sentence('failure_http_status', { label: resolver }, { code: failure.status });
    case 'content-type':
      return failure.contentType === ''
        ? sentence('failure_no_content_type', { label: resolver })
        : sentence('failure_content_type', { label: resolver }, { label: failure.contentType });
    case 'too-large':
      return sentence('failure_too_large', { label: resolver });
    case 'malformed':
      return sentence(
        'failure_malformed',
        { label: resolver },
        { field: failure.error.field },
        { code: failure.error.offset },
      );
    case 'wrong-question':
      return sentence('failure_wrong_question', { label: resolver });
    case 'truncated':
      return sentence('failure_truncated', { label: resolver });
    case 'dns-rcode':
      return sentence(
        'failure_dns_rcode',
        { label: resolver },
        { code: RCODES[failure.rcode] ?? String(failure.rcode) },
      );
    case 'alias-loop':
      return sentence('failure_alias_loop', { host: site });
    case 'chain-too-long':
      return sentence('failure_chain_too_long', { host: site });
    default:
      return assertNever(failure);
  }
}
