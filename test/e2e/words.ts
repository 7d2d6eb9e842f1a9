// The extension's words, read from _locales as a browser reads them: `$NAME$` by its placeholder, `$1` by its argument.

import messages from '../../src/_locales/en/messages.json' with { type: 'json' };
import type { MessageKey } from '../../src/shared/sentence.ts';

interface Message {
  message: string;
  placeholders?: Record<string, { content: string }>;
}

export function words(key: MessageKey, ...args: string[]): string {
  const { message, placeholders } = messages[key] as Message;
  return message
    .replace(/\$(\w+)\$/g, (_, name: string) => placeholders?.[name.toLowerCase()]?.content ?? '')
    .replace(/\$(\d)/g, (_, digit: string) => args[Number(digit) - 1] ?? '');
}

/** What the toolbar says of a tab. */
export const titleWords = (status: MessageKey, headline: string): string =>
  words('toolbar_title', words(status), headline);
