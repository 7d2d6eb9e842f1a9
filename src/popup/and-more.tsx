// How many stand beside those that a list shows; nothing when it shows them all.

import { say } from '../ui/words.tsx';

export const AndMore = ({ count }: { count: number }) =>
  count > 0 ? <span> {say('popup_and_more', { count })}</span> : null;
