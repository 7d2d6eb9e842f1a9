// The user's own resolver: refused at the field, with the reason, when its address is not one.

import { checkTemplate } from './check-template.ts';
import { CheckedField } from './checked-field.tsx';

export function CustomResolver({ template, onChange }: { template: string; onChange(template: string): void }) {
  return (
    <CheckedField
      label="options_template"
      hint="options_template_hint"
      value={template}
      check={checkTemplate}
      onTake={onChange}
    />
  );
}
