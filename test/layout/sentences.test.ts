// What the popup says is short enough to be understood as it is read: twenty words a sentence, names and amounts counted as one each.

import { expect, it } from 'vitest';
import messages from '../../src/_locales/en/messages.json';

const MOST_WORDS = 20;
const OF_THE_POPUP =
  /^(?:action|advice|anonymity|answer|basis|canary|cause|downgrade|evidence|failure|found|glance|headline|host|how|note|observer|others|own|popup|probes|published|responsible|status|unknown)_/;

it('no sentence of the popup is longer than twenty words', () => {
  const long = Object.entries(messages)
    .filter(([key]) => OF_THE_POPUP.test(key))
    .flatMap(([, { message }]) => message.split(/(?<=[.:;?…])\s/))
    .filter((sentence) => sentence.split(/\s+/).length > MOST_WORDS);
  expect(long).toEqual([]);
});
