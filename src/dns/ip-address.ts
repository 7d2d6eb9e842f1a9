// IP addresses as text: dotted quads and RFC 5952.

export const formatIpv4 = (bytes: Uint8Array): string => bytes.join('.');

/** RFC 5952 §4: no leading zeros, lower case, the first longest run of two or more zero groups as `::`. */
export function formatIpv6(bytes: Uint8Array): string {
  const groups: string[] = [];
  for (let i = 0; i < 16; i += 2) groups.push((((bytes[i] as number) << 8) | (bytes[i + 1] as number)).toString(16));
  let best = '';
  for (const [run] of groups.join(':').matchAll(/\b0(?::0)+\b/g)) if (run.length > best.length) best = run;
  const text = groups.join(':');
  if (!best) return text;
  const at = text.search(new RegExp(`\\b${best}\\b`));
  return `${text.slice(0, at).replace(/:$/, '')}::${text.slice(at + best.length).replace(/^:/, '')}`;
}

export function formatAddresses(hint: Uint8Array, size: 4 | 16): string[] {
  const format = size === 4 ? formatIpv4 : formatIpv6;
  return Array.from({ length: hint.length / size }, (_, i) => format(hint.subarray(i * size, (i + 1) * size)));
}
