// Settings as storage.local has them: one entry each.

import type { FakeStorageArea } from './storage-area.ts';

const PREFIX = 'setting:';

export const entriesOf = (settings: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(settings).map(([field, value]) => [PREFIX + field, value]));

export const settingsIn = ({ data }: FakeStorageArea): Record<string, unknown> =>
  Object.fromEntries(
    [...data].flatMap(([key, value]) => (key.startsWith(PREFIX) ? [[key.slice(PREFIX.length), value]] : [])),
  );

/** Those, and no others: what another page of ours, or an earlier session, has left. */
export function replaceSettings(area: FakeStorageArea, settings: object): void {
  const gone = [...area.data.keys()].filter((key) => key.startsWith(PREFIX));
  area.change([...gone.map((key): [string, unknown] => [key, undefined]), ...Object.entries(entriesOf(settings))]);
}
