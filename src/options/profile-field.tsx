// The NextDNS profile, which stands in the address of the resolver.

import { err, ok } from '../shared/result.ts';
import { PROFILE_PATTERN } from '../shared/settings.ts';
import { CheckedField } from './checked-field.tsx';

/** The NextDNS profile identifier: without one there is no resolver to ask. */
interface ProfileFieldProps {
  profile: string;
  isLocked: boolean;
  onChange(profile: string): void;
}

export function ProfileField({ profile, isLocked, onChange }: ProfileFieldProps) {
  return (
    <CheckedField
      label="options_profile"
      hint="options_profile_hint"
      value={profile}
      isLocked={isLocked}
      check={(text) => (PROFILE_PATTERN.test(text.trim()) ? ok(text.trim()) : err('options_profile_bad'))}
      onTake={onChange}
    />
  );
}
