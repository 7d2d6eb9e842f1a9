// What the browser says the user allowed: access to sites, in Firefox consent to data collection, in Chrome to ask pages themselves. Each can be given
// here, and both can be taken back in the browser, so they are read again whenever the page comes to the front.

import { useEffect, useState } from 'preact/hooks';
import { asksForConsent, asksPages } from '../platform/features.ts';
import {
  hasConsent,
  hasSiteAccess,
  hasTracing,
  requestConsent,
  requestSiteAccess,
  requestTracing,
} from '../platform/permissions.ts';
import type { MessageKey } from '../shared/sentence.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { useAction } from '../ui/use-action.ts';
import { say } from '../ui/words.tsx';

/** `measuresPages`: the user wants every page measured that can be, which takes a permission. */
export function Permissions({ measuresPages }: { measuresPages: boolean }) {
  return (
    <section aria-labelledby="permissions">
      <h2 id="permissions">{say('options_permissions')}</h2>
      {asksForConsent() && (
        <Permission
          has={hasConsent}
          request={requestConsent}
          given="options_consent_given"
          missing="options_consent_missing"
          give="options_consent_give"
        />
      )}
      <Permission
        has={hasSiteAccess}
        request={requestSiteAccess}
        given="options_access_given"
        missing="options_access_missing"
        give="options_access_give"
      />
      {asksPages() && measuresPages && (
        <Permission
          has={hasTracing}
          request={requestTracing}
          given="options_tracing_given"
          missing="options_tracing_missing"
          give="options_tracing_give"
        />
      )}
    </section>
  );
}

interface PermissionProps {
  has(): Promise<boolean>;
  request(): Promise<boolean>;
  given: MessageKey;
  missing: MessageKey;
  give: MessageKey;
}

function Permission({ has, request, given, missing, give }: PermissionProps) {
  const [granted, setGranted] = useState<boolean | null>(null);
  const looking = useAction(async () => setGranted(await has()), 'failed_permission_unknown', 'last-wins');
  // Asked for in the click itself: browsers refuse it after anything was awaited.
  const requesting = useAction(async () => {
    const isGiven = await request();
    looking.run();
    return isGiven;
  }, 'failed_permission');
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it does is the same for as long as this stands there
  useEffect(() => {
    const look = () => looking.run();
    look();
    addEventListener('focus', look);
    return () => removeEventListener('focus', look);
  }, []);

  if (granted === null && looking.state.kind !== 'failed') return null;
  const isRefused = requesting.state.kind === 'done' && !requesting.state.result;
  return (
    <div class="permission">
      <p role="status">
        {granted !== null && say(granted ? given : missing)}
        {granted === false && isRefused && ` ${say('permission_refused')}`}
      </p>
      {!granted && (
        <button type="button" onClick={() => requesting.run()}>
          {say(give)}
        </button>
      )}
      <ActionFailure of={looking} />
      <ActionFailure of={requesting} />
    </div>
  );
}
