// What the user's organisation has decided by policy, what of its policy is not valid, and what to do when nothing is heard of
// it or it cannot be read. Nothing where there is none.

import { useEffect, useState } from 'preact/hooks';
import { forgetPolicy, type SettingsReading } from '../platform/settings.ts';
import { resolverIdentity } from '../shared/settings.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { NameList } from '../ui/name-list.tsx';
import { useAction } from '../ui/use-action.ts';
import { say, Words } from '../ui/words.tsx';

/** Chromium 156 tells after three seconds: to go on without policy before would be to go on against it. */
const WAIT_MS = 10_000;

export function Organisation({ settings, policy }: Pick<SettingsReading, 'settings' | 'policy'>) {
  if (!policy.hasPolicy && !policy.isAwaited && !policy.isUnreadable) return null;
  const { references, checkResolvers } = policy.policy.choices;
  return (
    <section class="organisation" aria-labelledby="organisation">
      <h2 id="organisation">{say('options_policy_heading')}</h2>
      {policy.isUnreadable && <p class="problem">{say('options_policy_unreadable')}</p>}
      {policy.isAwaited && <Awaited />}
      {policy.hasPolicy && <p>{say('options_policy_is')}</p>}
      <NameList label="options_policy_never_ask" names={settings.managed.neverAsk} />
      {references !== undefined && (
        <NameList label="options_policy_references" names={settings.references.map(({ url }) => new URL(url).host)} />
      )}
      {checkResolvers !== undefined && (
        <NameList
          label="options_policy_check_resolvers"
          names={settings.checkResolvers.flatMap((choice) => resolverIdentity(choice)?.host ?? [])}
        />
      )}
      {policy.problems.length > 0 && (
        <>
          <p class="problem">{say('options_policy_problems')}</p>
          <ul class="listed">
            {policy.problems.map((problem, index) => (
              <li key={index}>
                <Words sentence={problem} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Awaited() {
  const [isLong, setLong] = useState(false);
  const forgetting = useAction(forgetPolicy, 'failed_storage');
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), WAIT_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div aria-live="polite">
      <p>{say('options_policy_awaited')}</p>
      {isLong && (
        <>
          <p class="hint">{say('options_policy_forget_hint')}</p>
          <button type="button" onClick={() => forgetting.run()}>
            {say('options_policy_forget')}
          </button>
          <ActionFailure of={forgetting} />
        </>
      )}
    </div>
  );
}
