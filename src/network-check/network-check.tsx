// The network check page's entry. Nothing is asked of anybody before the button is pressed.

import { browserName } from '../platform/features.ts';
import { onSettingsChanged, readEverything, type SettingsReading } from '../platform/settings.ts';
import { READ_RETRY_DELAYS_MS } from '../shared/settings.ts';
import { renderPage } from '../ui/page-entry.tsx';
import { applyLanguage } from '../ui/page-language.ts';
import { say } from '../ui/words.tsx';
import { NetworkCheckPage } from './network-check-page.tsx';
import { planCheck } from './plan.ts';

applyLanguage(document.documentElement);
document.title = say('check_title');
const isManaged = new URLSearchParams(location.search).has('managed');
let reading: SettingsReading | null = null;
const pausesMs = [...READ_RETRY_DELAYS_MS];
const show = () =>
  renderPage(async () => {
    reading = await readEverything(reading);
    const pauseMs = reading.policy.isUnreadable ? pausesMs.shift() : undefined;
    if (pauseMs !== undefined) setTimeout(show, pauseMs);
    return <NetworkCheckPage plan={planCheck(reading.settings, browserName())} isManaged={isManaged} />;
  });
// Policy comes when it likes, in Chrome some seconds after the start.
onSettingsChanged(show);
await show();
