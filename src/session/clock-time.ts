// A time of this session, by the clock; with its day where that is another one.

import { language } from '../platform/words.ts';

export function clockTime(atMs: number, nowMs = Date.now()): string {
  const { tag } = language();
  const isToday = new Date(atMs).toDateString() === new Date(nowMs).toDateString();
  const style: Intl.DateTimeFormatOptions = { timeStyle: 'short' };
  return new Intl.DateTimeFormat(tag, isToday ? style : { ...style, dateStyle: 'medium' }).format(atMs);
}
