/** Whether two values are the same as JSON, whatever the order of keys. Ends at the first difference, and writes nothing out. */
export function isSameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [ones, others] = [Object.entries(one), Object.keys(other)];
  return ones.length === others.length && ones.every(([key, value]) => isSameJson(value, Reflect.get(other, key)));
}
