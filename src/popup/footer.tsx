// The ways to the larger pages, always in view.

import type { SiteReport } from '../shared/report.ts';
import type { MessageKey } from '../shared/sentence.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { type Action, useAction } from '../ui/use-action.ts';
import { say } from '../ui/words.tsx';
import { openCheckOfNetwork, openInspect, openSessionPage, openSettings } from './open-page.ts';

/** `report` is null before any: then there is nothing to inspect, as where ECH does not apply. */
export function Footer({ report }: { report: Pick<SiteReport, 'tabId' | 'verdict'> | null }) {
  const inspecting = useAction((tabId: number) => openInspect(tabId), 'failed_page');
  const openingSession = useAction(openSessionPage, 'failed_page');
  const openingCheck = useAction(openCheckOfNetwork, 'failed_page');
  const openingSettings = useAction(openSettings, 'failed_page');
  return (
    <footer>
      {report !== null && report.verdict !== 'not-applicable' && (
        <FooterButton label="popup_inspect" of={{ ...inspecting, run: () => inspecting.run(report.tabId) }} />
      )}
      <FooterButton label="popup_session" of={openingSession} />
      <FooterButton label="popup_network_check" of={openingCheck} />
      <FooterButton label="popup_settings" of={openingSettings} />
    </footer>
  );
}

function FooterButton({ label, of }: { label: MessageKey; of: Action<[], void> }) {
  const name = say(label);
  return (
    <>
      <button type="button" class="plain" onClick={() => of.run()}>
        {name}
      </button>
      <ActionFailure of={of} name={name} />
    </>
  );
}
