// RFC 8914: the resolver's own explanation. Blocked, filtered and censored are news to the user and have words of ours; the
// resolver's text is shown as text from outside.

import type { ExtendedError } from '../shared/lookup.ts';
import type { Some } from '../shared/report.ts';
import type { MessageKey } from '../shared/sentence.ts';
import { visibleText } from '../ui/host-name.ts';
import { say } from '../ui/words.tsx';
import { AndMore } from './and-more.tsx';

/** RFC 8914 §4, those that say that an answer was kept back or made up. */
const CODES: Record<number, MessageKey> = {
  4: 'popup_extended_error_forged',
  15: 'popup_extended_error_blocked',
  16: 'popup_extended_error_censored',
  17: 'popup_extended_error_filtered',
  18: 'popup_extended_error_prohibited',
};

export function ExtendedErrors({ errors }: { errors: Some<ExtendedError> }) {
  const { items, more } = errors;
  return items.map(({ code, text }, index) => {
    const words = CODES[code];
    return (
      <div class="fact" key={`${code}-${index}`}>
        <dt>{say('popup_resolver_says')}</dt>
        <dd>
          {words === undefined ? say('popup_extended_error', { code }) : say(words)}{' '}
          {text !== '' && <q>{<bdi>{visibleText(text)}</bdi>}</q>}
          {index === items.length - 1 && <AndMore count={more} />}
        </dd>
      </div>
    );
  });
}
