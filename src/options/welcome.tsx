// The first start in three blocks: what this is for, who looks sites up, and when; nothing is chosen beforehand. One button, which says
// what it does: nothing is stored and nobody is asked before it is pressed.

import { useState } from 'preact/hooks';
import { asksForConsent, asksPages } from '../platform/features.ts';
import { requestConsent, requestTracing } from '../platform/permissions.ts';
import { type Choices, resolverIdentity, type Settings } from '../shared/settings.ts';
import type { SettingsIntent } from '../shared/settings-intent.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { step } from '../ui/failure-words.ts';
import { useAction } from '../ui/use-action.ts';
import { say } from '../ui/words.tsx';
import { AskMode } from './ask-mode.tsx';
import { NetworkTest } from './network-test.tsx';
import { ResolverChoiceField } from './resolver-choice.tsx';

interface WelcomeProps {
  settings: Settings;
  /** What an organization suggests about tests of networks, if it does. */
  suggested: boolean | undefined;
  /** The user chose a resolver before: nothing is ticked for who comes here again. */
  hasChosen: boolean;
  /** Rejects when it was not stored. */
  change(...intents: SettingsIntent[]): Promise<void>;
  /** Called with what to say when the choice is stored and the consent was answered. */
  onStart(words: string): void;
}

type Picked = Partial<Pick<Choices, 'resolver' | 'ask' | 'measurePages' | 'testNetwork'>>;

export function Welcome({ settings, suggested, hasChosen, change, onStart }: WelcomeProps) {
  const [picked, setPicked] = useState<Picked>({});
  const [isMissing, setMissing] = useState(false);
  // Policy may come after this page did: what it decides is not for the user to store, and what is left to its default neither.
  const { locked, isAwaited } = settings.managed;
  const ticked: Picked = !asksPages() || hasChosen || suggested !== undefined ? {} : { testNetwork: true };
  const own: Picked = Object.fromEntries(
    Object.entries({ ...ticked, ...picked }).filter(([field]) => !(locked as string[]).includes(field)),
  );
  const { resolver, ask, measurePages, testNetwork } = { ...settings, ...own };
  const identity = resolverIdentity(resolver);

  const starting = useAction(async () => {
    if (identity === null) return setMissing(true);
    // Asked for in the click itself: Firefox refuses it after anything was awaited.
    const consent = step('failed_permission', requestConsent);
    const tracing = measurePages === 'automatic' ? step('failed_permission', requestTracing) : true;
    const ended = await Promise.allSettled([change(...intentsOf(own)), consent, tracing]);
    for (const part of ended) if (part.status === 'rejected') throw part.reason;
    onStart((await consent) ? say('options_started', { label: identity.name }) : say('options_start_declined'));
  }, 'failed_storage');

  return (
    <>
      <section class="welcome">
        <p>{say('options_welcome_what')}</p>
      </section>
      <ResolverChoiceField
        legend="options_welcome_whom"
        hint="options_welcome_whom_hint"
        choice={resolver}
        isLocked={isAwaited || locked.includes('resolver')}
        onChoose={(choice) => setPicked({ ...picked, resolver: choice })}
      />
      <AskMode ask={ask} isLocked={locked.includes('ask')} onChange={(mode) => setPicked({ ...picked, ask: mode })} />
      {asksPages() && !locked.includes('measurePages') && (
        <section class="card wide">
          <input
            type="checkbox"
            id="start-measure"
            checked={measurePages === 'automatic'}
            aria-describedby="start-measure-hint"
            onChange={({ currentTarget: { checked } }) =>
              setPicked({ ...picked, measurePages: checked ? 'automatic' : 'on-click' })
            }
          />
          <label for="start-measure">{say('options_start_measure')}</label>
          <p id="start-measure-hint" class="hint">
            {say('options_start_measure_hint')}
          </p>
        </section>
      )}
      <NetworkTest
        settings={settings}
        isWanted={testNetwork}
        onChange={(isWanted) => setPicked({ ...picked, testNetwork: isWanted })}
      />
      <section class="start">
        <p class="hint">{say('options_welcome_keeps')}</p>
        <div>
          <button type="button" class="primary" onClick={() => starting.run()}>
            {say('options_start')}
          </button>
          {asksForConsent() && <p class="hint">{say('options_start_consent')}</p>}
        </div>
        {/* Once a resolver is chosen it keeps its room: a button that moves under the pointer misses the click. */}
        <p class={identity === null ? 'problem' : 'problem settled'} role="alert">
          {isMissing && say(isAwaited ? 'options_policy_awaited' : 'options_start_needs_resolver')}
        </p>
        <ActionFailure of={starting} />
      </section>
    </>
  );
}

const intentsOf = ({ resolver, ask, measurePages, testNetwork }: Picked): SettingsIntent[] => [
  ...(resolver ? [{ kind: 'choose-resolver' as const, resolver }] : []),
  ...(ask ? [{ kind: 'choose-ask' as const, ask }] : []),
  ...(measurePages ? [{ kind: 'choose-measure-pages' as const, measurePages }] : []),
  ...(testNetwork === undefined ? [] : [{ kind: 'choose-test-network' as const, isWanted: testNetwork }]),
];
