// Zone-file text cut into entries and words (RFC 1035 §5.1): parentheses join lines, `;` starts a comment, quotes and backslashes
// protect. Everything keeps its place, so that an error can be pointed at.

export interface Word {
  /** As written, with its quotes and escapes; blanks in it are in a quoted value or escaped. */
  text: string;
  /** In the whole text. */
  offset: number;
}

export interface Entry {
  /** At least one. */
  words: Word[];
  /** Where the entry ends in the whole text: at the end of its last line. */
  end: number;
}

export interface ZoneText {
  entries: Entry[];
  /** From `;` to the end of the line. */
  comments: Word[];
  /** Where a parenthesis has no partner. */
  strayParenthesis: number | null;
}

const blank = /\s/;
const endsWord = /[\s;()]/;

/** What stands in front of a quoted value. */
const key = /^[a-z0-9-]+=$/;

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}

/**
 * Behind the quote that closes the one at `start`; behind the opening one where none does. A value that parentheses carry on to the
 * next line may be closed there, unless something else comes in between.
 */
function endOfQuote(text: string, start: number, isJoined: boolean): number {
  let isLater = false;
  for (let i = start + 1; i < text.length; i++) {
    const char = text[i] as string;
    if (char === '\\') i++;
    else if (char === '"') return i + 1;
    else if (char === '\n') isLater = true;
    if (isLater && (!isJoined || ';()'.includes(char))) break;
  }
  return start + 1;
}

/** Cuts one text; `readZoneText` is its only caller. */
class Lexer {
  readonly out: ZoneText = { entries: [], comments: [], strayParenthesis: null };
  readonly #text: string;
  readonly #open: number[] = [];
  #words: Word[] = [];
  /** As far as a quote reaches that is not around a value: parentheses and semicolons are letters there, and blanks are not. */
  #quotedTo = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): ZoneText {
    const text = this.#text;
    for (let i = 0; i < text.length; ) i = this.#next(text[i] as string, i);
    this.#endEntry(text.length);
    this.out.strayParenthesis ??= this.#open[0] ?? null;
    return this.out;
  }

  #endEntry(end: number): void {
    if (this.#words.length > 0) this.out.entries.push({ words: this.#words, end });
    this.#words = [];
  }

  /** From `i` to where the next piece begins. */
  #next(char: string, i: number): number {
    if (char === '\n' && this.#open.length === 0) this.#endEntry(i);
    if (blank.test(char)) return i + 1;
    const isQuoted = i < this.#quotedTo;
    if (char === ';' && !isQuoted) {
      const end = endOfLine(this.#text, i);
      this.out.comments.push({ text: this.#text.slice(i, end), offset: i });
      return end;
    }
    if ((char === '(' || char === ')') && !isQuoted) {
      if (char === '(') this.#open.push(i);
      else if (this.#open.pop() === undefined) this.out.strayParenthesis ??= i;
      return i + 1;
    }
    const end = this.#endOfWord(i);
    this.#words.push({ text: this.#text.slice(i, end).replaceAll('\n', ' '), offset: i });
    return end;
  }

  #endOfWord(start: number): number {
    const text = this.#text;
    let i = start;
    while (i < text.length) {
      const char = text[i] as string;
      if ((i < this.#quotedTo ? blank : endsWord).test(char)) break;
      if (char === '"' && i >= this.#quotedTo) {
        const end = endOfQuote(text, i, this.#open.length > 0);
        if (key.test(text.slice(start, i))) i = end;
        else {
          this.#quotedTo = end;
          i++;
        }
      }
      // A backslash protects all but the end of the line.
      else i += char === '\\' && /[^\r\n]/.test(text[i + 1] ?? '') ? 2 : 1;
    }
    return i;
  }
}

export const readZoneText = (text: string): ZoneText => new Lexer(text).read();

export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}
