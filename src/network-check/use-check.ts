// One run of the check at a time: started and stopped by the user, and concluded when it has ended.

import { useState } from 'preact/hooks';
import { concludeNetworkCheck } from '../network/conclusion.ts';
import { hasSiteAccess } from '../platform/permissions.ts';
import { type Action, useAction } from '../ui/use-action.ts';
import { useLatest } from '../ui/use-latest.ts';
import type { CheckPlan } from './plan.ts';
import type { Checked } from './report.ts';
import { type CheckRun, runCheck } from './run-check.ts';

export type CheckState =
  | { kind: 'idle' }
  /** Without host access every question would carry an identifier of this installation (Firefox). */
  | { kind: 'no-access' }
  | { kind: 'failed' }
  | { kind: 'running'; run: CheckRun | null }
  | { kind: 'done'; checked: Checked };

interface Check {
  state: CheckState;
  checking: Action<[], Checked | null>;
  stop(): void;
}

export function useCheck(plan: CheckPlan): Check {
  const [run, setRun] = useState<CheckRun | null>(null);
  const latest = useLatest();
  const checking = useAction(async (): Promise<Checked | null> => {
    const signal = latest.start();
    setRun(null);
    if (!(await hasSiteAccess())) return null;
    const facts = await runCheck(plan, signal, (now) => {
      if (!signal.aborted) setRun(now);
    });
    return { facts, conclusion: concludeNetworkCheck(facts), atMs: Date.now() };
  }, 'failed_page');
  return { state: stateOf(checking, run), checking, stop: latest.drop };
}

function stateOf({ state }: Check['checking'], run: CheckRun | null): CheckState {
  if (state.kind === 'running') return { kind: 'running', run };
  if (state.kind !== 'done') return state;
  return state.result === null ? { kind: 'no-access' } : { kind: 'done', checked: state.result };
}
