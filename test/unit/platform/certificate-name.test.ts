import { expect, it } from 'vitest';
import { commonName } from '../../../src/platform/certificate-name.ts';

it.each([
  ['CN=Example Root', 'Example Root'],
  ['CN=Example Root,OU=Security,O=Example Inc.,C=US', 'Example Root'],
  ['C=US, O=Example, CN=Example Root', 'Example Root'],
  ['CN="Example, Inc. Root",O=Example', 'Example, Inc. Root'],
  ['CN="The \\"Root\\"",O=Example', 'The "Root"'],
  // A name inside another value is none.
  ['O="Example,CN=Shipped Root",CN=Example Root', 'Example Root'],
  ['O="Example,CN=Shipped Root"', 'O="Example,CN=Shipped Root"'],
  ['OU=Class 2 Certification Authority,O=Example', 'OU=Class 2 Certification Authority,O=Example'],
  ['CN=,O=Example', 'CN=,O=Example'],
  ['CN="unfinished', 'CN="unfinished'],
  ['', ''],
])('%j: %j', (subject, name) => {
  expect(commonName(subject)).toBe(name);
});

it('is found in no more time than the text is long', () => {
  const text = 'O="'.repeat(50_000);
  expect(commonName(text)).toBe(text);
});
