// What the inspect page reads: trees cover every octet of anything.

import fc from 'fast-check';
import { describe, it } from 'vitest';
import { readEchListFields } from '../../src/inspect/ech-fields.ts';
import { readRecordFields } from '../../src/inspect/record-fields.ts';
import { expectCovered } from '../unit/hello/coverage.ts';
import { nearly, numRuns, timeoutMs } from './mutations.ts';
import { echList, rdata } from './structures.ts';

const check = <T>(arbitrary: fc.Arbitrary<T>, property: (value: T) => void) =>
  fc.assert(fc.property(arbitrary, property), { numRuns });

describe('field trees', { timeout: timeoutMs }, () => {
  it('cover every octet of a record', () => {
    check(nearly(rdata), (bytes) => {
      const { fields, issues } = readRecordFields(bytes);
      expectCovered(fields, bytes.length);
      for (const { offset } of issues) if (offset > bytes.length) throw new Error(`an issue at ${offset}`);
    });
  });

  it('cover every octet of an ECH list, damaged or not', () => {
    check(nearly(echList), (bytes) => {
      const { fields, issues } = readEchListFields(bytes);
      expectCovered(fields, bytes.length);
      const isUnread = JSON.stringify(fields).includes('"unread"');
      if (isUnread && issues.length === 0) throw new Error('unread octets without an issue');
    });
  });
});
