// @vitest-environment happy-dom
// Fields beside bytes: pointing, clicking and keys light both sides, and a screen reader is told fields and never bytes.

import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import type { FieldNode } from '../../../src/dissect/field-tree.ts';
import { readFieldTree } from '../../../src/dissect/hello-fields.ts';
import { leavesOf, type Mark } from '../../../src/dissect/hex-lines.ts';
import { encodeClientHello } from '../../../src/hello/client-hello.ts';
import { FieldsAndBytes } from '../../../src/inspect/fields-and-bytes.tsx';
import { helloOf } from '../hello/hellos.ts';

afterEach(() => {
  cleanup();
  document.documentElement.style.direction = '';
});

const bytes = encodeClientHello(helloOf());
const { fields } = readFieldTree(bytes);
const nameAt = Buffer.from(bytes).indexOf('www.example.com');
const nameMark: Mark[] = [{ kind: 'readable-name', offset: nameAt, length: 15 }];

const open = (marks: readonly Mark[] = nameMark, openLevels = 2) =>
  render(<FieldsAndBytes label="Hello" bytes={bytes} fields={fields} marks={marks} openLevels={openLevels} />);

const tree = () => screen.getByRole('tree', { name: 'Fields of Hello' });
const dump = () => screen.getByRole('slider', { name: 'Bytes of Hello' });
const items = () => within(tree()).getAllByRole('treeitem');
const item = (start: RegExp) => {
  const found = items().find(({ textContent }) => start.test(textContent?.trim() ?? ''));
  if (!found) throw new Error(`no ${start}`);
  return found;
};
const names = () => items().map((each) => each.querySelector('.field-name')?.textContent);
const litHex = () => [...dump().querySelectorAll('.hex .lit')].map(({ textContent }) => textContent).join(' ');
const litText = () => [...dump().querySelectorAll('.text .lit')].map(({ textContent }) => textContent).join('');
const press = (key: string, on: Element = document.activeElement as Element) =>
  act(() => void fireEvent.keyDown(on, { key }));
const focused = () => document.activeElement?.querySelector('.field-name')?.textContent;
/** The first bytes of the first leaf of that name. */
const pieceOf = (name: string) =>
  dump().querySelector(`[data-leaf="${leavesOf(fields).findIndex((leaf) => leaf.name === name)}"]`) as HTMLElement;
const focus = (element: HTMLElement) => act(() => element.focus());

describe('pointing', () => {
  it('at a field lights its bytes, and nothing else', () => {
    open();
    expect(litHex()).toBe('');
    fireEvent.mouseEnter(item(/^random/));
    expect(litHex()).toBe(new Array(32).fill('07').join(' '));
    fireEvent.mouseLeave(item(/^random/));
    expect(litHex()).toBe('');
  });

  it('at bytes lights their field, or the one that it is folded into', () => {
    open([]);
    fireEvent.mouseOver(pieceOf('length'));
    expect(tree().querySelector('.lit')?.textContent).toMatch(/^length/);
    const hidden = pieceOf('HostName');
    fireEvent.mouseOver(hidden);
    expect(litText()).toBe('www.example.com');
    expect(tree().querySelector('.lit')?.textContent).toMatch(/^Extension server_name/);
    expect(screen.getByText(/HostName/).textContent).toBe('ServerName › HostName');
  });

  it('and clicking bytes opens the tree as far as their field and goes there', () => {
    open([]);
    const hidden = pieceOf('HostName');
    fireEvent.click(hidden);
    expect(focused()).toBe('HostName');
  });
});

describe('marks', () => {
  it('are on exactly their bytes, told in the tree, and explained', () => {
    open();
    const marked = [...dump().querySelectorAll('.text .readable-name')].map(({ textContent }) => textContent).join('');
    expect(marked).toBe('www.example.com');
    expect(item(/^HostName/).textContent).toContain('anyone on the path can read it');
    expect(items().filter(({ textContent }) => textContent?.includes('on the path'))).toHaveLength(1);
    expect(screen.getByRole('listitem').textContent).toContain('Readable name');
  });
});

it('an open field does not say again what a field in it says', () => {
  open();
  expect(item(/^ServerName/).textContent).not.toContain('www');
  expect(item(/^Extension server_name: www/).getAttribute('aria-expanded')).toBe('true');
  fireEvent.click(item(/^ServerName/));
  expect(item(/^ServerName/).textContent).toContain('www.example.com');
});

it('only what leads to a mark is open besides, and nothing for what merely changed', () => {
  open([{ kind: 'changed', offset: nameAt, length: 15 }], 1);
  expect(names()).not.toContain('HostName');
  cleanup();
  open(nameMark, 1);
  expect(names()).toContain('HostName');
});

