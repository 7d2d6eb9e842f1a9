// Who was asked and how long ago, asking again, and the way to the settings.

import { useEffect, useState } from 'preact/hooks';
import { language } from '../platform/words.ts';
import type { PortRequest } from '../shared/messages.ts';
import type { SiteReport } from '../shared/report.ts';
import { Reload } from '../ui/glyphs.tsx';
import { ageChangesInMs, relativeAge } from '../ui/relative-age.ts';
import { say } from '../ui/words.tsx';
import { openSettings } from './open-settings.ts';

export function Footer({ report, send }: { report: SiteReport; send: (request: PortRequest) => void }) {
  const { resolver, answeredAtMs, published } = report;
  const pending = published.state === 'pending';
  return (
    <footer>
      <span class="source">
        {resolver === null ? (
          say('popup_no_resolver')
        ) : (
          <>
            <bdi title={resolver.host}>{resolver.name}</bdi>
            <span class="age">{answeredAtMs === null ? say('popup_no_answer_yet') : <Age atMs={answeredAtMs} />}</span>
          </>
        )}
      </span>
      {resolver !== null && (
        <button
          type="button"
          class={pending ? 'plain icon turning' : 'plain icon'}
          aria-label={say('popup_check_again')}
          title={say('popup_check_again')}
          aria-disabled={pending}
          onClick={() => !pending && send({ kind: 'check-again' })}
        >
          <Reload class="arrow" />
        </button>
      )}
      <SettingsButton />
    </footer>
  );
}

export function SettingsButton() {
  return (
    <button type="button" class="plain" onClick={() => openSettings()}>
      {say('popup_settings')}
    </button>
  );
}

/** Not a live region: it would speak every second. */
function Age({ atMs }: { atMs: number }) {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setTimeout(() => setNowMs(Date.now()), ageChangesInMs(atMs, nowMs));
    return () => clearTimeout(timer);
  }, [atMs, nowMs]);
  return <>{relativeAge(atMs, Math.max(nowMs, atMs), language().tag)}</>;
}
