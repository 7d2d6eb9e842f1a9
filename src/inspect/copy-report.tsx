// Takes what was found out along, as Markdown or JSON, with the host blanked on request.

import { useState } from 'preact/hooks';
import { translate } from '../platform/words.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { step } from '../ui/failure-words.ts';
import { say } from '../ui/words.tsx';
import { exportMarkdown } from './export-markdown.ts';
import type { Inspected, Report } from './export-report.ts';
import { reportText } from './report-text.ts';

export function CopyReport({ id, inspected }: { id: string; inspected: Inspected }) {
  const [isBlanked, setBlanked] = useState(false);
  const text = (write: (report: Report) => string) => () =>
    step('failed_page', () => reportText(inspected, { isBlanked, write }));
  return (
    <section class="take" aria-labelledby={id}>
      <h2 id={id}>{say('inspect_copy')}</h2>
      {inspected.host !== null && (
        <p>
          <label>
            <input
              type="checkbox"
              checked={isBlanked}
              onChange={({ currentTarget }) => setBlanked(currentTarget.checked)}
            />{' '}
            {say('inspect_blank')}
          </label>
        </p>
      )}
      <div class="buttons">
        <CopyButton label="inspect_copy_markdown" text={text((report) => exportMarkdown(report, translate))} />
        <CopyButton label="inspect_copy_json" text={text(exportJson)} />
      </div>
    </section>
  );
}

/** For programs: sentences are in it as text and as key and arguments. */
export const exportJson = (report: Report): string => `${JSON.stringify(report, null, 2)}\n`;
