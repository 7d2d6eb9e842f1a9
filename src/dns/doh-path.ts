// The `dohpath` parameter (RFC 9461 §5): a relative URI template (RFC 6570) with a `dns` variable.

const encoded = '%[0-9a-f]{2}';
const variableName = `(?:[a-z0-9_]|${encoded})(?:\\.?(?:[a-z0-9_]|${encoded}))*`;
const variable = `${variableName}(?:\\*|:[1-9]\\d{0,3})?`;
const expression = new RegExp(`\\{[+#./;?&]?(${variable}(?:,${variable})*)\\}`, 'gi');
const literals = new RegExp(`^(?:[^\\x00-\\x20"'%<>\\\\^\`{|}\\x7f]|${encoded})*$`, 'i');

export function isDohPath(bytes: Uint8Array): boolean {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return false;
  }
  const names = [...text.matchAll(expression)].flatMap(([, list = '']) => list.split(','));
  return (
    text.startsWith('/') &&
    literals.test(text.replace(expression, '')) &&
    names.some((name) => /^dns(?:[*:]|$)/.test(name))
  );
}
