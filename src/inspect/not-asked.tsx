// Why nobody was asked about a host, and what the user can do about it, if anything.

import { useState } from 'preact/hooks';
import { requestConsent, requestSiteAccess } from '../platform/permissions.ts';
import { openOptions } from '../platform/reports.ts';
import type { NotAskedReason } from '../shared/facts.ts';
import type { MessageKey, Sentence } from '../shared/report.ts';
import { addressKind } from '../shared/site-address.ts';
import { Name } from '../ui/name.tsx';
import { Shield } from '../ui/shield.tsx';
import { say, Words } from '../ui/words.tsx';
import { type Site, siteText } from './site-input.ts';

interface NotAskedProps {
  site: Site;
  why: NotAskedReason;
  again(): void;
}

export function NotAsked({ site, why, again }: NotAskedProps) {
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
        <Remedy why={why} again={again} />
      </div>
    </section>
  );
}

function sentenceOf({ host }: Site, why: NotAskedReason): Sentence {
  switch (why) {
    case 'not-needed':
      return { key: 'inspect_not_asked_address', args: [] };
    case 'never-ask':
      return addressKind({ scheme: 'https', host, port: 443 }) === 'local-name'
        ? { key: 'inspect_not_asked_local', args: [host] }
        : { key: 'unknown_never_ask', args: [host] };
    case 'barred':
      return { key: 'unknown_barred', args: [host] };
    case 'policy-awaited':
      return { key: 'unknown_policy_awaited', args: [] };
    case 'no-resolver':
      return { key: 'unknown_no_resolver', args: [] };
    case 'no-consent':
      return { key: 'unknown_no_consent', args: [] };
    case 'no-access':
      return { key: 'inspect_not_asked_access', args: [] };
    case 'private-window':
      return { key: 'inspect_not_asked_private', args: [] };
    case 'on-click':
      return { key: 'unknown_on_click', args: [] };
    case 'local-address':
      return { key: 'unknown_local_address', args: [host] };
    case 'proxied':
      return { key: 'unknown_proxied', args: [host] };
    case 'not-looked-up':
      return { key: 'unknown_not_looked_up', args: [] };
    // Of pages alone: what is inspected was asked for.
    case 'too-many':
      return { key: 'unknown_too_many', args: [] };
    case 'too-many-in-all':
      return { key: 'unknown_too_many_in_all', args: [] };
  }
}

/** Permissions are asked for in the click itself: browsers refuse them later. */
function Remedy({ why, again }: Pick<NotAskedProps, 'why' | 'again'>) {
  const [isRefused, setRefused] = useState(false);
  const after = (granted: Promise<boolean>) =>
    granted.then((isGranted) => {
      setRefused(!isGranted);
      if (isGranted) again();
    });
  const button = (key: MessageKey, act: () => unknown) => (
    <button type="button" class="primary" onClick={act}>
      {say(key)}
    </button>
  );
  switch (why) {
    case 'no-resolver':
    case 'private-window':
      return button('popup_settings', openOptions);
    case 'no-consent':
      return (
        <>
          {button('action_give_consent', () => after(requestConsent()))} {isRefused && say('inspect_refused')}
        </>
      );
    case 'no-access':
      return (
        <>
          {button('action_grant_access', () => after(requestSiteAccess()))} {isRefused && say('inspect_refused')}
        </>
      );
    default:
      return null;
  }
}
