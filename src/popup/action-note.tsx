// Whom a click would reach: it stands under the button and is read out with it.

import type { Action } from '../shared/report.ts';
import { sentence } from '../shared/sentence.ts';
import { Name } from '../ui/name.tsx';
import { say, Words } from '../ui/words.tsx';

const NOTED: Action['kind'][] = ['ask-past-proxy', 'find-out', 'trace', 'ask-second', 'network-check'];

/** Id of the note that describes an action's button; undefined where there is nothing to say. */
export const noteId = ({ kind }: Action): string | undefined => (NOTED.includes(kind) ? `note-${kind}` : undefined);

export function ActionNote({ action, site }: { action: Action; site: string }) {
  switch (action.kind) {
    case 'find-out':
      return (
        <p class="note" id={noteId(action)}>
          {say('action_note_find_out')}{' '}
          {[action.site, ...action.references].map((host) => (
            <span key={host} class="told">
              <Name name={host} />{' '}
            </span>
          ))}
        </p>
      );
    case 'ask-past-proxy':
      return (
        <p class="note" id={noteId(action)}>
          <Words sentence={sentence('action_note_ask_past_proxy', { label: action.resolver }, { host: site })} />
        </p>
      );
    case 'trace':
      return (
        <p class="note" id={noteId(action)}>
          <Words sentence={sentence('action_note_trace', { host: action.site })} />
        </p>
      );
    case 'ask-second':
      return (
        <p class="note" id={noteId(action)}>
          <Words sentence={sentence('action_note_ask_second', { label: action.resolver }, { host: site })} />
        </p>
      );
    case 'network-check':
      return (
        <p class="note" id={noteId(action)}>
          {say('action_note_network_check')}
        </p>
      );
    default:
      return null;
  }
}
