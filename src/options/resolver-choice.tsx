// Which resolver is asked: one of the known ones, or an address of the user's own. What is not complete is not chosen: the
// earlier choice stays until a profile or an address is good.

import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { RESOLVER_PRESETS, type ResolverPreset } from '../shared/resolvers.ts';
import { err, ok } from '../shared/result.ts';
import { keyOf } from '../shared/sentence.ts';
import { PROFILE_PATTERN, type ResolverChoice } from '../shared/settings.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { useAction } from '../ui/use-action.ts';
import { say } from '../ui/words.tsx';
import { CheckedField } from './checked-field.tsx';
import { CustomResolver } from './custom-resolver.tsx';
import { operatorOf } from './resolver-operators.ts';

interface ResolverChoiceProps {
  choice: ResolverChoice | null;
  isLocked: boolean;
  /** Ends when it is stored, and rejects when it could not be. */
  onChoose(choice: ResolverChoice): unknown;
  children?: ComponentChildren;
}

const idOf = (choice: ResolverChoice | null): string | null =>
  choice === null ? null : choice.kind === 'custom' ? 'custom' : choice.id;

export function ResolverChoiceField({ choice, isLocked, onChoose, children }: ResolverChoiceProps) {
  const chosen = idOf(choice);
  // What is not stored yet: it waits for a profile or an address, or for the store.
  const [picked, setPicked] = useState<string | null>(null);
  const shown = picked ?? chosen;
  const stored = useRef<string | null>(null);
  // A choice that was made elsewhere shows here too; one of our own that is stored by now leaves a later pick alone. Not in useEffect:
  // it may come after a pick.
  useLayoutEffect(() => {
    if (chosen !== stored.current) setPicked(null);
  }, [chosen]);

  const [tried, setTried] = useState<string | null>(null);
  const choosing = useAction(
    async (made: ResolverChoice, isTyped: boolean) => {
      const id = idOf(made);
      // Stored or refused: what holds is shown, unless something else was picked meanwhile.
      const showWhatHolds = () => setPicked((now) => (now === id ? null : now));
      stored.current = id;
      setTried(id);
      try {
        await onChoose(made);
      } catch (error) {
        // What was typed stays, to be tried again.
        if (!isTyped) showWhatHolds();
        throw error;
      }
      showWhatHolds();
    },
    'failed_storage',
    'last-wins',
  );
  const pick = (preset: ResolverPreset) => {
    setPicked(preset.id);
    if (preset.filtering !== 'profile') choosing.run({ kind: 'preset', id: preset.id }, false);
  };
  const failure = (id: string) => tried === id && <ActionFailure of={choosing} />;

  return (
    <fieldset class="resolvers">
      <legend>{say('options_resolver')}</legend>
      {isLocked && <p class="managed">{say('options_managed')}</p>}
      <p class="hint">{say('options_resolver_hint')}</p>
      <div class="cards">
        {RESOLVER_PRESETS.map((preset) => (
          <Card
            key={preset.id}
            id={preset.id}
            name={preset.name}
            description={`${say('options_operator', { label: operatorOf(preset).operator })} ${say(keyOf('options_filtering', preset.filtering))}`}
            checked={shown === preset.id}
            isLocked={isLocked}
            onPick={() => pick(preset)}
          >
            <a
              href={operatorOf(preset).policyUrl}
              target="_blank"
              rel="noreferrer"
              aria-label={say('options_policy_of', { label: preset.name })}
            >
              {say('options_policy')}
            </a>
            {preset.filtering === 'profile' && shown === preset.id && (
              <ProfileField
                profile={choice?.kind === 'preset' && choice.id === preset.id ? (choice.profile ?? '') : ''}
                isLocked={isLocked}
                onChange={(profile) => choosing.run({ kind: 'preset', id: preset.id, profile }, true)}
              />
            )}
            {failure(preset.id)}
          </Card>
        ))}
        <Card
          id="custom"
          name={say('options_custom')}
          description={say('options_custom_description')}
          checked={shown === 'custom'}
          isLocked={isLocked}
          onPick={() => setPicked('custom')}
        >
          {shown === 'custom' && (
            <CustomResolver
              template={choice?.kind === 'custom' ? choice.template : ''}
              isLocked={isLocked}
              onChange={(template) => choosing.run({ kind: 'custom', template }, true)}
            />
          )}
          {failure('custom')}
        </Card>
      </div>
      {children}
    </fieldset>
  );
}

interface CardProps {
  id: string;
  name: string;
  description: string;
  checked: boolean;
  isLocked: boolean;
  onPick(): void;
  children?: ComponentChildren;
}

function Card({ id, name, description, checked, isLocked, onPick, children }: CardProps) {
  return (
    <div class="card">
      <input
        type="radio"
        name="resolver"
        id={`resolver-${id}`}
        value={id}
        checked={checked}
        disabled={isLocked}
        aria-describedby={`resolver-${id}-description`}
        onChange={onPick}
      />
      <label for={`resolver-${id}`}>{name}</label>
      <p id={`resolver-${id}-description`} class="hint">
        {description}
      </p>
      {children}
    </div>
  );
}

interface ProfileFieldProps {
  profile: string;
  isLocked: boolean;
  onChange(profile: string): void;
}

/** The NextDNS profile, which is part of the resolver's address: without one there is no resolver to ask. */
function ProfileField({ profile, isLocked, onChange }: ProfileFieldProps) {
  return (
    <CheckedField
      label="options_profile"
      hint="options_profile_hint"
      value={profile}
      isLocked={isLocked}
      check={(text) => (PROFILE_PATTERN.test(text.trim()) ? ok(text.trim()) : err('options_profile_bad'))}
      onTake={onChange}
    />
  );
}
