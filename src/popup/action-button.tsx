// One thing the user can do from here: its button, and how the last press ended.

import type { Send } from '../platform/report-port.ts';
import type { Action, SiteReport } from '../shared/report.ts';
import { keyOf, type Sentence, sentence } from '../shared/sentence.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { Name } from '../ui/name.tsx';
import { useAction } from '../ui/use-action.ts';
import { say, Words } from '../ui/words.tsx';
import { doAction } from './action-work.ts';
import type { Pressed } from './answer-focus.ts';

interface ActionButtonProps {
  action: Action;
  report: SiteReport;
  send: Send;
  pressed: Pressed;
  look: 'primary' | 'link' | '';
}

export function ActionButton({ action, report, send, pressed, look }: ActionButtonProps) {
  const acting = useAction(() => doAction(action, report, send), 'failed_page');
  const { state } = acting;
  const busy = state.kind === 'running';
  // A live region has to be there before it speaks.
  return (
    <>
      <span aria-live="polite">
        <button
          type="button"
          class={look}
          aria-describedby={noteId(action)}
          aria-disabled={busy}
          onClick={({ currentTarget }) => {
            pressed.current = currentTarget;
            acting.run();
          }}
        >
          {busy && isProbe(action) ? say('action_finding_out') : <Label action={action} />}
        </button>
        {state.kind === 'done' && state.result === 'refused' && <small class="note">{say('permission_refused')}</small>}
      </span>
      <ActionFailure of={acting} />
    </>
  );
}

function Label({ action }: { action: Action }) {
  switch (action.kind) {
    case 'check-again':
      return <>{say('popup_check_again')}</>;
    case 'ask-second':
      return <Words sentence={sentence('action_ask_second', { label: action.resolver })} />;
    case 'always-trace':
      return <>{say('action_always_trace', { label: action.provider })}</>;
    case 'try-https':
      return <Words sentence={sentence('action_try_https', { host: action.site })} atMost={LABEL_NAME} />;
    default:
      return <>{say(keyOf('action', action.kind))}</>;
  }
}

/** Characters of a name in a button; its title has all of it. */
const LABEL_NAME = 64;

const isProbe = ({ kind }: Action): boolean => kind === 'find-out' || kind === 'trace';

/** Id of the note that describes an action's button; undefined where there is none. */
const noteId = (action: Action): string | undefined =>
  noteOf(action, '') === null ? undefined : `note-${action.kind}`;

/** Whom the click would reach: under the button, and read out with it. */
export function ActionNote({ action, site }: { action: Action; site: string }) {
  const note = noteOf(action, site);
  if (note === null) return null;
  const hosts = action.kind === 'find-out' ? [action.site, ...action.references] : [];
  return (
    <p class="note" id={noteId(action)}>
      <Words sentence={note} />{' '}
      {hosts.map((host) => (
        <span key={host} class="told">
          <Name name={host} />{' '}
        </span>
      ))}
    </p>
  );
}

function noteOf(action: Action, site: string): Sentence | null {
  switch (action.kind) {
    case 'find-out':
    case 'network-check':
    case 'try-https':
      return sentence(keyOf('action_note', action.kind));
    case 'trace':
      return sentence('action_note_trace', { host: action.site }, { label: action.provider });
    case 'always-trace':
      return sentence('action_note_always_trace');
    case 'ask-past-proxy':
    case 'ask-second':
      return sentence(keyOf('action_note', action.kind), { label: action.resolver }, { host: site });
    default:
      return null;
  }
}
