// Zone-file text cut into entries (RFC 1035 §5.1): parentheses join lines, `;` starts a comment, quotes and backslashes protect.
// Every entry keeps its place, so that a fault can be pointed at. Imports shared.
//   readZoneText(text): ZoneText
//   placeOf(text, offset): { line, column }            both from 1

export interface Word {
  text: string;
  /** In the whole text. */
  offset: number;
}

export interface Entry {
  /** Of what stands between blanks, at least one. */
  words: Word[];
  /** Where the entry ends in the whole text. */
  end: number;
}

export interface ZoneText {
  /** As long as the text itself, with blanks for parentheses, comments and joined line ends. */
  plain: string;
  entries: Entry[];
  /** From `;` to the end of the line. */
  comments: Word[];
  /** Where a parenthesis has no partner. */
  strayParenthesis: number | null;
}

/** The place behind the quote that closes the one at `start`; behind the opening one where none does on its line. */
function endOfQuote(text: string, start: number): number {
  for (let i = start + 1; i < text.length && text[i] !== '\n'; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i + 1;
  }
  return start + 1;
}

export function readZoneText(text: string): ZoneText {
  const comments: Word[] = [];
  const open: number[] = [];
  let stray: number | null = null;
  let plain = '';
  let i = 0;
  while (i < text.length) {
    const char = text[i] as string;
    let end = i + 1;
    if (char === ';') {
      end = text.indexOf('\n', i);
      if (end < 0) end = text.length;
      comments.push({ text: text.slice(i, end), offset: i });
      plain += ' '.repeat(end - i);
    } else if (char === '(' || char === ')') {
      if (char === '(') open.push(i);
      else if (open.pop() === undefined) stray ??= i;
      plain += ' ';
    } else if (char === '\n') {
      plain += open.length > 0 ? ' ' : '\n';
    } else {
      if (char === '"') end = endOfQuote(text, i);
      else if (char === '\\') end = Math.min(text.length, i + 2);
      plain += text.slice(i, end);
    }
    i = end;
  }
  return { plain, entries: entriesOf(plain), comments, strayParenthesis: stray ?? open[0] ?? null };
}

function entriesOf(plain: string): Entry[] {
  const entries: Entry[] = [];
  let start = 0;
  for (const line of plain.split('\n')) {
    const words = Array.from(line.matchAll(/(?:\\\S|[^\s\\]|\\)+/g), (match) => ({
      text: match[0],
      offset: start + match.index,
    }));
    if (words.length > 0) entries.push({ words, end: start + line.length });
    start += line.length + 1;
  }
  return entries;
}

export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}
