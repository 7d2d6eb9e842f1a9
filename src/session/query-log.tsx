// The ledger: to whom Overheard sent how many questions and what for, and the latest of them.

import { formatArgument } from '../platform/words.ts';
import type { LoggedQuery, QueryCount, QueryPurpose, QueryTotals } from '../shared/query-log.ts';
import { keyOf } from '../shared/sentence.ts';
import { Name } from '../ui/name.tsx';
import { say } from '../ui/words.tsx';
import { matches } from './filter.ts';
import { useFirst } from './first-rows.tsx';

/** Of the latest questions, at first. */
const FIRST_ROWS = 20;

interface QueryLogProps {
  totals: QueryTotals;
  questions: LoggedQuery[];
  filter: string;
}

export function QueryLog({ totals, questions, filter }: QueryLogProps) {
  return (
    <section aria-labelledby="ledger" class="ledger">
      <h2 id="ledger">{say('session_ledger')}</h2>
      <p class="hint">{say('session_ledger_how')}</p>
      {totals.sent === 0 ? (
        <p>{say('session_none_sent')}</p>
      ) : (
        <>
          <p data-sent={totals.sent}>{say('session_sent_other', { count: totals.sent })}</p>
          <Counts counts={totals.counts} />
          <Latest questions={questions.filter(({ name, to }) => matches(name, filter) || matches(to, filter))} />
        </>
      )}
    </section>
  );
}

function Counts({ counts }: { counts: QueryCount[] }) {
  const sum = (of: string | null) => counts.reduce((all, { to, count }) => (to === of ? all + count : all), 0);
  const sorted = [...counts].sort((one, other) => sum(other.to) - sum(one.to) || other.count - one.count);
  return (
    <table class="counts">
      <caption>{say('session_by_resolver')}</caption>
      <thead>
        <tr>
          <th scope="col">{say('session_to')}</th>
          <th scope="col">{say('session_for')}</th>
          <th scope="col" class="number">
            {say('session_count')}
          </th>
        </tr>
      </thead>
      <tbody>
        {sorted.map(({ to, purpose, count }) => (
          <tr key={`${to} ${purpose}`}>
            <td>
              <Resolver to={to} />
            </td>
            <td>{describe(purpose)}</td>
            <td class="number">{count}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Latest({ questions }: { questions: LoggedQuery[] }) {
  const sorted = [...questions].sort((one, other) => other.number - one.number);
  const [shown, showAll] = useFirst(sorted, FIRST_ROWS);
  return (
    <>
      <table class="latest">
        <caption>{say('session_latest')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('session_when')}</th>
            <th scope="col">{say('session_asked_for')}</th>
            <th scope="col">{say('session_to')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ number, atMs, name, to, purpose }) => (
            <tr key={number} data-asked={name}>
              <td class="when">{formatArgument({ timeMs: atMs })}</td>
              <td>
                <Name name={name} />
                <small>{describe(purpose)}</small>
              </td>
              <td>
                <Resolver to={to} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {showAll}
    </>
  );
}

const describe = (purpose: QueryPurpose): string => say(keyOf('asked', purpose));

function Resolver({ to }: { to: string | null }) {
  if (to) return <Name name={to} />;
  return <span>{say(to === null ? 'session_system_resolver' : 'session_other_resolvers')}</span>;
}
