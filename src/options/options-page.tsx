// Every setting on one page; the welcome stands before them at the first start and holds the first two.

import { useState } from 'preact/hooks';
import type { SettingsReading } from '../platform/settings-page.ts';
import { type Choices, type ExpectedRoot, resolverTemplate, type Settings } from '../shared/settings.ts';
import { say } from '../ui/words.tsx';
import { AskMode } from './ask-mode.tsx';
import { CompareResolvers } from './compare-resolvers.tsx';
import { ExpectedRoots } from './expected-roots.tsx';
import { Organisation } from './organisation.tsx';
import { Permissions } from './permissions.tsx';
import { PrivateWindows } from './private-windows.tsx';
import { ResolverChoiceField } from './resolver-choice.tsx';
import { ResolverTestButton } from './resolver-test.tsx';
import { useSettings } from './use-settings.ts';
import { Welcome } from './welcome.tsx';

export function OptionsPage({ first, welcome }: { first: SettingsReading; welcome: boolean }) {
  const { settings, policy, saved, change } = useSettings(first);
  const { locked, isAwaited, roots } = settings.managed;
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
      <Organisation settings={settings} policy={policy} />
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
          <ResolverChoiceField
            choice={settings.resolver}
            isLocked={isAwaited || locked.includes('resolver')}
            onChoose={(resolver) => change({ resolver })}
          >
            {/* What was found about one resolver is not told of another. */}
            <ResolverTestButton key={resolverTemplate(settings.resolver)} choice={settings.resolver} />
          </ResolverChoiceField>
          <CompareResolvers
            settings={settings}
            isLocked={locked.includes('resolver')}
            onChoose={(resolver) => change({ resolver })}
          />
          <AskMode ask={settings.ask} isLocked={locked.includes('ask')} onChange={(ask) => change({ ask })} />
          <PrivateWindows allowed={settings.privateWindows} onChange={(privateWindows) => change({ privateWindows })} />
          <Permissions />
          <ExpectedRoots
            roots={settings.expectedRoots}
            managed={roots}
            onRemove={(gone) => change(onOwnRoots((own) => own.filter(({ sha256 }) => sha256 !== gone)))}
            onAdd={(root) => change(onOwnRoots((own) => [...own.filter(({ sha256 }) => sha256 !== root.sha256), root]))}
          />
        </>
      )}
      {!isWelcome && (
        <section aria-labelledby="network-check">
          <h2 id="network-check">{say('options_network_check')}</h2>
          <p>
            <a href="network-check.html" target="_blank" rel="noreferrer">
              {say('check_heading')}
            </a>
          </p>
        </section>
      )}
      <section aria-labelledby="privacy">
        <h2 id="privacy">{say('options_privacy')}</h2>
        <p>{say('options_privacy_sends')}</p>
        <p>{say('options_privacy_keeps')}</p>
      </section>
    </main>
  );
}

/** Onto what is stored by then: the popup adds some too. Policy's are not the user's to store. */
const onOwnRoots =
  (edit: (own: ExpectedRoot[]) => ExpectedRoot[]) =>
  ({ expectedRoots, managed }: Settings): Partial<Choices> => ({
    expectedRoots: edit(expectedRoots.filter(({ sha256 }) => !managed.roots.includes(sha256))),
  });
