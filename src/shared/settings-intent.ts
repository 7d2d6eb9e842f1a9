// What the user wants changed, and what is stored after it. An intent is carried out on what storage holds then and not on what a
// page remembers, so that two pages undo nothing of each other. What cannot be understood stays as it is until the user changes
// that setting or drops it.

import {
  type Choices,
  type ExpectedRoot,
  isEntry,
  isList,
  type ResolverChoice,
  readChoices,
  type SettingField,
} from './settings.ts';

export type SettingsIntent =
  | { kind: 'choose-resolver'; resolver: ResolverChoice }
  | { kind: 'choose-ask'; ask: Choices['ask'] }
  | { kind: 'allow-private-windows'; isAllowed: boolean }
  | { kind: 'choose-measure-pages'; measurePages: Choices['measurePages'] }
  | { kind: 'choose-test-network'; isWanted: boolean }
  | { kind: 'add-root'; root: ExpectedRoot }
  /** By its SHA-256 fingerprint. */
  | { kind: 'remove-root'; sha256: string }
  /** Forget what cannot be understood. */
  | { kind: 'drop-unusable' };

/** Raw values by field, as storage holds them. */
export type StoredChoices = Partial<Record<SettingField, unknown>>;

/** The fields that change, with what is to be stored in them. */
export function carryOut(stored: StoredChoices, intents: readonly SettingsIntent[]): StoredChoices {
  let changes: StoredChoices = {};
  for (const intent of intents) changes = { ...changes, ...changesBy({ ...stored, ...changes }, intent) };
  return changes;
}

function changesBy(stored: StoredChoices, intent: SettingsIntent): StoredChoices {
  switch (intent.kind) {
    case 'choose-resolver':
      return { resolver: intent.resolver };
    case 'choose-ask':
      return { ask: intent.ask };
    case 'allow-private-windows':
      return { privateWindows: intent.isAllowed };
    case 'choose-measure-pages':
      return { measurePages: intent.measurePages };
    case 'choose-test-network':
      return { testNetwork: intent.isWanted };
    case 'add-root':
      return { expectedRoots: [...rootsBut(intent.root.sha256, stored), intent.root] };
    case 'remove-root':
      return Array.isArray(stored.expectedRoots) ? { expectedRoots: rootsBut(intent.sha256, stored) } : {};
    case 'drop-unusable':
      return withoutUnusable(stored);
  }
}

const rootsBut = (sha256: string, { expectedRoots }: StoredChoices): unknown[] =>
  Array.isArray(expectedRoots)
    ? expectedRoots.filter((root) => !isEntry('expectedRoots', root) || (root as ExpectedRoot).sha256 !== sha256)
    : [];

function withoutUnusable(stored: StoredChoices): StoredChoices {
  const fields = new Set(readChoices(stored).problems.map(({ field }) => field));
  return Object.fromEntries(
    [...fields].map((field) => {
      const value = stored[field];
      return [field, isList(field) && Array.isArray(value) ? value.filter((one) => isEntry(field, one)) : null];
    }),
  );
}
