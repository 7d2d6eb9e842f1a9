// What a click does, from the click to its end. Every click of our pages that asks something of the browser or of the background
// goes through here, so that none fails in silence.

import { useRef, useState } from 'preact/hooks';
import type { MessageKey } from '../shared/sentence.ts';
import { failureWords } from './failure-words.ts';
import { useLatest } from './use-latest.ts';

export type ActionState<R> =
  | { kind: 'idle' }
  | { kind: 'running' }
  | { kind: 'done'; result: R }
  /** `words` say what failed, why, and what to do next. */
  | { kind: 'failed'; words: MessageKey };

export interface Action<A extends unknown[], R> {
  state: ActionState<R>;
  /** Starts the work in this very call: browsers show a permission prompt only then. Never throws. */
  run(...args: A): void;
}

/**
 * `attempted`: the words for a failure that tells no more; see failureWords. A click while the work runs does nothing, or with
 * `last-wins` starts it again, and then only the last one's end is shown.
 */
export function useAction<A extends unknown[], R>(
  work: (...args: A) => R | Promise<R>,
  attempted: MessageKey,
  whileRunning: 'ignore' | 'last-wins' = 'ignore',
): Action<A, R> {
  const [state, setState] = useState<ActionState<R>>({ kind: 'idle' });
  const latest = useLatest();
  const isRunning = useRef(false);
  const run = (...args: A) => {
    if (isRunning.current && whileRunning === 'ignore') return;
    isRunning.current = true;
    const signal = latest.start();
    const end = (ended: ActionState<R>) => {
      if (signal.aborted) return;
      isRunning.current = false;
      setState(ended);
    };
    setState({ kind: 'running' });
    new Promise<R>((resolve) => resolve(work(...args))).then(
      (result) => end({ kind: 'done', result }),
      (error) => end({ kind: 'failed', words: failureWords(error, attempted) }),
    );
  };
  return { state, run };
}
