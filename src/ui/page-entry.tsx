// How a page of ours that fills a tab begins: it is drawn, or says that the browser did not hand out what it needs.

import { type ComponentChild, render } from 'preact';
import { say } from './words.tsx';

export async function renderPage(page: () => Promise<ComponentChild>): Promise<void> {
  const shown = await page().catch(() => (
    <main>
      <p role="alert">{say('page_no_answer')}</p>
    </main>
  ));
  render(shown, document.body);
}
