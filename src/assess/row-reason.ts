// Words for what a client makes of a record set, by the reason of its row. Imports shared and browsers.

import type { BrowserRow, RowReason } from '../browsers/rows.ts';
import type { MessageKey, Sentence } from '../shared/report.ts';
import { sentence } from './sentence.ts';

const REASONS: Record<RowReason, MessageKey> = {
  'usable-config': 'row_usable_config',
  'no-record': 'row_no_record',
  'lookup-failed': 'row_lookup_failed',
  'chain-too-long': 'row_chain_too_long',
  'no-service': 'row_no_service',
  'alias-not-followed': 'row_alias_not_followed',
  'set-malformed': 'row_set_malformed',
  'unknown-mandatory': 'row_unknown_mandatory',
  inconsistent: 'row_inconsistent',
  'target-name-differs': 'row_target_name_differs',
  'port-ignored': 'row_port_ignored',
  'bad-port': 'row_bad_port',
  'alpn-unusable': 'row_alpn_unusable',
  'needs-http3': 'row_needs_http3',
  'no-ech': 'row_no_ech',
  'ech-not-first': 'row_ech_not_first',
  'list-malformed': 'row_list_malformed',
  'no-usable-config': 'row_no_usable_config',
  'bad-key': 'row_bad_key',
  'no-address': 'row_no_address',
};

export const describeRow = ({ reason, publicName }: BrowserRow): Sentence =>
  reason === 'usable-config' ? sentence(REASONS[reason], publicName ?? '') : sentence(REASONS[reason]);
