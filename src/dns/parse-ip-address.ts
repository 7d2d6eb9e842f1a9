// IP addresses from text: dotted quads and RFC 4291 §2.2, nothing looser.

export function parseIpv4(text: string): number[] | undefined {
  const parts = text.split('.');
  const isByte = (part: string) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256;
  return parts.length === 4 && parts.every(isByte) ? parts.map(Number) : undefined;
}

/** Hexadecimal groups, the last of which may be a dotted quad. */
function groupBytes(text: string, mayEndInIpv4: boolean): number[] | undefined {
  if (text === '') return [];
  const bytes: number[] = [];
  const groups = text.split(':');
  for (const [i, group] of groups.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(group)) {
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 0xff);
      continue;
    }
    const quad = mayEndInIpv4 && i === groups.length - 1 ? parseIpv4(group) : undefined;
    if (!quad) return undefined;
    bytes.push(...quad);
  }
  return bytes;
}

export function parseIpv6(text: string): number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [before, after] = halves as [string, string?];
  const head = groupBytes(before, after === undefined);
  const tail = groupBytes(after ?? '', true);
  if (!head || !tail) return undefined;
  const missing = 16 - head.length - tail.length;
  // §2.2: `::` stands for at least one group.
  if (after === undefined ? missing !== 0 : missing < 2) return undefined;
  return [...head, ...new Array<number>(missing).fill(0), ...tail];
}
