// The English sentences, put together as browsers do it.

import messages from '../../../src/_locales/en/messages.json';

interface Message {
  message: string;
  placeholders?: Record<string, { content: string }>;
}

/** `$NAME$` by its placeholder, `$1` by its argument; nothing for a key that does not exist. */
export function getMessage(key: string, args: string[] = []): string {
  const found = (messages as Record<string, Message>)[key];
  if (found === undefined) return '';
  return found.message
    .replace(/\$(\w+)\$/g, (_, name: string) => found.placeholders?.[name.toLowerCase()]?.content ?? '')
    .replace(/\$(\d)/g, (_, digit: string) => args[Number(digit) - 1] ?? '');
}
