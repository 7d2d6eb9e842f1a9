// What a reader records while a decoder reads, and how far it goes on where the decoder would stop.

import { describe, expect, it } from 'vitest';
import { ByteReader, decode } from '../../../src/bytes/byte-reader.ts';
import { recordSpans, SpanReader } from '../../../src/bytes/span-reader.ts';
import type { Span } from '../../../src/bytes/span-recorder.ts';

/** A span as `name@offset+length=value`, `!` where it is broken, its children in brackets. */
function textOf({ name, offset, length, value, isBroken, children }: Span): string {
  const own = `${name}@${offset}+${length}${value === undefined ? '' : `=${value}`}${isBroken ? '!' : ''}`;
  return children ? `${own}[${children.map(textOf).join(' ')}]` : own;
}

const recorded = (bytes: number[], read: (reader: ByteReader) => unknown, options = {}) =>
  recordSpans(Uint8Array.from(bytes), read, options).spans.map(textOf);

/** A list of 16-bit items in a box; no item may be zero. */
function readBox(reader: ByteReader): number[] {
  const box = reader.vector8('box');
  const items: number[] = [];
  try {
    while (box.remaining > 0) {
      const at = box.offset;
      box.open('entry');
      const item = box.u16('item');
      box.close('entry');
      if (item === 0) box.failUnlessLenient('value', 'item', at);
      items.push(item);
    }
  } catch (failure) {
    box.rethrowUnlessLenient(failure);
  }
  box.closeBounded('box');
  return items;
}

/** A box that the decoder leaves alone. */
function readLetter(reader: ByteReader): void {
  const letter = reader.vector8('letter');
  if (letter instanceof SpanReader)
    letter.explore(
      () => {
        readBox(letter);
        letter.finish('letter');
      },
      (error) => ({ ...error, field: `letter.${error.field}` }),
    );
  letter.closeBounded('letter');
}

describe('fields', () => {
  it('are named as errors name them, unless they are given another name', () => {
    const read = (reader: ByteReader) => {
      reader.u8('a');
      reader.u16('b', 'B');
      reader.u24('c');
      reader.take(2, 'd');
      reader.skip(1, 'e', 'E');
      reader.sub(1, 'f').latin1('F');
    };
    expect(recorded([1, 0, 2, 0, 0, 3, 4, 5, 6, 7], read)).toEqual([
      'a@0+1=1',
      'B@1+2=2',
      'c@3+3=3',
      'd@6+2',
      'E@8+1',
      'F@9+1',
    ]);
  });

  it('that have no bytes have no span', () => {
    const read = (reader: ByteReader) => {
      reader.opaque8('a');
      reader.opaque16('b');
    };
    expect(recorded([0, 0, 0], read)).toEqual(['a@0+1[length@0+1=0]', 'b@1+2[length@1+2=0]']);
  });

  it('count offsets from where their structure lies in the whole input', () => {
    expect(recorded([2, 0, 1], readBox, { base: 40 })).toEqual(['box@40+3[length@40+1=2 entry@41+2[item@41+2=1]]']);
  });
});

describe('a broken structure', () => {
  it('is read on behind a rule that is broken, where the decoder stops', () => {
    const bytes = [4, 0, 0, 0, 7];
    expect(recorded(bytes, readBox)).toEqual(['box@0+5[length@0+1=4 entry@1+2[item@1+2=0] entry@3+2[item@3+2=7]]']);
    expect(decode(() => readBox(new ByteReader(Uint8Array.from(bytes))))).toEqual({
      ok: false,
      error: { kind: 'value', field: 'item', offset: 1 },
    });
  });

  it('whose end is known ends there, and what follows is read', () => {
    const read = (reader: ByteReader) => {
      readBox(reader);
      reader.u8('next');
    };
    expect(recorded([3, 0, 1, 9, 5], read)).toEqual([
      'box@0+4![length@0+1=3 entry@1+2[item@1+2=1] entry@3+0![] unread@3+1]',
      'next@4+1=5',
    ]);
    expect(decode(() => read(new ByteReader(Uint8Array.of(3, 0, 1, 9, 5))))).toMatchObject({
      error: { kind: 'truncated', field: 'item', offset: 3 },
    });
  });

  it('whose end is not known takes the rest with it', () => {
    expect(recorded([9, 0, 1], readBox)).toEqual(['box@0+1![length@0+1=9]', 'unread@1+2']);
  });

  it('breaks the groups around it, and not those beside it', () => {
    const read = (reader: ByteReader) => {
      reader.open('outer');
      reader.open('whole');
      reader.u8('a');
      reader.close('whole');
      reader.open('half');
      reader.u8('b');
      reader.close('outer');
    };
    expect(recorded([1, 2], read)).toEqual(['outer@0+2![whole@0+1[a@0+1=1] half@1+1![b@1+1=2]]']);
  });

  it('leaves trailing bytes unread', () => {
    const read = (reader: ByteReader) => {
      readBox(reader);
      reader.finish('all');
    };
    expect(recorded([0, 1, 2], read)).toEqual(['box@0+1[length@0+1=0]', 'unread@1+2']);
  });

  it('lets our own mistakes through', () => {
    const read = (reader: ByteReader) => {
      try {
        throw new TypeError('ours');
      } catch (failure) {
        reader.rethrowUnlessLenient(failure);
      }
    };
    expect(() => recorded([], read)).toThrow('ours');
  });
});

describe('bytes that a decoder leaves alone', () => {
  it('are recorded to their last field', () => {
    expect(recorded([3, 2, 0, 1], readLetter)).toEqual([
      'letter@0+4[length@0+1=3 box@1+3[length@1+1=2 entry@2+2[item@2+2=1]]]',
    ]);
  });

  it.each([
    ['a broken rule', [3, 2, 0, 0], { kind: 'value', field: 'letter.item', offset: 2 }],
    ['a length that overruns', [3, 4, 0, 0], { kind: 'truncated', field: 'letter.box', offset: 2 }],
    ['bytes left over', [3, 0, 0, 0], { kind: 'trailing', field: 'letter.letter', offset: 2 }],
  ] as const)('are one span if they have %s', (_, bytes, issue) => {
    const { spans, issues } = recordSpans(Uint8Array.from(bytes), readLetter);
    expect(spans.map(textOf)).toEqual(['letter@0+4![length@0+1=3 unread@1+3]']);
    expect(issues).toEqual([issue]);
  });
});

it('more spans than wanted end in one, whatever the decoder would recover from', () => {
  const record = (bytes: number[], read: (reader: ByteReader) => void, most: number) => {
    const { spans, limit, issues } = recordSpans(Uint8Array.from(bytes), read, { most });
    return [...spans.map(textOf), limit?.field, issues.length];
  };
  expect(record([4, 0, 1, 0, 2, 9], readBox, 4)).toEqual([
    'box@0+3![length@0+1=4 entry@1+2[item@1+2=1]]',
    'unread@3+3',
    'entry',
    0,
  ]);
  expect(record([3, 2, 0, 1], readLetter, 3)).toEqual([
    'letter@0+1![length@0+1=3 box@1+0![]]',
    'unread@1+3',
    'length',
    0,
  ]);
});
