// A report as Markdown, for an issue or a mail. What came from outside stands in code spans and blocks, never as markup. Pure.

import type { Argument, MessageKey, Sentence } from '../shared/sentence.ts';
import { keyOf, sentence } from '../shared/sentence.ts';
import { block, code, wordsInMarkdown } from '../ui/markdown.ts';
import type { Translate } from '../ui/sentence-parts.ts';
import type { Report, ReportedConfig, ReportedTransport, ReportedWords } from './export-report.ts';

export function exportMarkdown(report: Report, translate: Translate): string {
  const say = (key: MessageKey, ...args: Argument[]) => words(sentence(key, ...args));
  const words = (said: Sentence) => wordsInMarkdown(said, translate);
  const reported = (said: ReportedWords) => words(said.sentence);
  const { host, port, resolver, at, authenticated, clients, sets, problems, remarks } = report;
  const site = host === null ? null : `${host}${port === 443 ? '' : `:${port}`}`;
  const fact = (label: MessageKey, value: string) => `- ${say(label)}: ${value}`;

  const facts = [
    resolver
      ? fact(
          'inspect_resolver',
          code(resolver.name === resolver.host ? resolver.host : `${resolver.name}, ${resolver.host}`),
        )
      : `- ${say('export_pasted')}`,
    fact('inspect_answered', code(at)),
    ...(authenticated === null
      ? []
      : [fact('popup_dnssec', say(authenticated ? 'popup_dnssec_validated' : 'popup_dnssec_not_validated'))]),
    ...report.extendedErrors.map(({ code: number, text }) =>
      fact(
        'popup_resolver_says',
        `${say('popup_extended_error', { code: number })}${text === '' ? '' : ` ${code(text)}`}`,
      ),
    ),
  ];
  const judged = clients.map(({ client, outcome, onFailure, basis, reason, transports }) => {
    const after =
      onFailure === 'not-applicable'
        ? ''
        : ` ${say(onFailure === 'falls-back' ? 'inspect_falls_back' : 'inspect_does_not_fall_back')}`;
    const verdict = `**${say(keyOf('inspect_client', client))}** ${say(keyOf('inspect_outcome', outcome))}`;
    const over = (name: 'tcp' | 'quic', { outcome, opens, reason }: ReportedTransport) =>
      `\n  - ${say(keyOf('inspect_transport', name))}: ${say(keyOf('inspect_outcome', outcome))}. ${reported(reason)} ${say(keyOf('inspect_opens', opens))}`;
    const each = transports === null ? '' : over('tcp', transports.tcp) + over('quic', transports.quic);
    return `- ${verdict}. ${reported(reason)}${after} (${say(keyOf('inspect_basis', basis))})${each}`;
  });
  const items = problems.map(
    ({ severity, what, details, fix, citation }) =>
      `- **${say(keyOf('severity', severity))}**: ${[what, ...details, fix].map(reported).join(' ')} (${citation})`,
  );
  if (report.moreProblems > 0) items.push(`- ${say('popup_and_more', { count: report.moreProblems })}`);
  const zone = sets.flatMap(({ owner, cnames, ttlSeconds, records, moreRecords }) => [
    ...cnames.map((cname) => `; CNAME ${cname}.`),
    ...records.map(
      ({ text, rdata }) =>
        `${owner === '' ? '' : `${owner}. `}${ttlSeconds === null ? '' : `${ttlSeconds} `}IN ${typed(report.type, text, rdata)}`,
    ),
    ...(moreRecords > 0 ? [`; + ${moreRecords}`] : []),
  ]);
  const configs = sets
    .flatMap(({ records }) => records.flatMap((record) => record.configs))
    .map((one) => `- ${configLine(one)}`);

  const section = (title: MessageKey, lines: string[]) =>
    lines.length > 0 ? [`## ${say(title)}`, lines.join('\n')] : [];
  return `${[
    `# ${site === null ? say('export_title_unreported') : say('export_title', { host: site })}`,
    facts.join('\n'),
    ...section('export_clients', judged),
    ...section('export_problems', items),
    ...section('inspect_records', zone.length > 0 ? [block(zone)] : []),
    ...section('export_configs', [...new Set(configs)]),
    ...section(
      'export_remarks',
      remarks.map((remark) => `- ${reported(remark)}`),
    ),
    ...(report.isBlanked ? [say('export_blanked')] : []),
    say('export_inferred'),
  ].join('\n\n')}\n`;
}

/** RFC 3597 for what has no text. */
function typed(type: Report['type'], text: string | null, rdata: string | null): string {
  if (text !== null) return `${type} ${text}`;
  return `TYPE${type === 'HTTPS' ? 65 : 64} \\# ${rdata === null ? '<host>' : `${rdata.length / 2} ${rdata}`}`;
}

/** Field names are those of RFC 9849 §4, in no language. */
function configLine(config: ReportedConfig): string {
  const { version, configId, kem, cipherSuites = [], maximumNameLength, publicName, extensions = [] } = config;
  if (publicName === undefined) return code(`version ${version}`);
  const fields = [
    `config_id ${configId}`,
    `public_name ${publicName}`,
    `kem_id ${kem}`,
    ...cipherSuites.map((suite) => `cipher_suite ${suite}`),
    `maximum_name_length ${maximumNameLength}`,
    ...extensions.map((type) => `extension ${type}`),
  ];
  return fields.map(code).join(', ');
}
