// Who was asked and how long ago, asking again, and the ways to the larger pages.

import type { ComponentChildren } from 'preact';
import type { Send } from '../platform/report-port.ts';
import type { SiteReport } from '../shared/report.ts';
import type { MessageKey } from '../shared/sentence.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { Age } from '../ui/age.tsx';
import { Gear, List, Network, Reload } from '../ui/glyphs.tsx';
import { type Action, useAction } from '../ui/use-action.ts';
import { say } from '../ui/words.tsx';
import { openCheckOfNetwork, openInspect, openSessionPage, openSettings } from './open-page.ts';

export function Footer({ report, send }: { report: SiteReport; send: Send }) {
  const { verdict, resolver, answeredAtMs } = report;
  const checking = useAction(() => send({ kind: 'check-again' }), 'failed_page');
  const inspecting = useAction(() => openInspect(report.tabId), 'failed_page');
  const openingSession = useAction(openSessionPage, 'failed_page');
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
        <FooterButton label="popup_check_again" of={checking} isBusy={report.published.state === 'pending'}>
          <Reload class="arrow" />
        </FooterButton>
      )}
      {verdict !== 'not-applicable' && <FooterButton label="popup_inspect" of={inspecting} />}
      <FooterButton label="popup_session" of={openingSession}>
        <List />
      </FooterButton>
      <AlwaysThere />
    </footer>
  );
}

/** What needs no report. */
export function AlwaysThere() {
  const openingCheck = useAction(openCheckOfNetwork, 'failed_page');
  const openingSettings = useAction(openSettings, 'failed_page');
  return (
    <>
      <FooterButton label="popup_network_check" of={openingCheck}>
        <Network />
      </FooterButton>
      <FooterButton label="popup_settings" of={openingSettings}>
        <Gear />
      </FooterButton>
    </>
  );
}

interface FooterButtonProps {
  label: MessageKey;
  of: Action<[], void>;
  /** What it does is under way: a press does nothing. */
  isBusy?: boolean;
  /** A glyph, which the label then names; without one the label is the button's text. */
  children?: ComponentChildren;
}

function FooterButton({ label, of, isBusy = false, children }: FooterButtonProps) {
  const name = say(label);
  const named = children === undefined ? {} : { 'aria-label': name, title: name };
  return (
    <>
      <button
        type="button"
        class={children === undefined ? 'plain' : 'plain icon'}
        {...named}
        aria-disabled={isBusy}
        onClick={() => !isBusy && of.run()}
      >
        {children ?? name}
      </button>
      <ActionFailure of={of} name={name} />
    </>
  );
}
