// Ports between a page and the background. Either end may die by itself: from then on whatever is posted at the other throws, and
// whether that end has heard of it yet is another matter.

import { vi } from 'vitest';
import { FakeEvent } from './event.ts';

const clone = <T>(value: T): T => (value === undefined ? value : JSON.parse(JSON.stringify(value)));

const DISCONNECTED = 'Attempting to use a disconnected port object';

export class FakePort {
  readonly onMessage = new FakeEvent();
  readonly onDisconnect = new FakeEvent();
  readonly name: string;
  readonly sender: object | undefined;
  isOpen = true;
  readonly #post: (message: unknown) => void;
  readonly #close: () => void;

  constructor(name: string, sender: object | undefined, ends: { post: (message: unknown) => void; close: () => void }) {
    this.name = name;
    this.sender = sender;
    this.#post = ends.post;
    this.#close = ends.close;
  }

  readonly postMessage = (message: unknown): void => {
    if (!this.isOpen) throw new Error(DISCONNECTED);
    this.#post(clone(message));
  };

  readonly disconnect = (): void => {
    if (this.isOpen) this.#close();
  };
}

/** What a page asked for by a port, and what it was sent. */
export interface PageEnd {
  port: FakePort;
  received: unknown[];
  /** The page is gone: what the background posts from now on throws, and it hears of it now or when the test says so. */
  die(options?: { unheard?: boolean }): void;
  /** The background hears at last. */
  hear(): void;
}

export class FakePorts {
  /** Every message that a page has posted, whatever became of it. */
  readonly posted = vi.fn((_message: unknown): void => {});
  readonly #onConnect: FakeEvent;
  readonly #sender: object;
  readonly #pairs: { page: FakePort; background: FakePort }[] = [];

  constructor(onConnect: FakeEvent, sender: object) {
    this.#onConnect = onConnect;
    this.#sender = sender;
  }

  /** The port that a page opened last. */
  get last(): FakePort | undefined {
    return this.#pairs.at(-1)?.page;
  }

  /** As `runtime.connect` gives it. */
  connect(name: string): FakePort {
    return this.open(name).port;
  }

  open(name: string): PageEnd {
    const received: unknown[] = [];
    const page: FakePort = new FakePort(name, undefined, {
      post: (message) => {
        this.posted(message);
        background.onMessage.fire(message, background);
      },
      close: () => this.#end(page, background, { tells: background }),
    });
    const background: FakePort = new FakePort(name, this.#sender, {
      post: (message) => {
        received.push(message);
        page.onMessage.fire(message, page);
      },
      close: () => this.#end(page, background, { tells: page }),
    });
    this.#pairs.push({ page, background });
    this.#onConnect.fire(background);
    return {
      port: page,
      received,
      die: ({ unheard = false } = {}) => this.#end(page, background, { tells: unheard ? null : background }),
      hear: () => background.onDisconnect.fire(background),
    };
  }

  /** To every page that is there. */
  send(message: unknown): void {
    for (const { background } of this.#pairs) if (background.isOpen) background.postMessage(message);
  }

  /** No port is left, and nobody hears of it. */
  clear(): void {
    this.#pairs.length = 0;
  }

  /** Every page hears of it, each in its turn. */
  loseBackground(): void {
    for (const { page, background } of this.#pairs.splice(0)) {
      background.onMessage.clear();
      background.onDisconnect.clear();
      this.#end(page, background, { tells: page });
    }
  }

  #end(page: FakePort, background: FakePort, { tells }: { tells: FakePort | null }): void {
    if (!page.isOpen) return;
    page.isOpen = false;
    background.isOpen = false;
    tells?.onDisconnect.fire(tells);
  }
}
