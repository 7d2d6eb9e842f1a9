// The inspect page's entry. `inspect.html#<id>` begins with what was wanted under that id; neither the address nor the title ever
// holds a name, since browsers write both to their history.

import { isPrivateWindow, readInspectRequest } from '../platform/inspect-page.ts';
import { renderPage } from '../ui/page-entry.tsx';
import { applyLanguage } from '../ui/page-language.ts';
import { say } from '../ui/words.tsx';
import { InspectPage } from './inspect-page.tsx';

applyLanguage(document.documentElement);
document.title = say('inspect_title');
await renderPage(async () => {
  const request = await readInspectRequest(location.hash.slice(1));
  const isPrivate = isPrivateWindow() || (request?.private ?? false);
  return <InspectPage input={request?.input ?? ''} isPrivate={isPrivate} />;
});
