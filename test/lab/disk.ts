// What a browser left on disk, searched for words. Every file is searched as it is, in UTF-8 and UTF-16; Firefox's own mozLz4
// files are decompressed first. The other compressions that hold what extensions store, snappy in LevelDB and in IndexedDB, keep
// the first place of a word as it is when no four letters of it stood before: so search for words that are like no others.

import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

export interface DiskFile {
  /** From the searched folder. */
  path: string;
  bytes: Buffer;
}

const MOZ_LZ4 = Buffer.from('mozLz40\0');
const MIN_MATCH = 4;

export async function readDisk(folder: string): Promise<DiskFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (file) => ({ path: relative(folder, file), bytes: plain(await readFile(file)) })));
}

export const holds = ({ bytes }: DiskFile, word: string): boolean =>
  bytes.includes(word) || bytes.includes(Buffer.from(word, 'utf16le'));

/**
 * Every text that begins with the prefix, to the next quotation mark or control character, and the title behind it: in a database
 * it follows at once, in JSON as the next field.
 */
export function textsFrom({ bytes }: DiskFile, prefix: string): string[] {
  return (['latin1', 'utf16le'] as const).flatMap((encoding) => {
    const texts: string[] = [];
    const start = Buffer.from(prefix, encoding);
    for (let at = bytes.indexOf(start); at >= 0; at = bytes.indexOf(start, at + 1)) {
      const [text = ''] = bytes.toString(encoding, at, at + 4096).match(/^[ !#-\uffff]*(?:","title":"[^"]*)?/) ?? [];
      texts.push(text);
    }
    return texts;
  });
}

function plain(bytes: Buffer): Buffer {
  if (!bytes.subarray(0, MOZ_LZ4.length).equals(MOZ_LZ4)) return bytes;
  return decompressLz4(bytes.subarray(MOZ_LZ4.length + 4), bytes.readUInt32LE(MOZ_LZ4.length));
}

/** One LZ4 block: literals and copies of what is there already, by turns. */
function decompressLz4(block: Buffer, lengthBytes: number): Buffer {
  const out = Buffer.alloc(lengthBytes);
  let from = 0;
  let to = 0;
  const byte = () => block[from++] ?? 0;
  const length = (nibble: number): number => {
    let sum = nibble;
    if (nibble === 15) for (let more = 255; more === 255; sum += more) more = byte();
    return sum;
  };
  while (from < block.length) {
    const token = byte();
    const literals = length(token >> 4);
    block.copy(out, to, from, from + literals);
    from += literals;
    to += literals;
    if (from >= block.length) break;
    const distance = byte() | (byte() << 8);
    for (let left = length(token & 15) + MIN_MATCH; left > 0; left--, to++) out[to] = out[to - distance] ?? 0;
  }
  return out;
}
