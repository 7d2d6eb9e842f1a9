// The first of many rows, and the button that shows the rest.

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { say } from '../ui/words.tsx';

export function useFirst<T>(rows: T[], most: number): [shown: T[], showAll: ComponentChildren] {
  const [isOpen, setOpen] = useState(false);
  if (isOpen || rows.length <= most) return [rows, null];
  const showAll = (
    <button type="button" onClick={() => setOpen(true)}>
      {say('session_show_all', { count: rows.length })}
    </button>
  );
  return [rows.slice(0, most), showAll];
}
