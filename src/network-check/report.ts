// The report to take along: everything that the check found, in words and in values. It names reference hosts and resolvers, and no
// site that was visited. Pure.

import { type ClassifiedAnswer, hasLatency } from '../doh/answer-class.ts';
import type { Conclusion } from '../network/conclusion.ts';
import type { CheckFacts } from '../network/measurements.ts';
import type { Argument, MessageKey, Sentence } from '../shared/sentence.ts';
import { keyOf, sentence } from '../shared/sentence.ts';
import { code, wordsInMarkdown } from '../ui/markdown.ts';
import type { Translate } from '../ui/sentence-parts.ts';
import { ANSWER_WORDS, basisOf, describeBlockingMethod, describeFinding, headlineOf } from './conclusion-words.ts';

export interface Checked {
  facts: CheckFacts;
  conclusion: Conclusion;
  atMs: number;
}

const isoTime = (atMs: number): string => new Date(atMs).toISOString();

export function reportAsJson({ facts, conclusion, atMs }: Checked, translate: Translate): string {
  const { blocking, findings, ...rest } = conclusion;
  const { expectedRoots: _, ...found } = facts;
  const report = {
    at: isoTime(atMs),
    conclusion: { ...rest, words: translate(headlineOf(conclusion)), basis: translate(basisOf(conclusion)) },
    means: blocking.map((one) => ({ ...one, words: translate(describeBlockingMethod(one)) })),
    findings: findings.map((one) => ({ ...one, words: translate(describeFinding(one)) })),
    facts: found,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

export function reportAsMarkdown({ facts, conclusion, atMs }: Checked, translate: Translate): string {
  const words = (said: Sentence) => wordsInMarkdown(said, translate);
  const say = (key: MessageKey, ...args: Argument[]) => words(sentence(key, ...args));
  const known = ({ evidence }: { evidence: Conclusion['evidence'] }) => `(${say(keyOf('evidence', evidence))})`;
  const hosts = facts.references.map(({ host }) => host);
  const means = conclusion.blocking.map((one) => `- ${words(describeBlockingMethod(one))} ${known(one)}`);
  const cell = (answer: ClassifiedAnswer | null) =>
    answer === null
      ? say('check_class_none')
      : [
          say(ANSWER_WORDS[answer.class]),
          ...(hasLatency(answer) ? [say('check_latency', { count: Math.round(answer.latencyMs) })] : []),
          ...(answer.authenticated ? [say('check_validated')] : []),
          ...answer.extendedErrors.map(({ code: number, text }) =>
            code(`EDE ${number} ${text.replaceAll('|', ' ')}`.trim()),
          ),
        ].join(', ');
  const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const table = [
    row([say('check_resolver'), ...hosts.map(code)]),
    row(['---', ...hosts.map(() => '---')]),
    ...facts.resolvers.map(({ name, answers }) =>
      row([code(name.replaceAll('|', ' ')), ...answers.map(({ answer }) => cell(answer))]),
    ),
  ];
  return `${[
    `# ${words(headlineOf(conclusion))} ${known(conclusion)}`,
    words(basisOf(conclusion)),
    [
      `- ${say('check_report_at')}: ${code(isoTime(atMs))}`,
      `- ${say('check_report_browser')}: ${facts.browser === 'firefox' ? 'Firefox' : 'Chrome'}`,
    ].join('\n'),
    `## ${say('check_means')}`,
    means.length > 0
      ? means.join('\n')
      : say(conclusion.kind === 'possible' ? 'check_means_none' : 'check_means_unseen'),
    `## ${say('check_findings')}`,
    conclusion.findings.map((one) => `- ${words(describeFinding(one))} ${known(one)}`).join('\n'),
    `## ${say('check_answers')}`,
    table.join('\n'),
    say('check_report_made'),
  ].join('\n\n')}\n`;
}
