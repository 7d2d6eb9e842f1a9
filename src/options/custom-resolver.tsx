// The user's own resolver: refused at the field, with the reason, when its address is not one.

import { checkTemplate } from './check-template.ts';
import { CheckedField } from './checked-field.tsx';

interface CustomResolverProps {
  template: string;
  isLocked: boolean;
  onChange(template: string): void;
}

export function CustomResolver({ template, isLocked, onChange }: CustomResolverProps) {
  return (
    <CheckedField
      label="options_template"
      hint="options_template_hint"
      value={template}
      isLocked={isLocked}
      check={checkTemplate}
      onTake={onChange}
    />
  );
}
