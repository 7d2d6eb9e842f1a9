// The popup's entry: finds out which tab it stands over and paints. `popup.html?tab=7` stands over tab 7.

import { render } from 'preact';
import { activeTabId, storedReport } from '../platform/report-port.ts';
import { applyLanguage } from '../ui/page-language.ts';
import { Popup, tabOfAddress } from './popup-root.tsx';

applyLanguage(document.documentElement);
const tabInAddress = tabOfAddress(location.search);
document.body.classList.toggle('as-page', tabInAddress !== null);

/** No await at the top of the module: it would keep the bundler from putting all that this needs into one file. */
async function paint(): Promise<void> {
  const tabId = tabInAddress ?? (await activeTabId());
  // What cannot be read now, the background tells.
  const stored = tabId === null ? null : await storedReport(tabId).catch(() => null);
  render(<Popup tabId={tabId} first={stored} />, document.body);
}

// Not even the tab is known then, and the popup says so.
paint().catch(() => render(<Popup tabId={null} first={null} />, document.body));
