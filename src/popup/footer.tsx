// Who was asked and how long ago, asking again, and the ways to the larger pages.

import type { ComponentChildren } from 'preact';
import type { PortRequest } from '../shared/messages.ts';
import type { MessageKey, SiteReport } from '../shared/report.ts';
import { Age } from '../ui/age.tsx';
import { Gear, List, Network, Reload } from '../ui/glyphs.tsx';
import { say } from '../ui/words.tsx';
import { openCheckOfNetwork, openInspect, openSessionPage, openSettings } from './open-page.ts';

export function Footer({ report, send }: { report: SiteReport; send: (request: PortRequest) => void }) {
  const { tabId, verdict, resolver, answeredAtMs, published } = report;
  const pending = published.state === 'pending';
  return (
    <footer>
      <span class="source">
        {resolver === null ? (
          say('popup_no_resolver')
        ) : (
          <>
            <bdi title={resolver.host}>{resolver.name}</bdi>
            {answeredAtMs !== null ? (
              <span class="age">
                <Age atMs={answeredAtMs} />
              </span>
            ) : (
              // Nor will there be one where nothing is to be asked.
              verdict !== 'not-applicable' && <span class="age">{say('popup_no_answer_yet')}</span>
            )}
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
      {verdict !== 'not-applicable' && (
        <button type="button" class="plain" onClick={() => openInspect(tabId)}>
          {say('popup_inspect')}
        </button>
      )}
      <IconButton label="popup_session" open={openSessionPage}>
        <List />
      </IconButton>
      <AlwaysThere />
    </footer>
  );
}

/** What needs no report. */
export const AlwaysThere = () => (
  <>
    <IconButton label="popup_network_check" open={openCheckOfNetwork}>
      <Network />
    </IconButton>
    <IconButton label="popup_settings" open={openSettings}>
      <Gear />
    </IconButton>
  </>
);

interface IconButtonProps {
  label: MessageKey;
  open: () => Promise<void>;
  children: ComponentChildren;
}

function IconButton({ label, open, children }: IconButtonProps) {
  return (
    <button type="button" class="plain icon" aria-label={say(label)} title={say(label)} onClick={() => open()}>
      {children}
    </button>
  );
}
