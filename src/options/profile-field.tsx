// The NextDNS profile, which stands in the address of the resolver.

import { err, ok } from '../shared/result.ts';
import { PROFILE_PATTERN } from '../shared/settings.ts';
import { CheckedField } from './checked-field.tsx';

/** The NextDNS profile identifier: without one there is no resolver to ask. */
export function ProfileField({ profile, onChange }: { profile: string; onChange(profile: string): void }) {
  return (
    <CheckedField
      label="options_profile"
      hint="options_profile_hint"
      value={profile}
      check={(text) => (PROFILE_PATTERN.test(text.trim()) ? ok(text.trim()) : err('options_profile_bad'))}
      onTake={onChange}
    />
  );
}
