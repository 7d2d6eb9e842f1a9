// @vitest-environment happy-dom
// What is typed before the browser has painted stays: effects come after that.

import { render } from 'preact';
import { expect, it } from 'vitest';
import { CheckedField } from '../../../src/options/checked-field.tsx';
import { ok } from '../../../src/shared/result.ts';

const AFTER_PAINT_MS = 150;

function place(onTake: (value: string) => void = () => {}) {
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
        onTake={onTake}
      />,
      page,
    );
  draw('');
  const field = page.querySelector('input') as HTMLInputElement;
  const type = (text: string) => {
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
  return { page, draw, field, type };
}

it('keeps the first letters', async () => {
  const { draw, field, type } = place();
  const later = () => new Promise((resolve) => setTimeout(resolve, AFTER_PAINT_MS));
  type('https');
  await later();
  expect(field.value).toBe('https');
  draw('https://elsewhere.example/');
  await later();
  expect(field.value).toBe('https://elsewhere.example/');
});

it('keeps the focus when the value that was typed is taken', async () => {
  const taken: string[] = [];
  const { page, draw, field, type } = place((value) => {
    taken.push(value);
    draw(value);
  });
  field.focus();
  type('https://own.example/');
  await Promise.resolve();
  page.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  expect(taken).toEqual(['https://own.example/']);
  expect(document.activeElement).toBe(field);
});
