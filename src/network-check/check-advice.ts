// What the person who ran the check can do about its conclusion, in two lines at most. Pure.

import type { Conclusion, UnknownReason } from '../network/conclusion.ts';
import type { BrowserName } from '../shared/facts.ts';
import type { MessageKey } from '../shared/sentence.ts';

export function adviceOn(conclusion: Conclusion, browser: BrowserName): MessageKey[] {
  switch (conclusion.kind) {
    case 'possible':
      return ['check_do_nothing'];
    case 'off':
      return conclusion.by.includes('interception')
        ? ['check_do_inspection', 'check_do_work_device']
        : [encryptedDns(browser), 'check_do_work_network'];
    case 'off-undecided':
      return conclusion.inspection === 'expected'
        ? ['check_do_inspection', 'check_do_work_device']
        : [encryptedDns(browser), 'check_do_work_policy'];
    case 'unknown':
      return [DO[conclusion.reason] ?? 'check_do_elsewhere'];
  }
}

/** By the name that the browser's own settings have for it. */
const encryptedDns = (browser: BrowserName): MessageKey =>
  browser === 'firefox' ? 'check_do_dns_firefox' : 'check_do_dns_chromium';

const DO: Partial<Record<UnknownReason, MessageKey>> = {
  stopped: 'check_do_again',
  offline: 'check_do_connect',
  'captive-portal': 'check_do_sign_in',
  'no-references': 'check_do_organization',
};
