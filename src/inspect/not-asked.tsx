// Why nobody was asked about a host, and what the user can do about it, if anything.

import { openOptions } from '../platform/open-page.ts';
import { requestConsent, requestSiteAccess } from '../platform/permissions.ts';
import type { SkipReason } from '../shared/facts.ts';
import type { MessageKey, Sentence } from '../shared/sentence.ts';
import { sentence } from '../shared/sentence.ts';
import { addressKind } from '../shared/site-address.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { Name } from '../ui/name.tsx';
import { Shield } from '../ui/shield.tsx';
import { useAction } from '../ui/use-action.ts';
import { say, Words } from '../ui/words.tsx';
import { type Site, siteText } from './site-input.ts';
import type { LookupMode } from './use-inspection.ts';

interface NotAskedProps {
  site: Site;
  why: SkipReason;
  again(mode?: LookupMode): void;
}

export function NotAsked({ site, why, again }: NotAskedProps) {
  const way = WAYS[why];
  return (
    <section class="summary quiet" data-not-asked={why}>
      <Shield shape={why === 'not-needed' || why === 'never-ask' ? 'shield-dimmed' : 'question'} />
      <div>
        <h2>
          <Name name={siteText(site)} />
        </h2>
        <p class="headline">
          <Words sentence={sentenceOf(site, why)} />
        </p>
        {way !== undefined && <Remedy way={way} again={again} />}
      </div>
    </section>
  );
}

function sentenceOf({ host }: Site, why: SkipReason): Sentence {
  switch (why) {
    case 'not-needed':
      return sentence('inspect_not_asked_address');
    case 'never-ask':
      return addressKind({ scheme: 'https', host, port: 443 }) === 'local-name'
        ? sentence('inspect_not_asked_local', { host })
        : sentence('unknown_never_ask', { host });
    case 'excluded-by-policy':
      return sentence('unknown_excluded_by_policy', { host });
    case 'policy-awaited':
      return sentence('unknown_policy_awaited');
    case 'settings-unreadable':
      return sentence('unknown_settings_unreadable');
    case 'no-resolver':
      return sentence('unknown_no_resolver');
    case 'no-consent':
      return sentence('unknown_no_consent');
    case 'no-access':
      return sentence('inspect_not_asked_access');
    case 'private-window':
      return sentence('inspect_not_asked_private');
    case 'on-click':
      return sentence('unknown_on_click');
    case 'local-address':
      return sentence('unknown_local_address', { host });
    case 'proxied':
      return sentence('unknown_proxied', { host });
    case 'local-proxy':
      return sentence('unknown_local_proxy', { host });
    case 'not-looked-up':
      return sentence('unknown_not_looked_up');
    case 'certificate-refused':
      return sentence('unknown_certificate_refused', { host });
    case 'browser-failed':
      return sentence('unknown_browser_failed', { host });
    // Of pages alone: what is inspected was asked for.
    case 'too-many':
      return sentence('unknown_too_many');
    case 'too-many-in-all':
      return sentence('unknown_too_many_in_all');
  }
}

interface Way {
  label: MessageKey;
  /** The label says that the lookup goes past the proxy. */
  pastProxy?: true;
  /** Resolves to false where the user refused, and to true where the site can be asked about now. */
  act(): Promise<unknown>;
  attempted: MessageKey;
}

const SETTINGS: Way = { label: 'popup_settings', act: openOptions, attempted: 'failed_tab' };

const PAST_PROXY: Way = {
  label: 'action_ask_past_proxy',
  pastProxy: true,
  act: () => Promise.resolve(true),
  attempted: 'failed_background',
};

const WAYS: Partial<Record<SkipReason, Way>> = {
  'no-resolver': SETTINGS,
  proxied: PAST_PROXY,
  'local-proxy': PAST_PROXY,
  'private-window': SETTINGS,
  'no-consent': { label: 'action_give_consent', act: requestConsent, attempted: 'failed_permission' },
  'no-access': { label: 'action_grant_access', act: requestSiteAccess, attempted: 'failed_permission' },
};

/** Permissions are asked for in the click itself: browsers refuse them later. */
function Remedy({ way: { label, act, attempted, pastProxy }, again }: Pick<NotAskedProps, 'again'> & { way: Way }) {
  const acting = useAction(async () => {
    const isGranted = await act();
    if (isGranted === true) again(pastProxy && { pastProxy });
    return isGranted;
  }, attempted);
  return (
    <>
      <button type="button" class="primary" onClick={() => acting.run()}>
        {say(label)}
      </button>{' '}
      <span role="status">
        {acting.state.kind === 'done' && acting.state.result === false && say('permission_refused')}
      </span>
      <ActionFailure of={acting} />
    </>
  );
}
