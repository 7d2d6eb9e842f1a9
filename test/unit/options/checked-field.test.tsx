// @vitest-environment happy-dom
// What is typed before the browser has painted stays: effects come after that.

import { render } from 'preact';
import { expect, it } from 'vitest';
import { CheckedField } from '../../../src/options/checked-field.tsx';
import { ok } from '../../../src/shared/result.ts';

const AFTER_PAINT_MS = 150;

it('keeps the first letters', async () => {
  const page = document.createElement('div');
  document.body.append(page);
  const draw = (value: string) =>
    render(
      <CheckedField
        label="options_template"
        hint="options_template_hint"
        value={value}
        isLocked={false}
        check={ok}
        onTake={() => {}}
      />,
      page,
    );
  const later = () => new Promise((resolve) => setTimeout(resolve, AFTER_PAINT_MS));
  draw('');
  const field = page.querySelector('input') as HTMLInputElement;
  field.value = 'https';
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await later();
  expect(field.value).toBe('https');
  draw('https://elsewhere.example/');
  await later();
  expect(field.value).toBe('https://elsewhere.example/');
});
