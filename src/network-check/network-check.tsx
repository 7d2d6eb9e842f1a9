// The network check page's entry. Nothing is asked of anybody before the button is pressed.

import { render } from 'preact';
import { tellsConnections } from '../platform/features.ts';
import { readSettings } from '../platform/settings-page.ts';
import { applyLanguage } from '../ui/page-language.ts';
import { say } from '../ui/words.tsx';
import { NetworkCheckPage } from './network-check-page.tsx';
import { planCheck } from './plan.ts';

applyLanguage(document.documentElement);
document.title = say('check_title');
const plan = planCheck(await readSettings(), tellsConnections ? 'firefox' : 'chromium');
render(<NetworkCheckPage plan={plan} />, document.body);
