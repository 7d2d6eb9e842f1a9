// "12 seconds ago", in the user's language, and when it will next read differently. Pure.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `atMs` and `nowMs` are Unix milliseconds; a clock that went back counts as now. */
export function relativeAge(atMs: number, nowMs: number, languageTag: string): string {
  const seconds = Math.max(0, Math.floor((nowMs - atMs) / 1000));
  const format = new Intl.RelativeTimeFormat(languageTag, { numeric: 'auto' });
  if (seconds < MINUTE) return format.format(seconds < 3 ? 0 : -seconds, 'second');
  if (seconds < HOUR) return format.format(-Math.floor(seconds / MINUTE), 'minute');
  if (seconds < DAY) return format.format(-Math.floor(seconds / HOUR), 'hour');
  return format.format(-Math.floor(seconds / DAY), 'day');
}

/** Milliseconds until the text changes: every second in the first minute, then rarely. */
export function ageChangesInMs(atMs: number, nowMs: number): number {
  const seconds = (nowMs - atMs) / 1000;
  return seconds < MINUTE ? 1000 : seconds < HOUR ? 15_000 : 60_000;
}
