// Every setting on one page; the welcome stands before them at the first start and holds the first two.

import { useState } from 'preact/hooks';
import type { Settings } from '../shared/settings.ts';
import { say } from '../ui/words.tsx';
import { AskMode } from './ask-mode.tsx';
import { ExpectedRoots } from './expected-roots.tsx';
import { Permissions } from './permissions.tsx';
import { PrivateWindows } from './private-windows.tsx';
import { ResolverChoiceField } from './resolver-choice.tsx';
import { ResolverTestButton } from './resolver-test.tsx';
import { useSettings } from './use-settings.ts';
import { Welcome } from './welcome.tsx';

export function OptionsPage({ first, welcome }: { first: Settings; welcome: boolean }) {
  const { settings, saved, change } = useSettings(first);
  const [isWelcome, setWelcome] = useState(welcome);
  const [started, setStarted] = useState<string | null>(null);

  return (
    <main>
      <header>
        <img src="icons/app-48.png" alt="" width="40" height="40" />
        <h1>{say(isWelcome ? 'options_welcome' : 'options_title')}</h1>
        <p class="saved" role="status">
          {saved && say('options_saved')}
        </p>
      </header>
      <p class="started" role="status">
        {started}
      </p>
      {isWelcome ? (
        <Welcome
          settings={settings}
          change={change}
          onStart={(words) => {
            setStarted(words);
            setWelcome(false);
          }}
        />
      ) : (
        <>
          <ResolverChoiceField choice={settings.resolver} onChoose={(resolver) => change({ resolver })}>
            <ResolverTestButton choice={settings.resolver} />
          </ResolverChoiceField>
          <AskMode ask={settings.ask} onChange={(ask) => change({ ask })} />
          <PrivateWindows allowed={settings.privateWindows} onChange={(privateWindows) => change({ privateWindows })} />
          <Permissions />
          <ExpectedRoots roots={settings.expectedRoots} onChange={(expectedRoots) => change({ expectedRoots })} />
        </>
      )}
      <section aria-labelledby="privacy">
        <h2 id="privacy">{say('options_privacy')}</h2>
        <p>{say('options_privacy_sends')}</p>
        <p>{say('options_privacy_keeps')}</p>
      </section>
    </main>
  );
}
