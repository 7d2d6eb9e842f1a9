// The first start: what Overheard asks whom, a choice with nothing chosen beforehand, and one button. Nothing is stored and
// nobody is asked before it is pressed.

import { useState } from 'preact/hooks';
import { asksForConsent } from '../platform/features.ts';
import { requestConsent } from '../platform/permissions.ts';
import { type ResolverChoice, resolverIdentity, type Settings } from '../shared/settings.ts';
import { say } from '../ui/words.tsx';
import { AskMode } from './ask-mode.tsx';
import { ResolverChoiceField } from './resolver-choice.tsx';

interface WelcomeProps {
  settings: Settings;
  change(part: Partial<Settings>): Promise<void>;
  /** Called with what to say when the choice is stored and the consent was answered. */
  onStart(words: string): void;
}

export function Welcome({ settings, change, onStart }: WelcomeProps) {
  const [resolver, setResolver] = useState<ResolverChoice | null>(settings.resolver);
  const [ask, setAsk] = useState(settings.ask);
  const [isMissing, setMissing] = useState(false);
  const identity = resolverIdentity(resolver);

  const start = async () => {
    if (identity === null) return setMissing(true);
    // Asked for in the click itself: Firefox refuses it after anything was awaited.
    const consent = requestConsent();
    await change({ resolver, ask });
    onStart((await consent) ? say('options_started', identity.name) : say('options_start_declined'));
  };

  return (
    <>
      <section class="welcome">
        <p>{say('options_welcome_what')}</p>
        <p>{say('options_welcome_whom')}</p>
      </section>
      <ResolverChoiceField choice={resolver} onChoose={setResolver} />
      <AskMode ask={ask} onChange={setAsk} />
      <section class="start">
        {asksForConsent && <p>{say('options_start_consent')}</p>}
        <button type="button" class="primary" onClick={start}>
          {say('options_start')}
        </button>
        <p class="problem" role="alert">
          {isMissing && identity === null && say('options_start_needs_resolver')}
        </p>
      </section>
    </>
  );
}
