// The comparison as it goes on: what it comes to, progress, a row for each resolver with what was found, and the choice of one.

import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { describeFailure } from '../assess/reasons.ts';
import { testCanary, testResolver } from '../platform/settings.ts';
import type { MessageKey, Sentence } from '../shared/sentence.ts';
import { keyOf, sentence } from '../shared/sentence.ts';
import { type ResolverChoice, resolverTemplate } from '../shared/settings.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { Chevron } from '../ui/glyphs.tsx';
import { useAction } from '../ui/use-action.ts';
import { say, Words } from '../ui/words.tsx';
import type { Candidate } from './candidates.ts';
import { compareResolvers, type Findings } from './comparison.ts';
import { byUsefulness, concludeComparison } from './comparison-conclusion.ts';
import { operatorOf } from './resolver-operators.ts';

/** However slow they are. */
const LIMIT_MS = 60_000;

export interface ComparisonProps {
  candidates: Candidate[];
  /** How many reference hosts there are. */
  references: number;
  chosen: ResolverChoice | null;
  /** Null where the choice is not the user's. */
  onChoose: ((choice: ResolverChoice) => unknown) | null;
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
  const [candidates, setCandidates] = useState(offered);
  const [found, setFound] = useState<readonly Findings[]>([]);
  const stopping = useRef<AbortController | null>(null);
  const comparing = useAction(async () => {
    const controller = new AbortController();
    stopping.current = controller;
    setCandidates(offered);
    const timer = setTimeout(() => controller.abort(), LIMIT_MS);
    const asks = { record: testResolver, canary: testCanary };
    await compareResolvers(offered, references, asks, { signal: controller.signal, tell: setFound });
    clearTimeout(timer);
  }, 'failed_page');
  const stop = () => stopping.current?.abort();
  const isRunning = comparing.state.kind === 'running';

  const button = useRef<HTMLButtonElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it was opened
  useLayoutEffect(() => {
    comparing.run();
    // It stands where the button was that opened it.
    button.current?.focus();
    return stop;
  }, []);

  const tried = found.filter(({ state }) => state === 'done').length;
  const compared = candidates.map((candidate, index) => ({
    candidate,
    name: candidate.name,
    isChosen: candidate.template === resolverTemplate(chosen),
    findings: found[index] ?? null,
  }));
  const known = compared.flatMap(({ findings, ...one }) => (findings === null ? [] : [{ ...one, findings }]));
  // Rows stay where they are while they fill.
  const rows = isRunning || known.length < compared.length ? compared : known.toSorted(byUsefulness);
  return (
    <div class="comparison">
      <p class="conclusion" role="status">
        {!isRunning &&
          concludeComparison(known).map((words) => (
            <span key={words.key}>
              <Words sentence={words} />{' '}
            </span>
          ))}
      </p>
      <div class="test">
        <button type="button" ref={button} onClick={() => (isRunning ? stop() : comparing.run())}>
          {say(isRunning ? 'options_compare_stop' : 'options_compare')}
        </button>
        <p role="status">{say('options_compare_progress', { count: tried }, { count: candidates.length })}</p>
        <ActionFailure of={comparing} />
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
          {rows.map(({ candidate, isChosen, findings }) => (
            <tr key={candidate.template} data-resolver={candidate.name} data-state={findings?.state}>
              <Who
                candidate={candidate}
                isChosen={isChosen}
                onChoose={(findings?.answered ?? 0) > 0 ? onChoose : null}
              />
              <Found findings={findings} name={candidate.name} isChosen={isChosen} />
            </tr>
          ))}
        </tbody>
      </table>
      <details class="folded">
        <summary>
          <Chevron class="chevron" size={14} />
          {say('options_compare_notes')}
        </summary>
        <ul class="listed hint">
          {NOTES.map((note) => (
            <li key={note}>{say(note)}</li>
          ))}
        </ul>
      </details>
    </div>
  );
}

interface WhoProps extends Pick<ComparisonProps, 'onChoose'> {
  candidate: Candidate;
  isChosen: boolean;
}

function Who({ candidate: { name, choice, preset }, isChosen, onChoose }: WhoProps) {
  const choosing = useAction(() => onChoose?.(choice), 'failed_storage');
  return (
    <th scope="row">
      <bdi>{name}</bdi>
      {preset !== null && (
        <small>
          {say(keyOf('options_filtering', preset.filtering))}{' '}
          <a
            href={operatorOf(preset).policyUrl}
            target="_blank"
            rel="noreferrer"
            aria-label={say('options_policy_of', { label: name })}
          >
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
            aria-label={say('options_compare_use_named', { label: name })}
            onClick={() => choosing.run()}
          >
            {say('options_compare_use')}
          </button>
        )
      )}
      <ActionFailure of={choosing} />
    </th>
  );
}

/** A word with a mark beside it: its colour is never the only sign. */
const mark = (words: string, how: 'good' | 'bad' | '') => ({ words, how });

interface FoundProps {
  findings: Findings | null;
  name: string;
  isChosen: boolean;
}

function Found({ findings, name, isChosen }: FoundProps) {
  if (findings === null) return <td colSpan={COLUMNS.length} />;
  const instead = insteadOf(findings);
  if (instead !== null) {
    const isSilent = instead === 'options_compare_no_answer';
    return (
      <td colSpan={COLUMNS.length}>
        <span class={isSilent ? 'bad' : undefined}>{say(instead)}</span>
        {/* Of the others, that they did not answer is enough. */}
        {isSilent && isChosen && (
          <small>
            <Words sentence={reasonOf(findings, name)} />
          </small>
        )}
      </td>
    );
  }
  const { asked, answered, hosts, keptEch, authenticated, padded, canary, firstMs, medianMs } = findings;
  const isOver = findings.state !== 'running';
  const answers =
    answered === asked
      ? say('options_compare_yes')
      : say('options_compare_some', { count: answered }, { count: asked });
  const cells = [
    mark(answers, answered === asked ? 'good' : 'bad'),
    mark(say('options_compare_some', { count: keptEch }, { count: hosts }), keptEch === hosts ? 'good' : 'bad'),
    mark(say(authenticated ? 'options_compare_yes' : 'options_compare_not_said'), authenticated ? 'good' : ''),
    mark(say(padded ? 'options_compare_yes' : 'options_compare_no'), padded ? 'good' : ''),
    mark(isOver || canary !== 'unknown' ? say(keyOf('options_canary', canary)) : '', ''),
  ];
  return (
    <>
      {cells.map(({ words, how }, index) => (
        <td key={COLUMNS[index]} data-label={say(COLUMNS[index] as MessageKey)}>
          <span class={how || undefined}>{words}</span>
        </td>
      ))}
      <td data-label={say('options_compare_time')}>
        <span>
          <Times firstMs={firstMs} medianMs={medianMs} />
        </span>
      </td>
    </>
  );
}

/** What stands in a row that has nothing to compare. */
function insteadOf({ state, answered }: Findings): MessageKey | null {
  if (state === 'stopped') return 'options_compare_stopped';
  if (answered > 0) return null;
  return state === 'done' ? 'options_compare_no_answer' : keyOf('options_compare', state);
}

const reasonOf = ({ failure }: Findings, name: string): Sentence =>
  failure === null ? sentence('options_test_no_reply') : describeFailure(failure, name, name);

function Times({ firstMs, medianMs }: Pick<Findings, 'firstMs' | 'medianMs'>) {
  return (
    <>
      {medianMs !== null && say('options_compare_ms', { count: Math.round(medianMs) })}
      {firstMs !== null && <small>{say('options_compare_first', { count: Math.round(firstMs) })}</small>}
    </>
  );
}
