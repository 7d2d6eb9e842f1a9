// Every setting on one page; the welcome stands before them at the first start and holds the first two.

import { useState } from 'preact/hooks';
import { asksPages } from '../platform/features.ts';
import type { SettingsReading } from '../platform/settings.ts';
import { resolverTemplate } from '../shared/settings.ts';
import { say } from '../ui/words.tsx';
import { AskMode } from './ask-mode.tsx';
import { CompareResolvers } from './compare-resolvers.tsx';
import { ExpectedRoots } from './expected-roots.tsx';
import { MeasurePagesField } from './measure-pages.tsx';
import { NetworkTest } from './network-test.tsx';
import { Organisation } from './organisation.tsx';
import { Permissions } from './permissions.tsx';
import { PrivateWindows } from './private-windows.tsx';
import { ResolverChoiceField } from './resolver-choice.tsx';
import { ResolverTestButton } from './resolver-test.tsx';
import { Unusable } from './unusable.tsx';
import { useSettings } from './use-settings.ts';
import { Welcome } from './welcome.tsx';

export function OptionsPage({ first, welcome }: { first: SettingsReading; welcome: boolean }) {
  const { settings, policy, problems, saved, notRead, change } = useSettings(first);
  const { locked, isAwaited, roots } = settings.managed;
  const [isWelcome, setWelcome] = useState(welcome);
  const [started, setStarted] = useState<string | null>(null);

  return (
    <main>
      <header>
        <img src="icons/app-48.png" alt="" width="40" height="40" />
        <h1>{say(isWelcome ? 'options_welcome' : 'options_title')}</h1>
        <p class={notRead ? 'saved refused' : 'saved'} role="status">
          {saved && say('options_saved')}
          {notRead && say('options_not_read')}
        </p>
      </header>
      <p class="started" role="status">
        {started}
      </p>
      <Organisation settings={settings} policy={policy} />
      <Unusable problems={problems} onDrop={() => change({ kind: 'drop-unusable' })} />
      {isWelcome ? (
        <Welcome
          settings={settings}
          suggested={policy.policy.choices.testNetwork}
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
            onChoose={(resolver) => change({ kind: 'choose-resolver', resolver })}
          >
            {/* What was found about one resolver is not told of another. */}
            <ResolverTestButton key={resolverTemplate(settings.resolver)} choice={settings.resolver} />
          </ResolverChoiceField>
          <CompareResolvers
            settings={settings}
            isLocked={locked.includes('resolver')}
            onChoose={(resolver) => change({ kind: 'choose-resolver', resolver })}
          />
          <AskMode
            ask={settings.ask}
            isLocked={locked.includes('ask')}
            onChange={(ask) => change({ kind: 'choose-ask', ask })}
          />
          {asksPages() && (
            <MeasurePagesField
              when={settings.measurePages}
              isLocked={locked.includes('measurePages')}
              onChange={(measurePages) => change({ kind: 'choose-measure-pages', measurePages })}
            />
          )}
          <NetworkTest
            settings={settings}
            isWanted={settings.testNetwork}
            onChange={(isWanted) => change({ kind: 'choose-test-network', isWanted })}
          />
          <PrivateWindows
            allowed={settings.privateWindows}
            onChange={(isAllowed) => change({ kind: 'allow-private-windows', isAllowed })}
          />
          <Permissions measuresPages={settings.measurePages === 'automatic'} />
          <ExpectedRoots
            roots={settings.expectedRoots}
            managed={roots}
            onRemove={(sha256) => change({ kind: 'remove-root', sha256 })}
            onAdd={(root) => change({ kind: 'add-root', root })}
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
