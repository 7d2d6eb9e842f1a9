// The fields of a structure and where they lie, as a tree, put together while a decoder reads one after the other.

import type { DecodeError } from '../shared/decode-error.ts';

/** A field, or a group of fields. Leaves touch and never overlap. */
export interface Span {
  /** In its RFC. */
  name: string;
  /** From the start of the whole input. */
  offset: number;
  length: number;
  /** Of a leaf: the number or the name that was read. Leaves without one are bytes. */
  value?: number | string;
  /** Of a group: it could not be read to its end. */
  isBroken?: true;
  /** Of a group. */
  children?: Span[];
}

interface Group extends Span {
  children: Span[];
}

/** What is left over where a structure could not be read to its end. */
export const unread = 'unread';

export class SpanRecorder {
  readonly spans: Span[] = [];
  /** Set where there were more spans than wanted: from there on nothing was recorded. */
  limit: DecodeError | undefined;
  readonly #open: Group[] = [];
  readonly #base: number;
  #left: number;

  /** `base` is added to all offsets, for a structure inside another. */
  constructor(base: number, most: number) {
    this.#base = base;
    this.#left = most;
  }

  #add(span: Span): boolean {
    if (this.limit) return false;
    if (this.#left <= 0) {
      this.limit = { kind: 'limit', field: span.name, offset: span.offset };
      return false;
    }
    this.#left--;
    this.#siblings().push(span);
    return true;
  }

  #siblings(): Span[] {
    return this.#open.at(-1)?.children ?? this.spans;
  }

  /** No leaf for no bytes. */
  leaf(name: string, offset: number, length: number, value?: number | string): void {
    if (length === 0) return;
    this.#add({ name, offset: this.#base + offset, length, ...(value !== undefined && { value }) });
  }

  open(name: string, offset: number): void {
    const group: Group = { name, offset: this.#base + offset, length: 0, children: [] };
    if (this.#add(group)) this.#open.push(group);
  }

  /** Closes the innermost group of that name. Where a group inside it is still open, neither could be read to its end. */
  close(name: string): void {
    if (this.limit) return;
    this.#closeInside(name);
    this.#closeInnermost();
  }

  /** Closes a group whose bytes end at `end`, read so far or not. */
  end(name: string, end: number): void {
    if (this.limit) return;
    this.#closeInside(name);
    if (this.#cover(this.#base + end)) this.#markBroken();
    this.#closeInnermost();
  }

  /** All groups that are still open, down to the innermost of that name. */
  #closeInside(name?: string): void {
    while (this.#open.length > 0 && this.#open.at(-1)?.name !== name) {
      this.#markBroken();
      this.#closeInnermost();
      this.#markBroken();
    }
  }

  #closeInnermost(): void {
    const group = this.#open.pop();
    const last = group?.children.at(-1);
    if (group && last) group.length = last.offset + last.length - group.offset;
  }

  #markBroken(): void {
    const group = this.#open.at(-1);
    if (group) group.isBroken = true;
  }

  /** Whether anything was left that is in no span. */
  #cover(end: number): boolean {
    const siblings = this.#siblings();
    const last = siblings.at(-1);
    const offset = last ? last.offset + last.length : (this.#open.at(-1)?.offset ?? this.#base);
    if (offset === end) return false;
    siblings.push({ name: unread, offset, length: end - offset });
    return true;
  }

  /** Drops what was recorded from that offset on, inside a group that began before. */
  forgetFrom(offset: number): void {
    const at = this.#base + offset;
    while ((this.#open.at(-1)?.offset ?? -1) >= at) this.#open.pop();
    const siblings = this.#siblings();
    while ((siblings.at(-1)?.offset ?? -1) >= at) siblings.pop();
  }

  /** Every byte up to `end` is in some leaf from here on. */
  finish(end: number): Span[] {
    this.#closeInside();
    this.#cover(this.#base + end);
    return this.spans;
  }
}
