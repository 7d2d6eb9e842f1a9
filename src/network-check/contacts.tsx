// The hosts and names that the check contacts, listed before it starts so that the user can decide.

import type { ComponentChildren } from 'preact';
import type { MessageKey } from '../shared/sentence.ts';
import { Name } from '../ui/name.tsx';
import { say } from '../ui/words.tsx';
import type { CheckPlan } from './plan.ts';

export function Contacts({ plan: { browser, resolvers, references, canary, excludedNames } }: { plan: CheckPlan }) {
  const isFirefox = browser === 'firefox';
  return (
    <section aria-labelledby="contacts-title" id="contacts" class="contacts">
      <h2 id="contacts-title">{say('check_contacts')}</h2>
      <dl>
        <Group label="check_contacts_resolvers">
          {resolvers.map(({ name, host }) => (
            <li key={host}>{name === host ? <Name name={host} /> : <bdi title={host}>{name}</bdi>}</li>
          ))}
        </Group>
        <Group label={isFirefox ? 'check_contacts_references' : 'check_contacts_references_chromium'}>
          {references.map(({ host, url }) => (
            <li key={url}>
              <Name name={host} />
            </li>
          ))}
        </Group>
        {canary.length > 0 && (
          <Group label={isFirefox ? 'check_contacts_canary_system' : 'check_contacts_canary_browser'}>
            <Names names={canary} />
          </Group>
        )}
        {excludedNames.length > 0 && (
          <Group label="check_left_out">
            <Names names={excludedNames} />
          </Group>
        )}
      </dl>
      <p class="hint">{say('check_no_sites')}</p>
    </section>
  );
}

function Names({ names }: { names: string[] }) {
  return (
    <>
      {names.map((name) => (
        <li key={name}>
          <Name name={name} />
        </li>
      ))}
    </>
  );
}

function Group({ label, children }: { label: MessageKey; children: ComponentChildren }) {
  return (
    <div>
      <dt>{say(label)}</dt>
      <dd>
        <ul>{children}</ul>
      </dd>
    </div>
  );
}
