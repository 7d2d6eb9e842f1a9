// Lints of an ECHConfigList and of its configurations.

import { measured } from '../browsers/versions.ts';
import { hex16 } from '../bytes/hex.ts';
import { kemName, nameOrNumber } from '../ech/algorithm-names.ts';
import { echVersion } from '../ech/config-list.ts';
import { publicNameProblem } from '../ech/public-name.ts';
import { kemX25519, rfcAlgorithms, selectSuite } from '../ech/select.ts';
import { isOwnName } from '../observers/anonymity-set.ts';
import type { Argument } from '../shared/sentence.ts';
import type { ExaminedConfig, ExaminedContents, ExaminedList } from './examined.ts';
import { always, type Citation, type Found, foundIf, type Lint, type LintName } from './lint.ts';

const isEmpty = ({ bytes }: ExaminedList): boolean => bytes.length === 0;

type RefusedBy = 'both' | 'chromium' | 'firefox';

/** `both` also where neither browser refuses the list: our decoder follows the RFC, which is stricter than either. */
function refusedBy({ judgements: { chromium, firefox } }: ExaminedList): RefusedBy {
  if ((chromium === 'malformed') === (firefox === 'malformed')) return 'both';
  return chromium === 'malformed' ? 'chromium' : 'firefox';
}

const malformedFor = (
  who: RefusedBy,
  name: Extract<LintName, `list-malformed${string}`>,
  citation: Citation,
): Lint<ExaminedList> => ({
  name,
  fix: 'list-malformed',
  citation,
  severity: 'error',
  applies: (list) => list.error !== null && !isEmpty(list),
  check(list) {
    if (list.error === null || refusedBy(list) !== who) return undefined;
    const { number, error, where } = list;
    const field = `SvcParams.ech.${error.field}`;
    const offset = where.offset + error.offset;
    return { args: [number], error: { kind: error.kind, field, offset }, where: { ...where, field, offset } };
  },
});

export const listLints: Lint<ExaminedList>[] = [
  {
    name: 'ech-empty',
    citation: 'RFC 9848 §3',
    severity: 'warning',
    applies: isEmpty,
    check: ({ number, where }) => ({ args: [number], where }),
  },
  malformedFor('both', 'list-malformed', 'RFC 9849 §4'),
  malformedFor('chromium', 'list-malformed-chrome', measured.chromium),
  malformedFor('firefox', 'list-malformed-firefox', measured.firefox),
];

/** Of less weight where browsers find another config in the list that they can use. */
const severityInList = (subject: Pick<ExaminedConfig, 'severity'>) => subject.severity;

export const versionLints: Lint<ExaminedConfig>[] = [
  {
    name: 'unknown-version',
    citation: 'RFC 9849 §4',
    severity: severityInList,
    applies: always,
    check: ({ config, ordinals, whereIs }) =>
      foundIf(config.version !== echVersion, {
        args: [...ordinals, { code: hex16(config.version) }],
        where: whereIs('version'),
      }),
  },
];

const foundAt = ({ ordinals, whereIs }: ExaminedContents, field: string, ...args: Argument[]): Found => ({
  args: [...ordinals, ...args],
  where: whereIs(field),
});

const usesX25519 = ({ contents }: ExaminedContents): boolean => contents.kemId === kemX25519;

const lacksSuite = ({ contents }: ExaminedContents): boolean =>
  contents.cipherSuites.length > 0 && !selectSuite(contents, rfcAlgorithms);

/** Firefox checks the suite before the key, so `bad-key` says that it supports a suite. */
const suitsFirefox = ({ resultsAlone }: ExaminedContents): boolean =>
  resultsAlone.firefox === 'usable' || resultsAlone.firefox === 'bad-key';

const hasBadName = ({ contents: { publicName } }: ExaminedContents): boolean =>
  publicName !== '' && publicNameProblem(publicName) !== undefined;

