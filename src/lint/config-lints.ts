// What is wrong with an ECHConfigList and its configs, and what the browsers make of it, config by config. Imports shared, dns,
// ech, browsers and observers.
//   configProblems(list, place, host): Problem[]

import { judgeList } from '../browsers/tls-policies.ts';
import { kemName } from '../ech/algorithm-names.ts';
import { decodeEchConfigList, type EchConfig, type EchConfigContents, echVersion } from '../ech/config-list.ts';
import { encodeEchConfigList } from '../ech/encode.ts';
import { publicNameProblem } from '../ech/public-name.ts';
import { kemX25519, rfcAlgorithms, selectSuite } from '../ech/select.ts';
import { anonymitySetOf, isOwnName } from '../observers/anonymity-set.ts';
import type { Argument } from '../shared/sentence.ts';
import { damageDetails } from './decode-error-words.ts';
import { type Problem, type ProblemPlace, problemOf, type Severity } from './lint.ts';

/** Where the list stands; `offset` is that of the list in the RDATA. */
export interface ListPlace {
  setIndex: number;
  recordIndex: number;
  offset: number;
}

/** More configs than servers have keys. */
const mostConfigs = 16;

const hex16 = (value: number): string => `0x${(value + 0x10000).toString(16).slice(1)}`;

/** People count from 1. */
export const ordinal = (index: number): Argument => ({ count: index + 1 });

function listProblem(list: Uint8Array, { setIndex, recordIndex, offset }: ListPlace): Problem[] {
  if (list.length === 0)
    return [
      problemOf('ech-empty', 'warning', {
        args: [ordinal(recordIndex)],
        where: { setIndex, recordIndex, field: 'SvcParams.ech', offset },
      }),
    ];
  const decoded = decodeEchConfigList(list);
  if (decoded.ok) return [];
  const error = {
    ...decoded.error,
    field: `SvcParams.ech.${decoded.error.field}`,
    offset: offset + decoded.error.offset,
  };
  const isBad = (client: 'chromium' | 'firefox') => judgeList(client, list).kind === 'malformed';
  const chrome = isBad('chromium');
  const firefox = isBad('firefox');
  const kind = chrome === firefox ? 'list-malformed' : chrome ? 'list-malformed-chrome' : 'list-malformed-firefox';
  const where = { setIndex, recordIndex, field: error.field, offset: error.offset };
  return [problemOf(kind, 'error', { args: [ordinal(recordIndex)], details: damageDetails(error), where })];
}

interface ConfigCase {
  config: EchConfig;
  /** Of problems that keep this config from being used: a note where browsers find another one in the list. */
  severity: Severity;
  /** Record and configuration, for people. */
  args: [Argument, Argument];
  /** Of a field, with the offset of the config. */
  at: (field: string) => ProblemPlace;
}

/** What keeps browsers from using a config of the current version, or spoils the list for them. */
function usabilityProblems(contents: EchConfigContents, { config, severity, args, at }: ConfigCase): Problem[] {
  const alone = encodeEchConfigList([config.raw]);
  const chromium = judgeList('chromium', alone).kind;
  const firefox = judgeList('firefox', alone).kind;
  const problems: Problem[] = [];
  if (contents.kemId !== kemX25519) {
    const kem = kemName(contents.kemId) ?? hex16(contents.kemId);
    problems.push(problemOf('kem-unsupported', severity, { args: [...args, { label: kem }], where: at('kem_id') }));
  } else if (chromium === 'bad-key' || firefox === 'bad-key')
    problems.push(problemOf('bad-key', 'error', { args, where: at('public_key') }));
  if (contents.cipherSuites.length > 0 && !selectSuite(contents, rfcAlgorithms)) {
    const kind = firefox === 'usable' || firefox === 'bad-key' ? 'suite-firefox-only' : 'suite-unsupported';
    problems.push(problemOf(kind, severity, { args, where: at('cipher_suites') }));
  }
  const mandatory = contents.extensions.find((extension) => extension.mandatory);
  if (mandatory)
    problems.push(
      problemOf('mandatory-extension', severity, {
        args: [...args, { code: hex16(mandatory.type) }],
        where: at('extensions'),
      }),
    );
  if (config.issues.some(({ kind }) => kind === 'duplicate'))
    problems.push(problemOf('duplicate-extension', 'error', { args, where: at('extensions') }));
  if (contents.publicName !== '' && publicNameProblem(contents.publicName)) {
    const isSpoilt = firefox === 'malformed';
    problems.push(
      problemOf(isSpoilt ? 'public-name-both' : 'public-name-chrome', isSpoilt ? 'error' : severity, {
        args: [...args, { host: contents.publicName }],
        where: at('public_name'),
      }),
    );
  }
  return problems;
}

/** What a config that works is worth. */
function worthProblems(contents: EchConfigContents, host: string | null, { args, at }: ConfigCase): Problem[] {
  const problems: Problem[] = [];
  const { publicName, maximumNameLength } = contents;
  if (host !== null && isOwnName(host, publicName))
    problems.push(problemOf('public-name-own', 'error', { args: [{ host: publicName }], where: at('public_name') }));
  else if (host !== null && anonymitySetOf(host, publicName) === 'same-owner')
    problems.push(
      problemOf('public-name-same-owner', 'warning', {
        args: [{ host: publicName }, { host }],
        where: at('public_name'),
      }),
    );
  const where = at('maximum_name_length');
  if (maximumNameLength === 0) problems.push(problemOf('name-length-zero', 'note', { args, where }));
  else if (host !== null && host.length > maximumNameLength) {
    const lengths = [{ count: maximumNameLength }, { host }, { count: host.length }];
    problems.push(problemOf('name-length-short', 'note', { args: [...args, ...lengths], where }));
  }
  return problems;
}

export function configProblems(list: Uint8Array, place: ListPlace, host: string | null): Problem[] {
  const decoded = decodeEchConfigList(list);
  const { configs } = decoded.ok ? decoded.value : decoded.error;
  const judged = (['chromium', 'firefox'] as const).map((client) => judgeList(client, list).kind);
  const isUsable = judged.every((kind) => kind === 'usable');
  const problems = listProblem(list, place);
  for (const [configIndex, config] of configs.slice(0, mostConfigs).entries()) {
    const { setIndex, recordIndex } = place;
    const one: ConfigCase = {
      config,
      severity: isUsable ? 'note' : 'error',
      args: [ordinal(recordIndex), ordinal(configIndex)],
      at: (field) => ({
        setIndex,
        recordIndex,
        configIndex,
        field: `SvcParams.ech.ECHConfig[${configIndex}].${field}`,
        offset: place.offset + config.offset,
      }),
    };
    if (config.version !== echVersion)
      problems.push(
        problemOf('unknown-version', one.severity, {
          args: [...one.args, { code: hex16(config.version) }],
          where: one.at('version'),
        }),
      );
    if (!config.contents || config.version !== echVersion) continue;
    const blockers = usabilityProblems(config.contents, one);
    problems.push(...blockers, ...(blockers.length === 0 ? worthProblems(config.contents, host, one) : []));
  }
  return problems;
}
