// The options page's entry. `options.html?welcome` is the same page at the first start.

import { readEverything } from '../platform/settings.ts';
import { renderPage } from '../ui/page-entry.tsx';
import { applyLanguage } from '../ui/page-language.ts';
import { say } from '../ui/words.tsx';
import { OptionsPage } from './options-page.tsx';

applyLanguage(document.documentElement);
const isWelcome = new URLSearchParams(location.search).has('welcome');
document.title = say(isWelcome ? 'options_welcome_title' : 'options_title');
await renderPage(async () => <OptionsPage first={await readEverything()} welcome={isWelcome} />);
