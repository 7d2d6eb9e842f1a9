// What is said beside a control whose action failed: a live region, which has to be there before it speaks.

import type { Action } from './use-action.ts';
import { say } from './words.tsx';

interface ActionFailureProps {
  of: Pick<Action<never, unknown>, 'state'>;
  /** The control's own name, where the words do not stand beside it. */
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
