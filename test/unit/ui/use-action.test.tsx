// @vitest-environment happy-dom
// The one way that a click takes: when it starts, what a second one does, and how it ends.

import { act, cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ActionFailure } from '../../../src/ui/action-failure.tsx';
import { step } from '../../../src/ui/failure-words.ts';
import { useAction } from '../../../src/ui/use-action.ts';

interface Started {
  press: number;
  resolve(result: string): void;
  reject(error: unknown): void;
}
let started: Started[];
let presses: number;

const waits = (press: number) =>
  new Promise<string>((resolve, reject) => started.push({ press, resolve, reject: (error) => reject(error) }));

interface ControlProps {
  work(press: number): string | Promise<string>;
  whileRunning?: 'ignore' | 'last-wins';
}

function Control({ work, whileRunning }: ControlProps) {
  const action = useAction(work, 'failed_tab', whileRunning);
  const { state } = action;
  return (
    <>
      <button type="button" onClick={() => action.run(++presses)}>
        Press
      </button>
      <p>{state.kind === 'done' ? `done ${state.result}` : state.kind}</p>
      <ActionFailure of={action} name="Press" />
    </>
  );
}

const press = () => fireEvent.click(screen.getByRole('button'));
const settle = (change: () => void) =>
  act(async () => {
    change();
    await new Promise((resolve) => setTimeout(resolve));
  });
const state = () => document.querySelector('p')?.textContent;
const said = () => screen.getByRole('alert').textContent;
const NOT_OPENED = /^Press: Your browser didn’t open the page/;

beforeEach(() => {
  started = [];
  presses = 0;
});
afterEach(cleanup);

it('starts in the click itself, and is idle, running and done', async () => {
  render(<Control work={waits} />);
  expect(state()).toBe('idle');
  press();
  expect(started).toHaveLength(1);
  await settle(() => {});
  expect(state()).toBe('running');
  await settle(() => started[0]!.resolve('well'));
  expect(state()).toBe('done well');
  expect(said()).toBe('');
});

it('does nothing at a second click while it runs, and runs again afterwards', async () => {
  render(<Control work={waits} />);
  press();
  press();
  expect(started.map((one) => one.press)).toEqual([1]);
  await settle(() => started[0]!.resolve('once'));
  press();
  expect(started).toHaveLength(2);
});

it.each([
  ['rejects', () => Promise.reject(new Error('no'))],
  [
    'throws',
    () => {
      throw new Error('no');
    },
  ],
  ['rejects with nothing', () => Promise.reject(undefined)],
])(
  'says in a live region that was there before that it failed, until it is tried again: the work %s',
  async (_how, fails) => {
    let work: ControlProps['work'] = fails;
    render(<Control work={(count) => work(count)} />);
    const region = screen.getByRole('alert');
    await settle(press);
    expect(state()).toBe('failed');
    expect(said()).toMatch(NOT_OPENED);
    expect(screen.getByRole('alert')).toBe(region);
    work = waits;
    await settle(press);
    expect(said()).toBe('');
    await settle(() => started[0]!.resolve('at last'));
    expect(state()).toBe('done at last');
  },
);

it('with last-wins starts again at once, and shows only how the last one ended', async () => {
  render(<Control work={waits} whileRunning="last-wins" />);
  press();
  press();
  expect(started).toHaveLength(2);
  await settle(() => started[0]!.reject(new Error('overtaken')));
  expect(state()).toBe('running');
  await settle(() => started[1]!.resolve('second'));
  expect(state()).toBe('done second');
  press();
  press();
  await settle(() => started[3]!.resolve('fourth'));
  await settle(() => started[2]!.resolve('late'));
  expect(state()).toBe('done fourth');
});

it('has words of their own for the steps of longer work, and those of the step inside', async () => {
  const steps = () => step('failed_background', () => step('failed_clipboard', () => Promise.reject(new Error('no'))));
  render(<Control work={steps} />);
  await settle(press);
  expect(said()).toMatch(/^Press: Your browser didn’t allow copying/);
});

it('ends without a word where its control is gone', async () => {
  const { unmount } = render(<Control work={waits} />);
  press();
  unmount();
  await settle(() => started[0]!.reject(new Error('nobody looks')));
  expect(document.body.textContent).toBe('');
});
