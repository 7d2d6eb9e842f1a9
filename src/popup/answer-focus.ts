// Where the focus goes when the button that was pressed is gone because its answer is there. Browsers would let it fall to the
// beginning of the page, and nobody would hear the answer.

import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { SiteReport } from '../shared/report.ts';

export type Pressed = RefObject<Element | null>;

/** The ref is for the button that is pressed. `view` shows the report. */
export function useAnswerFocus(view: RefObject<HTMLElement | null>, { verdict }: SiteReport): Pressed {
  const pressed: Pressed = useRef(null);
  const before = useRef(verdict);
  useLayoutEffect(() => {
    const isNewVerdict = before.current !== verdict;
    before.current = verdict;
    if (pressed.current === null || pressed.current.isConnected) return;
    pressed.current = null;
    // The user has gone on to something else.
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    const find = (selector: string) => view.current?.querySelector<HTMLElement>(selector);
    ((!isNewVerdict && find('.cause h2')) || find('h1'))?.focus();
  });
  return pressed;
}
