// The network check page's entry. Nothing is asked of anybody before the button is pressed.

import { browserName } from '../platform/features.ts';
import { onSettingsChanged, readSettings } from '../platform/settings-page.ts';
import { renderPage } from '../ui/page-entry.tsx';
import { applyLanguage } from '../ui/page-language.ts';
import { say } from '../ui/words.tsx';
import { NetworkCheckPage } from './network-check-page.tsx';
import { planCheck } from './plan.ts';

applyLanguage(document.documentElement);
document.title = say('check_title');
const show = () =>
  renderPage(async () => {
    const plan = planCheck(await readSettings(), browserName());
    return <NetworkCheckPage plan={plan} />;
  });
// Policy comes when it likes, in Chrome some seconds after the start.
onSettingsChanged(show);
await show();
