// What an organisation's policy decides of Overheard itself: what the user cannot change, and names that no resolver is asked about.

import type { MessageKey } from '../shared/sentence.ts';
import type { LockedField, Managed } from '../shared/settings.ts';
import { NameList } from '../ui/name-list.tsx';
import { say } from '../ui/words.tsx';

const LABELS: Record<LockedField, MessageKey> = {
  resolver: 'check_resolver',
  ask: 'options_ask',
  measurePages: 'options_measure',
  testNetwork: 'options_test_network',
  references: 'check_part_references',
  checkResolvers: 'check_locked_resolvers',
};

export function OverheardPolicy({ managed: { locked, neverAsk, isAwaited, isUnreadable } }: { managed: Managed }) {
  const isNone = locked.length === 0 && neverAsk.length === 0;
  return (
    <>
      <h3>{say('check_policy')}</h3>
      {isUnreadable && <p>{say('options_policy_unreadable')}</p>}
      {isNone && !isUnreadable && <p>{say(isAwaited ? 'options_policy_awaited' : 'check_policy_none')}</p>}
      {locked.length > 0 && (
        <>
          <p>{say('check_locked')}</p>
          <ul class="listed" data-locked={locked.join(' ')}>
            {locked.map((field) => (
              <li key={field}>{say(LABELS[field])}</li>
            ))}
          </ul>
        </>
      )}
      <NameList label="options_policy_never_ask" names={neverAsk} />
    </>
  );
}
