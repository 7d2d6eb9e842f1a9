// Whom the background listens to: pages of this extension, and nobody else, whatever they send.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { backgroundPlatform } from '../../../src/platform/background-platform.ts';
import { REPORT_PORT } from '../../../src/shared/messages.ts';
import { currentApi } from '../fake-browser/current.ts';
import { EXTENSION_ID } from '../fake-browser/extension-api.ts';

const OURS = 'moz-extension://overheard/';
const id = EXTENSION_ID;

const platform = backgroundPlatform();
const send = (message: unknown, sender: object | undefined) =>
  currentApi().event('runtime.onMessage').fire(message, sender);
const connect = (port: object) => currentApi().event('runtime.onConnect').fire(port);

const STRANGERS: [string, object | undefined][] = [
  ['a page of the web', { id, url: 'https://news.example/', tab: { id: 1 } }],
  ['a page whose address begins like ours', { id, url: 'moz-extension://overheard.example/popup.html' }],
  ['another extension', { id: 'other@extension.example', url: 'moz-extension://other/page.html' }],
  ['another extension that claims our address', { id: 'other@extension.example', url: `${OURS}popup.html` }],
  ['a sender without an address', { id }],
  ['nobody', undefined],
];

const listener = vi.fn();
beforeEach(() => {
  listener.mockReset();
  currentApi().loseBackground();
});

describe('a message', () => {
  const message = { kind: 'clear-session' };

  it('of a page of ours is answered', () => {
    listener.mockReturnValue('answer');
    platform.onRequest(listener);
    expect(send(message, { id, url: `${OURS}session.html` })).toEqual(['answer']);
    expect(listener).toHaveBeenCalledWith(message);
  });

  it.each(STRANGERS)('ignores messages from %s', (_, sender) => {
    platform.onRequest(listener);
    expect(send(message, sender)).toEqual([undefined]);
    expect(listener).not.toHaveBeenCalled();
  });
});

describe('a port', () => {
  const portOf = (sender: object | undefined, name = REPORT_PORT) => ({ name, sender });

  it('of a page of ours is taken', () => {
    platform.onPage(listener);
    connect(portOf({ id, url: `${OURS}popup.html` }));
    expect(listener).toHaveBeenCalledOnce();
  });

  it('by another name is not', () => {
    platform.onPage(listener);
    connect(portOf({ id, url: `${OURS}popup.html` }, 'other'));
    expect(listener).not.toHaveBeenCalled();
  });

  it.each(STRANGERS)('of %s is not', (_, sender) => {
    platform.onPage(listener);
    expect(currentApi().event('runtime.onConnect').count).toBe(1);
    connect(portOf(sender));
    expect(listener).not.toHaveBeenCalled();
  });
});
