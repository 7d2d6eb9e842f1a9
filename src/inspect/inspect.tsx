// The inspect page's entry. `inspect.html#<id>` begins with what was wanted under that id; neither the address nor the title ever
// holds a name, since browsers write both to their history.

import { render } from 'preact';
import { readTicket, standsInPrivate } from '../platform/inspect-page.ts';
import { applyLanguage } from '../ui/page-language.ts';
import { say } from '../ui/words.tsx';
import { InspectPage } from './inspect-page.tsx';

applyLanguage(document.documentElement);
document.title = say('inspect_title');
const ticket = await readTicket(location.hash.slice(1));
const isPrivate = standsInPrivate() || (ticket?.private ?? false);
render(<InspectPage input={ticket?.input ?? ''} isPrivate={isPrivate} />, document.body);