/** Why browsers cannot use a config of the current version, or because of it the whole list. */
export const usabilityLints: Lint<ExaminedContents>[] = [
  {
    name: 'kem-unsupported',
    citation: 'RFC 9849 §9',
    severity: severityInList,
    applies: (one) => !usesX25519(one),
    check: (one) => foundAt(one, 'kem_id', { label: nameOrNumber(kemName(one.contents.kemId), one.contents.kemId) }),
  },
  {
    name: 'bad-key',
    citation: 'RFC 9180 §7.1',
    severity: 'error',
    applies: usesX25519,
    check: (one) =>
      foundIf(
        one.resultsAlone.chromium === 'bad-key' || one.resultsAlone.firefox === 'bad-key',
        foundAt(one, 'public_key'),
      ),
  },
  {
    name: 'suite-unsupported',
    citation: 'RFC 9849 §9',
    severity: severityInList,
    applies: lacksSuite,
    check: (one) => foundIf(!suitsFirefox(one), foundAt(one, 'cipher_suites')),
  },
  {
    name: 'suite-firefox-only',
    fix: 'suite-unsupported',
    citation: 'RFC 9849 §9',
    severity: severityInList,
    applies: lacksSuite,
    check: (one) => foundIf(suitsFirefox(one), foundAt(one, 'cipher_suites')),
  },
  {
    name: 'mandatory-extension',
    citation: 'RFC 9849 §4.2',
    severity: severityInList,
    applies: ({ contents }) => contents.extensions.length > 0,
    check(one) {
      const extension = one.contents.extensions.find(({ mandatory }) => mandatory);
      return extension && foundAt(one, 'extensions', { code: hex16(extension.type) });
    },
  },
  {
    name: 'duplicate-extension',
    citation: 'RFC 9849 §4.2',
    severity: 'error',
    applies: ({ config }) => config.issues.length > 0,
    check: (one) =>
      foundIf(
        one.config.issues.some(({ kind }) => kind === 'duplicate'),
        foundAt(one, 'extensions'),
      ),
  },
  {
    name: 'public-name-both',
    fix: 'public-name',
    citation: 'RFC 9849 §6.1.7',
    severity: 'error',
    applies: hasBadName,
    check: (one) =>
      foundIf(one.resultsAlone.firefox === 'malformed', foundAt(one, 'public_name', { host: one.contents.publicName })),
  },
  {
    name: 'public-name-chrome',
    fix: 'public-name',
    citation: 'RFC 9849 §6.1.7',
    severity: severityInList,
    applies: hasBadName,
    check: (one) =>
      foundIf(one.resultsAlone.firefox !== 'malformed', foundAt(one, 'public_name', { host: one.contents.publicName })),
  },
];

/** How little a usable config hides. */
export const privacyLints: Lint<ExaminedContents>[] = [
  {
    name: 'public-name-own',
    citation: 'RFC 9849 §10.1',
    severity: 'error',
    isErrorWhenHidden: true,
    applies: ({ host }) => host !== null,
    check: ({ host, contents: { publicName }, whereIs }) =>
      foundIf(isOwnName(host ?? '', publicName), { args: [{ host: publicName }], where: whereIs('public_name') }),
  },
  {
    name: 'public-name-same-owner',
    citation: 'RFC 9849 §10.1',
    severity: 'warning',
    applies: ({ host, contents }) => host !== null && !isOwnName(host, contents.publicName),
    check: ({ host, contents: { publicName }, anonymitySet, whereIs }) =>
      foundIf(anonymitySet === 'same-owner', {
        args: [{ host: publicName }, { host: host ?? '' }],
        where: whereIs('public_name'),
      }),
  },
  {
    name: 'name-length-zero',
    citation: 'RFC 9849 §6.1.3',
    severity: 'note',
    applies: always,
    check: (one) => foundIf(one.contents.maximumNameLength === 0, foundAt(one, 'maximum_name_length')),
  },
  {
    name: 'name-length-short',
    citation: 'RFC 9849 §6.1.3',
    severity: 'note',
    applies: ({ host, contents }) => host !== null && contents.maximumNameLength > 0,
    check(one) {
      const { host, contents } = one;
      const name = host ?? '';
      const lengths = [{ count: contents.maximumNameLength }, { host: name }, { count: name.length }];
      return foundIf(name.length > contents.maximumNameLength, foundAt(one, 'maximum_name_length', ...lengths));
    },
  },
];