describe('by keyboard', () => {
  it('the tree is one stop, and arrows walk, open and close', () => {
    open([], 1);
    expect(items().filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1);
    focus(items()[0] as HTMLElement);
    press('End');
    expect(focused()).toBe('extensions');
    press('ArrowRight');
    expect(document.activeElement?.getAttribute('aria-expanded')).toBe('true');
    press('ArrowRight');
    expect(focused()).toBe('length');
    expect(litHex()).toBe('00 1f');
    press('ArrowLeft');
    expect(focused()).toBe('extensions');
    press('ArrowLeft');
    expect(document.activeElement?.getAttribute('aria-expanded')).toBe('false');
    press('ArrowLeft');
    expect(focused()).toBe('ClientHello');
    press('r');
    expect(focused()).toBe('random');
    press('ArrowUp');
    expect(focused()).toBe('legacy_version');
    press('Home');
    expect(focused()).toBe('msg_type');
    expect(items().filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1);
  });

  it('on a page from right to left the arrows turn', () => {
    document.documentElement.style.direction = 'rtl';
    open([], 1);
    focus(item(/^ClientHello/));
    press('ArrowRight');
    expect(document.activeElement?.getAttribute('aria-expanded')).toBe('false');
    press('ArrowLeft');
    expect(document.activeElement?.getAttribute('aria-expanded')).toBe('true');
    expect(dump().closest('[dir]')?.getAttribute('dir')).toBe('ltr');
  });

  it('* opens what stands beside, and a field that closes over the current one takes its place', () => {
    open([], 1);
    focus(item(/^cipher_suites/));
    press('*');
    expect(names()).toContain('CipherSuite');
    focus(item(/^CipherSuite/));
    fireEvent.click(item(/^ClientHello/));
    expect(focused()).toBe('ClientHello');
    expect(items().filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1);
  });

  it('the dump is one stop: arrows go from field to field, Enter goes to the tree', () => {
    open([]);
    focus(dump());
    expect(dump().getAttribute('aria-valuetext')).toBe('msg_type, client_hello (0x01), 1 byte');
    expect(litHex()).toBe('01');
    press('ArrowRight');
    expect(litHex()).toBe('00 00 6a');
    press('ArrowLeft');
    press('ArrowLeft');
    expect(dump().getAttribute('aria-valuenow')).toBe('0');
    press('End');
    expect(dump().getAttribute('aria-valuenow')).toBe(dump().getAttribute('aria-valuemax'));
    expect(dump().getAttribute('aria-valuetext')).toBe('versions, ProtocolVersion, TLS 1.3 (0x0304), 2 bytes');
    press('Enter');
    expect(focused()).toBe('ProtocolVersion');
  });
});

describe('a screen reader', () => {
  it('gets levels, places and values, and no long hexadecimal', () => {
    open();
    const random = item(/^random/);
    expect(random.getAttribute('aria-level')).toBe('2');
    expect([random.getAttribute('aria-posinset'), random.getAttribute('aria-setsize')]).toEqual(['2', '6']);
    expect(screen.getByRole('treeitem', { name: 'random 32 bytes' })).toBe(random);
    expect(
      screen.getByRole('treeitem', { name: /^HostName www\.example\.com Readable name: .* 15 bytes$/ }),
    ).toBeDefined();
  });
});

describe('what is large or hostile', () => {
  const listOf = (count: number, value: string, each = 1): FieldNode[] => [
    {
      name: 'list',
      offset: 0,
      length: count * each,
      children: Array.from({ length: count }, (_, i) => ({ name: `item${i}`, offset: i * each, length: each, value })),
    },
  ];

  it('is shown a hundred fields and 4,096 bytes at a time', () => {
    render(<FieldsAndBytes label="Hello" bytes={new Uint8Array(8000)} fields={listOf(250, 'x', 32)} />);
    expect(items()).toHaveLength(1 + 100 + 1);
    expect(dump().querySelectorAll('.offset')).toHaveLength(512);
    fireEvent.click(item(/^Show more of the 150/));
    expect(items()).toHaveLength(1 + 200 + 1);
    fireEvent.click(screen.getByRole('button', { name: 'Show 3,904 bytes more' }));
    expect(dump().querySelectorAll('.offset')).toHaveLength(1000);
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('is shown as far as the keyboard goes', () => {
    render(<FieldsAndBytes label="Hello" bytes={new Uint8Array(5000)} fields={listOf(50, 'x', 100)} />);
    focus(dump());
    press('End');
    expect(dump().querySelectorAll('.offset')).toHaveLength(625);
    expect(litText()).toBe('·'.repeat(100));
  });

  it('stays text: no marks, no directions, no end', () => {
    const value = `<b>\u202e${'x'.repeat(5000)}`;
    render(<FieldsAndBytes label="Hello" bytes={new Uint8Array(1)} fields={listOf(1, value)} />);
    const shown = item(/^item0/).textContent ?? '';
    expect(shown).toContain('<b>\\u{202e}x');
    expect(shown.length).toBeLessThan(400);
    expect(tree().querySelector('b')).toBeNull();
  });

  it('of nothing is an empty tree', () => {
    render(<FieldsAndBytes label="Hello" bytes={new Uint8Array()} fields={[]} />);
    expect(within(tree()).queryAllByRole('treeitem')).toEqual([]);
    focus(dump());
    press('ArrowRight');
    expect(dump().getAttribute('aria-valuenow')).toBe('0');
  });
});
