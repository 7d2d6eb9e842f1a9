// Whom the background listens to: pages of this extension, and nobody else, whatever they send.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { REPORT_PORT } from '../../../src/shared/messages.ts';

const OURS = 'moz-extension://ours/';
type Connect = (port: object) => void;
type Receive = (message: unknown, sender: object) => unknown;

const { connects, receives } = vi.hoisted(() => ({ connects: [] as Connect[], receives: [] as Receive[] }));
vi.mock('webextension-polyfill', () => ({
  default: {
    runtime: {
      id: 'overheard@overheard.example',
      getURL: (path: string) => `moz-extension://ours/${path}`,
      onConnect: { addListener: (listener: Connect) => connects.push(listener) },
      onMessage: { addListener: (listener: Receive) => receives.push(listener) },
    },
    webRequest: {},
  },
}));
const { platform } = await import('../../../src/platform/background-platform.ts');

const id = 'overheard@overheard.example';
const STRANGERS: [string, object | undefined][] = [
  ['a page of the web', { id, url: 'https://news.example/', tab: { id: 1 } }],
  ['a page whose address begins like ours', { id, url: 'moz-extension://ours.example/popup.html' }],
  ['another extension', { id: 'other@extension.example', url: 'moz-extension://other/page.html' }],
  ['another extension that claims our address', { id: 'other@extension.example', url: `${OURS}popup.html` }],
  ['a sender without an address', { id }],
  ['nobody', undefined],
];

const listener = vi.fn();
beforeEach(() => {
  listener.mockReset();
  connects.length = 0;
  receives.length = 0;
});

describe('a message', () => {
  const message = { kind: 'clear-session' };

  it('of a page of ours is answered', () => {
    listener.mockReturnValue('answer');
    platform.onRequest(listener);
    expect(receives.map((receive) => receive(message, { id, url: `${OURS}session.html` }))).toEqual(['answer']);
    expect(listener).toHaveBeenCalledWith(message);
  });

  it.each(STRANGERS)('of %s is not heard', (_, sender) => {
    platform.onRequest(listener);
    expect(receives.map((receive) => receive(message, sender as object))).toEqual([undefined]);
    expect(listener).not.toHaveBeenCalled();
  });
});

describe('a port', () => {
  const portOf = (sender: object | undefined, name = REPORT_PORT) => ({ name, sender });

  it('of a page of ours is taken', () => {
    platform.onPage(listener);
    for (const connect of connects) connect(portOf({ id, url: `${OURS}popup.html` }));
    expect(listener).toHaveBeenCalledOnce();
  });

  it('by another name is not', () => {
    platform.onPage(listener);
    for (const connect of connects) connect(portOf({ id, url: `${OURS}popup.html` }, 'other'));
    expect(listener).not.toHaveBeenCalled();
  });

  it.each(STRANGERS)('of %s is not', (_, sender) => {
    platform.onPage(listener);
    expect(connects).toHaveLength(1);
    for (const connect of connects) connect(portOf(sender));
    expect(listener).not.toHaveBeenCalled();
  });
});
