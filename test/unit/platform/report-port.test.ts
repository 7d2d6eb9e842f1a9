// The popup's port to a background that is stopped, dies, or does not start: what was asked is not lost, or the popup is told.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PortRequest } from '../../../src/shared/messages.ts';

interface Port {
  sent: PortRequest[];
  speak(): void;
  die(): void;
  isDead: boolean;
}
const ports: Port[] = [];
/** Whether a port dies at once, as where the background cannot be started. */
let isBackgroundGone = false;

vi.mock('webextension-polyfill', () => ({
  default: {
    runtime: {
      lastError: undefined,
      connect: () => {
        const [heard, dead]: [((update: object) => void)[], (() => void)[]] = [[], []];
        const port: Port = {
          sent: [],
          isDead: false,
          speak: () => heard.forEach((listener) => void listener({ kind: 'report', report: {} })),
          die: () => {
            port.isDead = true;
            dead.forEach((listener) => void listener());
          },
        };
        ports.push(port);
        if (isBackgroundGone) setTimeout(port.die);
        return {
          onMessage: { addListener: (listener: () => void) => heard.push(listener) },
          onDisconnect: { addListener: (listener: () => void) => dead.push(listener) },
          postMessage: (request: PortRequest) => {
            if (port.isDead) throw new Error('Attempting to use a disconnected port object');
            port.sent.push(request);
          },
          disconnect: () => {},
        };
      },
    },
  },
}));
const { subscribeToReport } = await import('../../../src/platform/report-port.ts');

const WATCH: PortRequest = { kind: 'watch', tabId: 7 };
const AGAIN: PortRequest = { kind: 'check-again' };
const kinds = (port: Port | undefined) => port?.sent.map(({ kind }) => kind);

beforeEach(() => {
  vi.useFakeTimers();
  ports.length = 0;
  isBackgroundGone = false;
});
afterEach(() => {
  vi.useRealTimers();
});

const subscribe = () => subscribeToReport(7, () => {});
/** How it has ended by now. */
function endOf(sent: Promise<void>): () => Promise<string> {
  let end = 'pending';
  sent.then(
    () => {
      end = 'received';
    },
    () => {
      end = 'lost';
    },
  );
  return async () => {
    await vi.advanceTimersByTimeAsync(0);
    return end;
  };
}

describe('a request', () => {
  it('is received at once by a background that has spoken', async () => {
    const { send } = subscribe();
    ports[0]?.speak();
    expect(await endOf(send(AGAIN))()).toBe('received');
    expect(ports[0]?.sent).toEqual([WATCH, AGAIN]);
  });

  it('is sent at once to one that has not, and received when it speaks', async () => {
    const { send } = subscribe();
    const end = endOf(send(AGAIN));
    expect(ports[0]?.sent).toEqual([WATCH, AGAIN]);
    expect(await end()).toBe('pending');
    ports[0]?.speak();
    expect(await end()).toBe('received');
  });

  it('is sent again to the next background where the first died without a word', async () => {
    const { send } = subscribe();
    const end = endOf(send(AGAIN));
    ports[0]?.die();
    await vi.advanceTimersByTimeAsync(1000);
    expect(kinds(ports[1])).toEqual(['watch', 'check-again']);
    ports[1]?.speak();
    expect(await end()).toBe('received');
  });

  it('waits for the next background while there is none, and is sent once', async () => {
    const { send } = subscribe();
    ports[0]?.speak();
    ports[0]?.die();
    const end = endOf(send(AGAIN));
    await vi.advanceTimersByTimeAsync(1000);
    ports[1]?.speak();
    expect(await end()).toBe('received');
    ports[1]?.die();
    await vi.advanceTimersByTimeAsync(1000);
    expect(kinds(ports[2])).toEqual(['watch']);
  });

  it('is lost, and said to be, where no background ever starts; the next one is not held up by it', async () => {
    isBackgroundGone = true;
    const { send } = subscribe();
    const end = endOf(send(AGAIN));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await end()).toBe('lost');
    isBackgroundGone = false;
    await vi.advanceTimersByTimeAsync(1000);
    expect(kinds(ports.at(-1))).toEqual(['watch']);
    const next = endOf(send({ kind: 'ask-second' }));
    ports.at(-1)?.speak();
    expect(await next()).toBe('received');
    expect(kinds(ports.at(-1))).toEqual(['watch', 'ask-second']);
  });

  it('is lost at once on a port that is dead and nobody said so yet', async () => {
    const { send } = subscribe();
    ports[0]!.isDead = true;
    await expect(send(AGAIN)).rejects.toThrow();
  });
});
