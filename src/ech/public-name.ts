// What may stand as public_name (RFC 9849 §6.1.7).

export type PublicNameProblem =
  /** Empty, or not LDH labels of 1 to 63 bytes separated by single dots. */
  | 'not-ldh'
  /** The last label is all digits, or `0x` and hexadecimal digits: it could be read as an IPv4 address. */
  | 'ipv4-like';

const ldhLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

export function publicNameProblem(name: string): PublicNameProblem | undefined {
  const labels = name.split('.');
  if (!labels.every((label) => ldhLabel.test(label))) return 'not-ldh';
  return /^(?:[0-9]+|0x[0-9a-f]*)$/i.test(labels.at(-1) as string) ? 'ipv4-like' : undefined;
}
