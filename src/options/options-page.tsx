// Every setting on one page. At the first start the welcome stands in their place, and then what its choice came to.

import { useState } from 'preact/hooks';
import { asksPages } from '../platform/features.ts';
import type { SettingsReading } from '../platform/settings.ts';
import { type ResolverChoice, resolverTemplate } from '../shared/settings.ts';
import { Chevron } from '../ui/glyphs.tsx';
import { IconLegend } from '../ui/icon-legend.tsx';
import { say } from '../ui/words.tsx';
import { AllSet } from './all-set.tsx';
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
import { type SettingsStore, useSettings } from './use-settings.ts';
import { Welcome } from './welcome.tsx';

type Stage = { kind: 'welcome' } | { kind: 'all-set'; words: string } | { kind: 'settings' };

export function OptionsPage({ first, welcome }: { first: SettingsReading; welcome: boolean }) {
  const store = useSettings(first);
  const { settings, policy, problems, saved, notRead, change } = store;
  const [stage, setStage] = useState<Stage>({ kind: welcome ? 'welcome' : 'settings' });
  const showSettings = () => {
    document.title = say('options_title');
    setStage({ kind: 'settings' });
  };

  if (stage.kind === 'all-set')
    return (
      <main>
        <AllSet words={stage.words} onSettings={showSettings} />
      </main>
    );
  const isWelcome = stage.kind === 'welcome';
  return (
    <main class={stage.kind}>
      <header>
        <img src="icons/app-48.png" alt="" width="40" height="40" />
        <h1>{say(isWelcome ? 'options_welcome' : 'options_heading')}</h1>
        <p class={notRead ? 'saved refused' : 'saved'} role="status">
          {saved && say('options_saved')}
          {notRead && say('options_not_read')}
        </p>
      </header>
      <Organisation settings={settings} policy={policy} />
      <Unusable problems={problems} onDrop={() => change({ kind: 'drop-unusable' })} />
      {isWelcome ? (
        <Welcome
          settings={settings}
          suggested={policy.policy.choices.testNetwork}
          hasChosen={first.settings.resolver !== null && policy.policy.choices.resolver === undefined}
          change={change}
          onStart={(words) => setStage({ kind: 'all-set', words })}
        />
      ) : (
        <AllSettings store={store} />
      )}
    </main>
  );
}

/** What is decided most comes first; what few need, last. */
function AllSettings({ store: { settings, policy, change } }: { store: SettingsStore }) {
  const { locked, isAwaited, roots } = settings.managed;
  const chooseResolver = (resolver: ResolverChoice) => change({ kind: 'choose-resolver', resolver });
  return (
    <>
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
      <ResolverChoiceField
        legend="options_resolver"
        hint="options_resolver_hint"
        isFolded
        choice={settings.resolver}
        isLocked={isAwaited || locked.includes('resolver')}
        onChoose={chooseResolver}
      >
        {/* What was found about one resolver is not told of another. */}
        <ResolverTestButton key={resolverTemplate(settings.resolver)} choice={settings.resolver} />
      </ResolverChoiceField>
      <CompareResolvers settings={settings} isLocked={locked.includes('resolver')} onChoose={chooseResolver} />
      <Permissions measuresPages={settings.measurePages === 'automatic'} />
      <section aria-labelledby="network-check">
        <h2 id="network-check">{say('options_network_check')}</h2>
        <p>
          <a
            href={policy.hasPolicy ? 'network-check.html?managed' : 'network-check.html'}
            target="_blank"
            rel="noreferrer"
          >
            {say('check_heading')}
          </a>
        </p>
      </section>
      <details class="folded">
        <summary>
          <Chevron class="chevron" size={14} />
          <h2>{say('legend_title')}</h2>
        </summary>
        <IconLegend />
      </details>
      <ExpectedRoots
        roots={settings.expectedRoots}
        managed={roots}
        onRemove={(sha256) => change({ kind: 'remove-root', sha256 })}
        onAdd={(root) => change({ kind: 'add-root', root })}
      />
      <section aria-labelledby="privacy">
        <h2 id="privacy">{say('options_privacy')}</h2>
        <p>{say('options_privacy_sends')}</p>
        <p>{say('options_privacy_keeps')}</p>
      </section>
    </>
  );
}
