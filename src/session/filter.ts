// Whether a name matches what is typed in the filter field.

import { showName } from '../ui/host-name.ts';

/** By the name as it is on the wire, or as it is shown. */
export const matches = (name: string | null, filter: string): boolean =>
  filter === '' || (name !== null && (name.includes(filter) || showName(name).text.includes(filter)));
