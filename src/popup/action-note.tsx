// Whom a click would reach, said before it.

import type { Action } from '../shared/report.ts';
import { Name } from '../ui/name.tsx';
import { say, Words } from '../ui/words.tsx';

export function ActionNote({ action, site }: { action: Action; site: string }) {
  switch (action.kind) {
    case 'find-out':
      return (
        <p class="note">
          {say('action_note_find_out')}{' '}
          {[action.site, ...action.references].map((host) => (
            <span key={host} class="told">
              <Name name={host} />{' '}
            </span>
          ))}
        </p>
      );
    case 'trace':
      return (
        <p class="note">
          <Words sentence={{ key: 'action_note_trace', args: [action.site] }} />
        </p>
      );
    case 'ask-second':
      return (
        <p class="note">
          <Words sentence={{ key: 'action_note_ask_second', args: [action.resolver, site] }} />
        </p>
      );
    default:
      return null;
  }
}
