// One run of the check at a time: started and stopped by the user, and concluded when it has ended.

import { useRef, useState } from 'preact/hooks';
import { concludeNetworkCheck } from '../network/check-conclusion.ts';
import { hasSiteAccess } from '../platform/permissions.ts';
import type { CheckPlan } from './plan.ts';
import type { Checked } from './report.ts';
import { type CheckRun, runCheck } from './run-check.ts';

export type CheckState =
  | { kind: 'idle' }
  /** Without host access every question would carry an identifier of this installation (Firefox). */
  | { kind: 'no-access' }
  /** The browser refused something that it never refuses. */
  | { kind: 'no-answer' }
  | { kind: 'running'; run: CheckRun | null }
  | { kind: 'done'; checked: Checked };

export function useCheck(plan: CheckPlan) {
  const [state, setState] = useState<CheckState>({ kind: 'idle' });
  const stopping = useRef<AbortController | null>(null);
  const start = async () => {
    if (stopping.current !== null) return;
    const controller = new AbortController();
    stopping.current = controller;
    setState({ kind: 'running', run: null });
    try {
      if (!(await hasSiteAccess())) return setState({ kind: 'no-access' });
      const facts = await runCheck(plan, controller.signal, (run) => {
        if (!controller.signal.aborted) setState({ kind: 'running', run });
      });
      setState({ kind: 'done', checked: { facts, conclusion: concludeNetworkCheck(facts), atMs: Date.now() } });
    } catch {
      setState({ kind: 'no-answer' });
    } finally {
      stopping.current = null;
    }
  };
  return { state, start, stop: () => stopping.current?.abort() };
}
