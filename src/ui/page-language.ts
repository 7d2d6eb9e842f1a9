// Tells the document its language and direction, so that speech, hyphens and logical CSS properties follow them.

import { language } from '../platform/words.ts';

export function applyLanguage(root: HTMLElement): void {
  const { tag, direction } = language();
  root.lang = tag;
  root.dir = direction;
}
