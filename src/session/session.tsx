// The session page's entry. Neither its address nor its title ever holds a name, since browsers write both to their history.

import { render } from 'preact';
import { applyLanguage } from '../ui/page-language.ts';
import { say } from '../ui/words.tsx';
import { SessionPage } from './session-page.tsx';

applyLanguage(document.documentElement);
document.title = say('session_title');
render(<SessionPage />, document.body);
