// What the network could read in this session, what was hidden from it, and whom Overheard asked.

import { useState } from 'preact/hooks';
import { say, Words } from '../ui/words.tsx';
import { ClearButton } from './clear-button.tsx';
import { Names } from './names.tsx';
import { summarizeNames } from './names-summary.ts';
import { QueryLog } from './query-log.tsx';
import type { SessionEntries } from './session-entries.ts';
import { useSession } from './use-session.ts';

export function SessionPage() {
  const entries = useSession();
  return (
    <main>
      <header>
        <img src="icons/app-48.png" alt="" width="40" height="40" />
        <h1>{say('session_heading')}</h1>
      </header>
      {entries === null && <p class="hint">{say('session_loading')}</p>}
      {entries === 'unreadable' && <p role="alert">{say('page_no_answer')}</p>}
      {entries !== null && entries !== 'unreadable' && <Session entries={entries} />}
      <ClearButton />
    </main>
  );
}

function Session({ entries: { names, questions, totals, facts } }: { entries: SessionEntries }) {
  const [text, setText] = useState('');
  const filter = text.trim().toLowerCase();
  const isCapped = facts?.isCapped ?? false;
  const isInterrupted = facts?.isInterrupted ?? false;
  const summary = summarizeNames(names.values(), isCapped || isInterrupted, filter);
  return (
    <>
      <section class="answer" aria-label={say('session_heading')}>
        <p class="headline" data-total={summary.total}>
          {summary.headline.map((words) => (
            <span key={words.key}>
              <Words sentence={words} />{' '}
            </span>
          ))}
        </p>
        {summary.total > 0 && <p>{say('session_what_to_do')}</p>}
        {facts !== null && <p>{say('session_since', { timeMs: facts.sinceMs })}</p>}
        {facts !== null && facts.networkChangedAtMs !== null && (
          <p>{say('session_network_changed', { timeMs: facts.networkChangedAtMs })}</p>
        )}
        {isCapped && <p>{say('session_capped', { count: summary.total })}</p>}
        {isInterrupted && <p>{say('session_interrupted')}</p>}
        <p class="hint">{say('session_kept')}</p>
        <p class="hint">{say('session_counted')}</p>
      </section>
      {summary.total + totals.sent > 0 && (
        <div class="filter">
          <label for="filter">{say('session_filter')}</label>
          <input
            id="filter"
            type="search"
            dir="ltr"
            autocomplete="off"
            spellcheck={false}
            value={text}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
          <p class="hint" role="status">
            {filter !== '' && say('session_found_other', { count: summary.shown }, { count: summary.total })}
          </p>
        </div>
      )}
      <Names rows={summary.rows} />
      <QueryLog totals={totals} questions={[...questions.values()]} filter={filter} />
    </>
  );
}
