// The common name out of a distinguished name as Firefox prints it: what people know an authority by. Pure. RFC 1485 §2.3.

/** One attribute and the comma after it. A value with special characters is quoted, and quotes in it are escaped. */
const ATTRIBUTE = /([^=,"]+)=(?:"((?:[^"\\]|\\.)*)"|([^,"]*))(?:,|$)/gy;

/** The whole of it where there is none, or where it is not written in that way. */
export function commonName(distinguishedName: string): string {
  for (const [, type = '', quoted, plain = ''] of distinguishedName.matchAll(ATTRIBUTE)) {
    const name = (quoted?.replaceAll(/\\(.)/g, '$1') ?? plain).trim();
    if (type.trim() === 'CN' && name !== '') return name;
  }
  return distinguishedName;
}
