// The comparison as it goes on: progress, a row for each resolver with what was found, and the choice of one.

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { describeFailure } from '../assess/lookup-failure.ts';
import { testCanary, testResolver } from '../platform/settings-page.ts';
import { keyOf } from '../shared/message-key.ts';
import type { MessageKey, Sentence } from '../shared/report.ts';
import { type ResolverChoice, resolverTemplate } from '../shared/settings.ts';
import { say, Words } from '../ui/words.tsx';
import type { Candidate } from './candidates.ts';
import { compareResolvers, type Findings } from './comparison.ts';

/** However slow they are. */
const LIMIT_MS = 60_000;

export interface ComparisonProps {
  candidates: Candidate[];
  /** How many reference hosts there are. */
  references: number;
  chosen: ResolverChoice | null;
  /** Null where the choice is not the user's. */
  onChoose: ((choice: ResolverChoice) => void) | null;
}

const COLUMNS: MessageKey[] = [
  'options_compare_answers',
  'options_compare_ech',
  'options_compare_dnssec',
  'options_compare_padding',
  'options_compare_canary',
  'options_compare_time',
];

const NOTES: MessageKey[] = [
  'options_compare_note_ech',
  'options_compare_note_dnssec',
  'options_compare_note_padding',
  'options_compare_note_canary',
  'options_compare_note_time',
];

/** Starts by itself: it was opened for that. Choosing one of them changes nothing about who is in it. */
export function Comparison({ candidates: offered, references, chosen, onChoose }: ComparisonProps) {
  const [run, setRun] = useState({ candidates: offered, references });
  const [found, setFound] = useState<readonly Findings[]>([]);
  const [stop, setStop] = useState<(() => void) | null>(null);
  const { candidates } = run;

  useEffect(() => {
    const controller = new AbortController();
    const abort = () => controller.abort();
    const timer = setTimeout(abort, LIMIT_MS);
    const asks = { record: testResolver, canary: testCanary };
    setStop(() => abort);
    void compareResolvers(run.candidates, run.references, asks, { signal: controller.signal, tell: setFound }).then(
      () => {
        clearTimeout(timer);
        setStop(null);
      },
    );
    return abort;
  }, [run]);

  // It stands where the button was that opened it.
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => button.current?.focus(), []);

  const tried = found.filter(({ state }) => state === 'done').length;
  return (
    <div class="comparison">
      <div class="test">
        <button type="button" ref={button} onClick={stop ?? (() => setRun({ candidates: offered, references }))}>
          {say(stop !== null ? 'options_compare_stop' : 'options_compare')}
        </button>
        <p role="status">{say('options_compare_progress', String(tried), String(candidates.length))}</p>
      </div>
      <table>
        <thead>
          <tr>
            <th scope="col">{say('options_compare_resolver')}</th>
            {COLUMNS.map((column) => (
              <th scope="col" key={column}>
                {say(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {candidates.map((candidate, index) => (
            <tr key={candidate.template} data-resolver={candidate.name} data-state={found[index]?.state}>
              <Who
                candidate={candidate}
                isChosen={candidate.template === resolverTemplate(chosen)}
                onChoose={(found[index]?.answered ?? 0) > 0 ? onChoose : null}
              />
              <Found findings={found[index]} name={candidate.name} />
            </tr>
          ))}
        </tbody>
      </table>
      <ul class="listed hint">
        {NOTES.map((note) => (
          <li key={note}>{say(note)}</li>
        ))}
      </ul>
    </div>
  );
}

interface WhoProps extends Pick<ComparisonProps, 'onChoose'> {
  candidate: Candidate;
  isChosen: boolean;
}

function Who({ candidate: { name, choice, preset }, isChosen, onChoose }: WhoProps) {
  return (
    <th scope="row">
      <bdi>{name}</bdi>
      {preset !== null && (
        <small>
          {say(keyOf('options_filtering', preset.filtering))}{' '}
          <a href={preset.policyUrl} target="_blank" rel="noreferrer" aria-label={say('options_policy_of', name)}>
            {say('options_policy')}
          </a>
        </small>
      )}
      {isChosen ? (
        <small class="chosen">{say('options_compare_chosen')}</small>
      ) : (
        onChoose !== null && (
          <button
            type="button"
            class="use"
            aria-label={say('options_compare_use_named', name)}
            onClick={() => onChoose(choice)}
          >
            {say('options_compare_use')}
          </button>
        )
      )}
    </th>
  );
}

function Found({ findings, name }: { findings: Findings | undefined; name: string }) {
  const instead = findings === undefined ? null : insteadOf(findings, name);
  if (findings === undefined || instead !== null) {
    return <td colSpan={COLUMNS.length}>{instead !== null && <Words sentence={instead} />}</td>;
  }
  const { asked, answered, hosts, keptEch, authenticated, padded, canary, firstMs, medianMs } = findings;
  const isOver = findings.state !== 'running';
  const cells = [
    answered === asked ? say('options_compare_yes') : say('options_compare_some', String(answered), String(asked)),
    say('options_compare_some', String(keptEch), String(hosts)),
    say(authenticated ? 'options_compare_yes' : 'options_compare_not_said'),
    say(padded ? 'options_compare_yes' : 'options_compare_no'),
    isOver || canary !== 'unknown' ? say(keyOf('options_canary', canary)) : '',
    <Times key="times" firstMs={firstMs} medianMs={medianMs} />,
  ];
  return (
    <>
      {cells.map((cell, index) => (
        <td key={COLUMNS[index]} data-label={say(COLUMNS[index] as MessageKey)}>
          <span>{cell}</span>
        </td>
      ))}
    </>
  );
}

/** What stands in a row that has nothing to compare. */
function insteadOf({ state, answered, failure }: Findings, name: string): Sentence | null {
  if (state === 'stopped') return { key: 'options_compare_stopped', args: [] };
  if (answered > 0) return null;
  if (state !== 'done') return { key: keyOf('options_compare', state), args: [] };
  return failure === null ? { key: 'options_test_no_reply', args: [] } : describeFailure(failure, name, name);
}

function Times({ firstMs, medianMs }: Pick<Findings, 'firstMs' | 'medianMs'>) {
  const round = (milliseconds: number) => String(Math.round(milliseconds));
  return (
    <>
      {medianMs !== null && say('options_compare_ms', round(medianMs))}
      {firstMs !== null && <small>{say('options_compare_first', round(firstMs))}</small>}
    </>
  );
}
