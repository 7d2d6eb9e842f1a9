// What the browser says the user allowed: access to sites and, in Firefox, consent to data collection. Each can be given
// here, and both can be taken back in the browser, so they are read again whenever the page comes to the front.

import { useCallback, useEffect, useState } from 'preact/hooks';
import { asksForConsent } from '../platform/features.ts';
import { hasConsent, hasSiteAccess, requestConsent, requestSiteAccess } from '../platform/permissions.ts';
import type { MessageKey } from '../shared/report.ts';
import { say } from '../ui/words.tsx';

export function Permissions() {
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
  const look = useCallback(() => has().then(setGranted), [has]);
  useEffect(() => {
    look();
    addEventListener('focus', look);
    return () => removeEventListener('focus', look);
  }, [look]);

  if (granted === null) return null;
  return (
    <div class="permission">
      <p role="status">{say(granted ? given : missing)}</p>
      {!granted && (
        // Asked for in the click itself: browsers refuse it after anything was awaited.
        <button type="button" onClick={() => request().then(look)}>
          {say(give)}
        </button>
      )}
    </div>
  );
}
