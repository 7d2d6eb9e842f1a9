// Authorities that the user expects on this device: Overheard does not warn of them.

import { useId, useState } from 'preact/hooks';
import { tellsConnections } from '../platform/features.ts';
import { readFingerprint, writeFingerprint } from '../shared/fingerprint.ts';
import type { MessageKey } from '../shared/sentence.ts';
import type { ExpectedRoot } from '../shared/settings.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { Chevron } from '../ui/glyphs.tsx';
import { visibleText } from '../ui/host-name.ts';
import { useAction } from '../ui/use-action.ts';
import { say } from '../ui/words.tsx';

interface ExpectedRootsProps {
  /** Policy's first. */
  roots: ExpectedRoot[];
  /** Fingerprints of those that policy brings. */
  managed: string[];
  /** By its fingerprint. */
  onRemove(sha256: string): unknown;
  onAdd(root: ExpectedRoot): unknown;
}

/** Folded where there are none. Where the browser shows certificates to no extension (Chrome), there is nothing to add. */
export function ExpectedRoots({ roots, managed, onRemove, onAdd }: ExpectedRootsProps) {
  const [isOpen] = useState(roots.length > 0);
  if (!tellsConnections() && roots.length === 0) return null;
  return (
    <details class="folded" open={isOpen}>
      <summary>
        <Chevron class="chevron" size={14} />
        <h2>{say('options_advanced')}</h2>
      </summary>
      <h3>{say('options_roots')}</h3>
      <p class="hint">{say('options_roots_hint')}</p>
      <Warning hasRoots={roots.length > 0} />
      <ul class="roots">
        {roots.map((root) => (
          <li key={root.sha256}>
            <span>
              <bdi>{visibleText(root.label)}</bdi>
              <code dir="ltr">{writeFingerprint(root.sha256)}</code>
            </span>
            {managed.includes(root.sha256) ? (
              <span class="managed">{say('options_managed')}</span>
            ) : (
              <RemoveRoot label={visibleText(root.label)} onRemove={() => onRemove(root.sha256)} />
            )}
          </li>
        ))}
      </ul>
      {tellsConnections() && <AddRoot roots={roots} onAdd={onAdd} />}
    </details>
  );
}

function RemoveRoot({ label, onRemove }: { label: string; onRemove(): unknown }) {
  const removing = useAction(onRemove, 'failed_storage');
  return (
    <>
      <button type="button" aria-label={say('options_root_remove_named', { label })} onClick={() => removing.run()}>
        {say('options_root_remove')}
      </button>
      <ActionFailure of={removing} />
    </>
  );
}

/** What the list is good for here: Chrome shows certificates to no extension. */
function Warning({ hasRoots }: { hasRoots: boolean }) {
  if (!tellsConnections()) return <p>{say('options_roots_unseen')}</p>;
  return hasRoots ? null : <p>{say('options_roots_none')}</p>;
}

function AddRoot({ roots, onAdd }: { roots: ExpectedRoot[]; onAdd(root: ExpectedRoot): unknown }) {
  const [text, setText] = useState('');
  const [label, setLabel] = useState('');
  const [problem, setProblem] = useState<MessageKey | null>(null);
  const id = useId();
  const adding = useAction(async (root: ExpectedRoot) => {
    await onAdd(root);
    setText('');
    setLabel('');
  }, 'failed_storage');

  const add = (event: Event) => {
    event.preventDefault();
    const sha256 = readFingerprint(text);
    if (sha256 === null) return setProblem('options_root_bad');
    if (roots.some((root) => root.sha256 === sha256)) return setProblem('options_root_double');
    adding.run({ sha256, label: label.trim() === '' ? sha256.slice(0, 8) : label.trim() });
    setProblem(null);
  };

  return (
    <form class="add-root" noValidate onSubmit={add}>
      <div class="field">
        <label for={`${id}-print`}>{say('options_root_fingerprint')}</label>
        <input
          id={`${id}-print`}
          dir="ltr"
          spellcheck={false}
          autocomplete="off"
          value={text}
          aria-invalid={problem !== null}
          aria-describedby={`${id}-problem`}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </div>
      <div class="field">
        <label for={`${id}-label`}>{say('options_root_label')}</label>
        <input
          id={`${id}-label`}
          maxLength={200}
          autocomplete="off"
          value={label}
          onInput={({ currentTarget }) => setLabel(currentTarget.value)}
        />
      </div>
      <button type="submit">{say('options_root_add')}</button>
      <p id={`${id}-problem`} class="problem" role="alert">
        {problem !== null && say(problem)}
      </p>
      <ActionFailure of={adding} />
    </form>
  );
}
