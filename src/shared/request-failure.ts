// A request that failed, with the browser's own word on it, which fetch alone does not give.

import type { BrowserErrorKind } from './browser-error.ts';

export class RequestFailure extends Error {
  readonly kind: BrowserErrorKind;

  constructor(kind: BrowserErrorKind, cause: unknown) {
    super(`the browser says: ${kind}`, { cause });
    this.kind = kind;
  }
}
