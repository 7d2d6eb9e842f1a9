// Tabs, by the pattern of the ARIA Authoring Practices: one stop of the keyboard, arrow keys choose, in the direction of the page.

import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface TabsProps<T extends string> {
  label: string;
  tabs: readonly { id: T; title: string }[];
  chosen: T;
  choose: (id: T) => void;
  /** What the chosen tab shows. */
  children: ComponentChildren;
}

export function Tabs<T extends string>({ label, tabs, chosen, choose, children }: TabsProps<T>) {
  const id = useId();
  const key = (event: KeyboardEvent) => {
    const list = event.currentTarget as HTMLElement;
    const mirrored = getComputedStyle(list).direction === 'rtl';
    const at = tabs.findIndex((tab) => tab.id === chosen);
    const to = tabs[nextIndex(event.key, at, tabs.length, mirrored)];
    if (!to) return;
    event.preventDefault();
    choose(to.id);
    document.getElementById(`${id}-${to.id}`)?.focus();
  };
  return (
    <div class="tabs">
      <div class="tab-list" role="tablist" aria-label={label} onKeyDown={key}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            id={`${id}-${tab.id}`}
            role="tab"
            aria-selected={tab.id === chosen}
            aria-controls={`${id}-panel`}
            tabIndex={tab.id === chosen ? 0 : -1}
            onClick={() => choose(tab.id)}
          >
            {tab.title}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${chosen}`}>
        {children}
      </div>
    </div>
  );
}

/** −1 for a key that is none of ours. */
function nextIndex(key: string, at: number, count: number, mirrored: boolean): number {
  switch (key) {
    case mirrored ? 'ArrowLeft' : 'ArrowRight':
      return (at + 1) % count;
    case mirrored ? 'ArrowRight' : 'ArrowLeft':
      return (at + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return -1;
  }
}
