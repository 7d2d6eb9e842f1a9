// A list of names under what they are for; nothing where there are none.

import type { MessageKey } from '../shared/sentence.ts';
import { Name } from './name.tsx';
import { say } from './words.tsx';

/** A list is shown to say what it is about; who wrote it has the rest. */
const SHOWN = 50;

export function NameList({ label, names }: { label: MessageKey; names: string[] }) {
  if (names.length === 0) return null;
  const more = names.length - SHOWN;
  return (
    <>
      <p>{say(label)}</p>
      <ul class="listed">
        {names.slice(0, SHOWN).map((name) => (
          <li key={name}>
            <Name name={name} />
          </li>
        ))}
        {more > 0 && <li>{say('popup_and_more', { count: more })}</li>}
      </ul>
    </>
  );
}
