// Requests that were answered, by their number and address (redirects keep the number): one of them that then fails shows nothing more.

interface Numbered {
  requestId: string;
  url: string;
}

/** Of those that were answered last. A request that is forgotten and then fails is told of twice. */
const MOST = 1_000;

const keyOf = ({ requestId, url }: Numbered): string => `${requestId} ${url}`;

export class AnsweredRequests {
  readonly #keys = new Set<string>();

  add(request: Numbered): void {
    this.#keys.add(keyOf(request));
    const [oldest] = this.#keys;
    if (this.#keys.size > MOST && oldest !== undefined) this.#keys.delete(oldest);
  }

  has(request: Numbered): boolean {
    return this.#keys.has(keyOf(request));
  }
}
