// Which resolver is asked: one of the known ones, or an address of the user's own. What is not complete is not chosen: the
// earlier choice stays until a profile or an address is good. In the settings the list opens on a button, over what is chosen.

import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { RESOLVER_PRESETS, type ResolverPreset } from '../shared/resolvers.ts';
import { err, ok } from '../shared/result.ts';
import { keyOf, type MessageKey } from '../shared/sentence.ts';
import { PROFILE_PATTERN, type ResolverChoice, resolverIdentity } from '../shared/settings.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { Chevron } from '../ui/glyphs.tsx';
import { useAction } from '../ui/use-action.ts';
import { say } from '../ui/words.tsx';
import { CheckedField } from './checked-field.tsx';
import { CustomResolver } from './custom-resolver.tsx';
import { operatorOf } from './resolver-operators.ts';
import { FIRST_SHOWN, ORDERED_PRESETS, shownFirst } from './resolver-order.ts';

interface ResolverChoiceProps {
  choice: ResolverChoice | null;
  isLocked: boolean;
  legend: MessageKey;
  hint: MessageKey;
  /** Only what is chosen is shown at first, where something is. */
  isFolded?: boolean;
  /** Ends when it is stored, and rejects when it could not be. */
  onChoose(choice: ResolverChoice): unknown;
  children?: ComponentChildren;
}

const idOf = (choice: ResolverChoice | null): string | null =>
  choice === null ? null : choice.kind === 'custom' ? 'custom' : choice.id;

const describe = (preset: ResolverPreset): string =>
  `${say('options_operator', { label: operatorOf(preset).operator })} ${say(keyOf('options_filtering', preset.filtering))}`;

export function ResolverChoiceField({ legend, hint, isFolded = false, children, ...list }: ResolverChoiceProps) {
  const { choice, isLocked } = list;
  const [isOpen] = useState(choice === null);
  return (
    <fieldset class="resolvers">
      <legend>{say(legend)}</legend>
      {isLocked && <p class="managed">{say('options_managed')}</p>}
      <p class="hint">{say(hint)}</p>
      {isFolded ? (
        <>
          {choice !== null && (
            <p class="in-use">
              <strong>
                <bdi>{resolverIdentity(choice)?.name}</bdi>
              </strong>{' '}
              <Description choice={choice} />
            </p>
          )}
          <details class="folded" open={isOpen}>
            <summary>
              <Chevron class="chevron" size={14} />
              {say('options_change')}
            </summary>
            <ResolverList {...list} isAll />
          </details>
        </>
      ) : (
        <ResolverList {...list} isAll={false} />
      )}
      {children}
    </fieldset>
  );
}

function Description({ choice }: { choice: ResolverChoice }) {
  const preset = RESOLVER_PRESETS.find(({ id }) => id === idOf(choice));
  return <span class="hint">{preset === undefined ? say('options_custom_own') : describe(preset)}</span>;
}

interface ResolverListProps extends Pick<ResolverChoiceProps, 'choice' | 'isLocked' | 'onChoose'> {
  /** From the beginning. */
  isAll: boolean;
}

function ResolverList({ choice, isLocked, onChoose, ...first }: ResolverListProps) {
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

  const [isAll, setAll] = useState(first.isAll);
  const presets = isAll ? ORDERED_PRESETS : shownFirst(shown);
  const cards = useRef<HTMLDivElement>(null);
  // The button is gone: the keyboard goes on with the first that was not there.
  useLayoutEffect(() => {
    if (isAll && !first.isAll) cards.current?.querySelectorAll<HTMLElement>('input[type=radio]')[FIRST_SHOWN]?.focus();
  }, [isAll, first.isAll]);

  return (
    <>
      <p class="hint">{say('options_resolver_order')}</p>
      <div class="cards" ref={cards}>
        {presets.map((preset) => (
          <Card
            key={preset.id}
            id={preset.id}
            name={preset.name}
            description={describe(preset)}
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
      {presets.length < ORDERED_PRESETS.length && (
        <button type="button" class="plain all" onClick={() => setAll(true)}>
          {say('session_show_all', { count: ORDERED_PRESETS.length })}
        </button>
      )}
    </>
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
