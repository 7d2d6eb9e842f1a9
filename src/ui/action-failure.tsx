// What went wrong with an action, shown beside its control. A live region announces changes only if it was there before them.

import type { Action } from './use-action.ts';
import { say } from './words.tsx';

interface ActionFailureProps {
  of: Pick<Action<never, unknown>, 'state'>;
  /** The control's own name, where this isn't shown next to it. */
  name?: string;
}

export function ActionFailure({ of: { state }, name }: ActionFailureProps) {
  return (
    <span class="failure" role="alert">
      {state.kind === 'failed' && (
        <>
          {name !== undefined && <strong>{name}: </strong>}
          {say(state.words)}
        </>
      )}
    </span>
  );
}
