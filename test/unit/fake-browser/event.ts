// One event of a browser: listeners with the filter that each was registered with.

type Listener = (...args: never[]) => unknown;

interface Registered {
  listener: Listener;
  types: readonly string[] | undefined;
  /** What it asked to be told besides. */
  extra: readonly string[];
}

export class FakeEvent {
  #registered: Registered[] = [];

  readonly addListener = (
    listener: Listener,
    filter?: { types?: readonly string[] },
    extra: readonly string[] = [],
  ): void => {
    this.#registered.push({ listener, types: filter?.types, extra });
  };

  readonly removeListener = (listener: Listener): void => {
    this.#registered = this.#registered.filter((one) => one.listener !== listener);
  };

  readonly hasListener = (listener: Listener): boolean => this.#registered.some((one) => one.listener === listener);

  get count(): number {
    return this.#registered.length;
  }

  /** What each listener answers. Details with a `type` reach those alone whose filter has it; headers, those that asked for them. */
  fire(...args: unknown[]): unknown[] {
    const type = (args[0] as { type?: string } | undefined)?.type;
    return this.#registered
      .filter(({ types }) => types === undefined || type === undefined || types.includes(type))
      .map(({ listener, extra }) => listener(...(args.map((one) => told(one, extra)) as never[])));
  }

  clear(): void {
    this.#registered = [];
  }
}

function told(details: unknown, extra: readonly string[]): unknown {
  if (typeof details !== 'object' || details === null || !('responseHeaders' in details)) return details;
  const { responseHeaders, ...rest } = details;
  return extra.includes('responseHeaders') ? details : rest;
}
