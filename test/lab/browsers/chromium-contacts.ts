// Whom an extension sent requests to in Chromium: read off the browser's own log of requests (--log-net-log), one event a line,
// which has every request from the browser's start to its end together with the origin that began it.

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** Of a page in a tab, which is not the extension's own request although it may have opened it. */
const NAVIGATION = '"request_type":"main frame"';

export async function readContacts(log: string, origin: string): Promise<string[]> {
  const contacts = new Set<string>();
  for await (const line of createInterface({ input: createReadStream(log) })) {
    if (!line.includes(`"initiator":"${origin}"`) || line.includes(NAVIGATION)) continue;
    const [, url] = line.match(/"url":"((?:https?|wss?):[^"]+)"/) ?? [];
    if (url !== undefined) contacts.add(new URL(url).host);
  }
  return [...contacts];
}
