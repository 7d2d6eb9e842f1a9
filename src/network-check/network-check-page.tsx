// The network check: whom it contacts, a button, what came of it in one sentence with its evidence, what the reader can do, and folded
// what administrators need.

import { requestSiteAccess } from '../platform/permissions.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { useAction } from '../ui/use-action.ts';
import { say } from '../ui/words.tsx';
import { Administrators } from './administrators.tsx';
import { BlockingMethods } from './blocking-methods.tsx';
import { CheckAnswer, CopyCheck, WhatToDo } from './check-answer.tsx';
import { CheckDetails } from './check-details.tsx';
import { CheckProgress } from './check-progress.tsx';
import { Contacts } from './contacts.tsx';
import type { CheckPlan } from './plan.ts';
import { useCheck } from './use-check.ts';

interface NetworkCheckPageProps {
  plan: CheckPlan;
  /** It was opened from the settings of a browser that an organization manages. */
  isManaged?: boolean;
}

export function NetworkCheckPage({ plan, isManaged = false }: NetworkCheckPageProps) {
  const { state, checking, stop } = useCheck(plan);
  const { isAwaited, isUnreadable } = plan.managed;
  const held = isUnreadable ? 'options_policy_unreadable' : isAwaited ? 'options_policy_awaited' : null;
  const checked = state.kind === 'done' ? state.checked : null;
  const granting = useAction(async () => {
    const isGranted = await requestSiteAccess();
    if (isGranted) checking.run();
    return isGranted;
  }, 'failed_permission');
  const isRefused = granting.state.kind === 'done' && !granting.state.result;
  return (
    <main>
      <header>
        <img src="icons/app-48.png" alt="" width="40" height="40" />
        <h1>{say('check_heading')}</h1>
      </header>
      <div class="answer" role="status" data-state={state.kind}>
        {state.kind === 'idle' && <p>{say(held ?? 'check_intro')}</p>}
        {state.kind === 'running' && <p class="headline">{say('check_running')}</p>}
        {state.kind === 'no-access' && <p>{say('check_no_access')}</p>}
        {state.kind === 'no-access' && isRefused && <p>{say('permission_refused')}</p>}
        {checked !== null && <CheckAnswer checked={checked} />}
      </div>
      {state.kind === 'running' && <CheckProgress progress={state.run?.progress ?? {}} />}
      <p class="run">
        {state.kind === 'running' ? (
          <button type="button" onClick={stop}>
            {say('check_stop')}
          </button>
        ) : state.kind === 'no-access' ? (
          <button type="button" class="primary" onClick={() => granting.run()}>
            {say('action_grant_access')}
          </button>
        ) : (
          <button
            type="button"
            class="primary"
            aria-describedby="contacts"
            disabled={held !== null}
            onClick={() => checking.run()}
          >
            {say(checked === null ? 'check_start' : 'check_again')}
          </button>
        )}
        <ActionFailure of={granting} />
        <ActionFailure of={checking} />
      </p>
      {checked !== null && <CopyCheck checked={checked} />}
      {checked !== null && <WhatToDo checked={checked} />}
      {checked !== null && <BlockingMethods conclusion={checked.conclusion} />}
      {checked !== null && <CheckDetails checked={checked} />}
      <Contacts plan={plan} />
      <Administrators checked={checked} managed={plan.managed} isOpen={isManaged} />
    </main>
  );
}
