// What was seen, each with how it is known, and the answers of the resolvers as a table.

import { type ClassifiedAnswer, hasLatency } from '../doh/answer-class.ts';
import { EvidencePill } from '../ui/evidence-pill.tsx';
import { visibleText } from '../ui/host-name.ts';
import { Name } from '../ui/name.tsx';
import { say, Words } from '../ui/words.tsx';
import { ANSWER_WORDS, describeFinding } from './conclusion-words.ts';
import type { Checked } from './report.ts';

export function CheckDetails({ checked }: { checked: Checked }) {
  return (
    <>
      <section aria-labelledby="findings">
        <h2 id="findings">{say('check_findings')}</h2>
        <ul class="findings">
          {checked.conclusion.findings.map((finding) => (
            <li key={`${finding.kind} ${finding.args.join()}`} data-found={finding.kind}>
              <EvidencePill evidence={finding.evidence} />
              <span>
                <Words sentence={describeFinding(finding)} />
              </span>
            </li>
          ))}
        </ul>
      </section>
      <Answers checked={checked} />
    </>
  );
}

function Answers({ checked: { facts } }: { checked: Checked }) {
  const { resolvers, references } = facts;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section aria-labelledby="answers" class="scrolls" tabIndex={0}>
      <h2 id="answers">{say('check_answers')}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{say('check_resolver')}</th>
            {references.map(({ host }) => (
              <th key={host} scope="col">
                <Name name={host} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {resolvers.map(({ name, host, isChosen, answers }) => (
            <tr key={host} data-resolver={host}>
              <th scope="row">
                {name === host ? <Name name={host} /> : <bdi>{visibleText(name)}</bdi>}
                {isChosen && <small>{say('check_your_resolver')}</small>}
              </th>
              {answers.map((one) => (
                <td key={one.host} data-class={one.answer?.class}>
                  <Answer answer={one.answer} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Answer({ answer }: { answer: ClassifiedAnswer | null }) {
  if (answer === null) return <>{say('check_class_none')}</>;
  return (
    <>
      {say(ANSWER_WORDS[answer.class])}
      {hasLatency(answer) && <small>{say('check_latency', { count: Math.round(answer.latencyMs) })}</small>}
      {answer.authenticated === true && <small>{say('check_validated')}</small>}
      {answer.extendedErrors.map(({ code, text }, index) => (
        <small key={index}>
          {say('popup_extended_error', { code })} {text !== '' && <q>{<bdi>{visibleText(text)}</bdi>}</q>}
        </small>
      ))}
    </>
  );
}
