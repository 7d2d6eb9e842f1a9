// Who was asked and how long ago, asking again, and the ways to the larger pages.

import type { ComponentChildren } from 'preact';
import type { Send } from '../platform/report-port.ts';
import type { SiteReport } from '../shared/report.ts';
import type { MessageKey } from '../shared/sentence.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { Age } from '../ui/age.tsx';
import { Gear, List, Network, Reload } from '../ui/glyphs.tsx';
import { useAction } from '../ui/use-action.ts';
import { say } from '../ui/words.tsx';
import { openCheckOfNetwork, openInspect, openSessionPage, openSettings } from './open-page.ts';

export function Footer({ report, send }: { report: SiteReport; send: Send }) {
  const { verdict, resolver, answeredAtMs } = report;
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
      {resolver !== null && <CheckAgain isPending={report.published.state === 'pending'} send={send} />}
      {verdict !== 'not-applicable' && <Inspect tabId={report.tabId} />}
      <IconButton label="popup_session" open={openSessionPage}>
        <List />
      </IconButton>
      <AlwaysThere />
    </footer>
  );
}

function CheckAgain({ isPending, send }: { isPending: boolean; send: Send }) {
  const checking = useAction(() => send({ kind: 'check-again' }), 'failed_page');
  return (
    <>
      <button
        type="button"
        class={isPending ? 'plain icon turning' : 'plain icon'}
        aria-label={say('popup_check_again')}
        title={say('popup_check_again')}
        aria-disabled={isPending}
        onClick={() => !isPending && checking.run()}
      >
        <Reload class="arrow" />
      </button>
      <ActionFailure of={checking} name={say('popup_check_again')} />
    </>
  );
}

function Inspect({ tabId }: { tabId: number }) {
  const opening = useAction(() => openInspect(tabId), 'failed_page');
  return (
    <>
      <button type="button" class="plain" onClick={() => opening.run()}>
        {say('popup_inspect')}
      </button>
      <ActionFailure of={opening} name={say('popup_inspect')} />
    </>
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
  const opening = useAction(open, 'failed_page');
  return (
    <>
      <button type="button" class="plain icon" aria-label={say(label)} title={say(label)} onClick={() => opening.run()}>
        {children}
      </button>
      <ActionFailure of={opening} name={say(label)} />
    </>
  );
}
