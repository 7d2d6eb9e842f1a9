/** The tab that an address such as `popup.html?tab=7` names; null when it names none. */
export function tabOfAddress(search: string): number | null {
  const value = new URLSearchParams(search).get('tab');
  return value !== null && /^\d{1,10}$/.test(value) ? Number(value) : null;
}
