// One thing the user can do from here: its button, and how the last press ended.

import type { Send } from '../platform/report-port.ts';
import type { Action, SiteReport } from '../shared/report.ts';
import type { MessageKey } from '../shared/sentence.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { useAction } from '../ui/use-action.ts';
import { say } from '../ui/words.tsx';
import { noteId } from './action-note.tsx';
import { doAction } from './action-work.ts';

const WORDS: Record<Action['kind'], MessageKey> = {
  'choose-resolver': 'action_choose_resolver',
  'give-consent': 'action_give_consent',
  'grant-access': 'action_grant_access',
  'ask-now': 'action_ask_now',
  'ask-past-proxy': 'action_ask_past_proxy',
  'expect-root': 'action_expect_root',
  'find-out': 'action_find_out',
  trace: 'action_trace',
  'ask-second': 'action_ask_second',
  'network-check': 'action_network_check',
  measure: 'action_measure',
};

export function ActionButton({ action, report, send }: { action: Action; report: SiteReport; send: Send }) {
  const acting = useAction(() => doAction(action, report, send), 'failed_page');
  const { state } = acting;
  const busy = state.kind === 'running';
  // What was found out already is not the next thing to do.
  const isPrimary = action.kind !== 'expect-root' && !(isProbe(action) && report.findings.length > 0);
  // A live region has to be there before it speaks.
  return (
    <>
      <span aria-live="polite">
        <button
          type="button"
          class={isPrimary ? 'primary' : undefined}
          aria-describedby={noteId(action)}
          aria-disabled={busy}
          onClick={() => acting.run()}
        >
          {busy && isProbe(action) ? say('action_finding_out') : label(action)}
        </button>
        {state.kind === 'done' && state.result === 'refused' && <small class="note">{say('permission_refused')}</small>}
      </span>
      <ActionFailure of={acting} />
    </>
  );
}

const label = (action: Action) =>
  action.kind === 'ask-second' ? say(WORDS[action.kind], { label: action.resolver }) : say(WORDS[action.kind]);

const isProbe = ({ kind }: Action): boolean => kind === 'find-out' || kind === 'trace';
