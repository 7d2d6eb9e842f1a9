// The user's own resolver: refused at the field, with the reason, when its address is not one.

import { parseTemplate } from '../shared/doh-template.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { keyOf, type MessageKey } from '../shared/sentence.ts';
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

/** In normal form. */
function checkTemplate(text: string): Result<string, MessageKey> {
  const template = parseTemplate(text);
  return template.ok ? ok(template.value.base) : err(keyOf('options_template', template.error));
}
