// @vitest-environment happy-dom
// The wire on screen, built for real: what each message says of who can read the name, and what is said where nothing is sealed.

import { cleanup, fireEvent, render, screen, within } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { decodeEchConfigList } from '../../../src/ech/config-list.ts';
import { selectEchConfig } from '../../../src/ech/select.ts';
import { WireView } from '../../../src/inspect/hellos-view.tsx';
import { type EchParts, echListOf } from '../builders.ts';
import { okValue } from '../hello/hellos.ts';

afterEach(cleanup);

const configOf = (parts: EchParts = {}) => selectEchConfig(okValue(decodeEchConfigList(echListOf(parts))));

async function open(config: ReturnType<typeof configOf>, host = 'secret.example') {
  const view = render(<WireView host={host} config={config} />);
  await screen.findByRole('tablist');
  return view;
}

const tabs = () => screen.getAllByRole('tab').map(({ textContent }) => textContent);
const choose = (name: string) => fireEvent.click(screen.getByRole('tab', { name }));
const said = () => document.querySelector('.wire-says')?.textContent;
const dumpText = (mark = '[data-leaf]') =>
  [...screen.getByRole('slider').querySelectorAll(`.text ${mark}`)].map(({ textContent }) => textContent).join('');

it('is labelled as built here', async () => {
  await open(configOf());
  expect(document.body.textContent).toContain('Built by Overheard, not captured from your browser');
});

describe('with a usable config', () => {
  it('shows first what the network sees: the public name, lit, and nowhere the name', async () => {
    await open(configOf());
    expect(tabs()).toEqual([
      'Without ECH',
      'With ECH: on the wire',
      'With ECH: sealed inside',
      'Without ECH, with GREASE',
    ]);
    expect(screen.getByRole('tab', { selected: true }).textContent).toBe('With ECH: on the wire');
    expect(dumpText('.readable-name')).toBe('cover.example');
    expect(dumpText()).not.toContain('secret');
    expect(said()).toContain('Anyone on the path can read cover.example');
    expect(said()).toContain('not secret.example');
  });

  it('shows the others on their tabs, by click and by arrow', async () => {
    await open(configOf());
    choose('Without ECH');
    expect(dumpText('.readable-name')).toBe('secret.example');
    expect(said()).toBe('Anyone on the path can read secret.example.');
    fireEvent.keyDown(screen.getByRole('tab', { selected: true }), { key: 'ArrowLeft' });
    expect(document.activeElement?.textContent).toBe('Without ECH, with GREASE');
    expect(dumpText('.readable-name')).toBe('secret.example');
    expect(dumpText('.random').length).toBeGreaterThan(100);
    expect(said()).toContain('nothing is sealed');
    choose('With ECH: sealed inside');
    expect(dumpText('.sealed-name')).toBe('secret.example');
    expect(dumpText('.readable-name')).toBe('');
    expect(said()).toContain('Only the holder of the key behind cover.example');
  });

  it('counts what each weighs and what the padding is for', async () => {
    await open(configOf({ maximumNameLength: 32 }));
    const rows = within(screen.getByRole('table')).getAllByRole('row').slice(1);
    expect(rows.map(({ textContent }) => textContent)).toEqual([
      'Without ECH189 bytes194 bytes1',
      'With GREASE347 bytes352 bytes1',
      'With ECH378 bytes383 bytes1',
    ]);
    const sums = [...document.querySelectorAll('.sums dd')].map(({ textContent }) =>
      Number.parseInt(textContent ?? '', 10),
    );
    expect(sums).toEqual([90, 18, 20, 16, 144]);
    expect(sums.slice(0, -1).reduce((a, b) => a + b)).toBe(sums.at(-1));
    expect(document.querySelector('.sums ~ p')?.textContent).toBe(
      'What the length still tells: the name has at most 52 bytes.',
    );
  });

  it('marks what another build changed', async () => {
    await open(configOf());
    const before = dumpText();
    expect(dumpText('.changed')).toBe('');
    fireEvent.click(screen.getByRole('button', { name: 'Build again' }));
    await vi.waitFor(() => expect(dumpText('.changed')).not.toBe(''));
    expect(dumpText()).not.toBe(before);
    expect(dumpText('.changed.readable-name')).toBe('');
    expect(dumpText('.changed.sealed')).toBe(dumpText('.sealed'));
  });

  it('begins anew for another host, and not for the same one drawn again', async () => {
    const { rerender } = await open(configOf());
    const before = dumpText();
    rerender(<WireView host="secret.example" config={configOf()} />);
    await new Promise((resolve) => setTimeout(resolve));
    expect(dumpText()).toBe(before);
    rerender(<WireView host="other.example" config={undefined} />);
    await vi.waitFor(() => expect(said()).toBe('Anyone on the path can read other.example.'));
  });
});

describe('without one', () => {
  it('says so, and shows what would be sent', async () => {
    await open(undefined);
    expect(tabs()).toEqual(['Without ECH', 'Without ECH, with GREASE']);
    expect(document.querySelector('.wire-unsealed')?.textContent).toContain('No ECH configuration of secret.example');
    expect(document.querySelector('.sums')).toBeNull();
  });

  it('says that a key is none', async () => {
    await open(configOf({ publicKey: new Uint8Array(32) }));
    expect(tabs()).toEqual(['Without ECH', 'Without ECH, with GREASE']);
    expect(document.querySelector('.wire-unsealed')?.textContent).toContain('not a valid public key');
  });

  it('says that it failed where it did', async () => {
    render(<WireView host={'not bytes \u{4f8b}'} config={undefined} />);
    expect((await screen.findByText(/^Overheard couldn’t build these messages/)).role).toBe('alert');
    expect(screen.getByRole('button', { name: 'Build again' })).toBeTruthy();
  });
});
