// The icon of a tab in the toolbar. The last call wins: Chromium 156 reads the files of each call by itself, so an earlier call whose
// files came later replaced the icon of a later one.

export interface Icon {
  tabId: number;
  path: Record<number, string>;
}

/** Sets icons, one after the other in each tab. */
export function toolbarIcons(): (icon: Icon) => Promise<void> {
  /** Tabs whose icon is being set, and what is to follow it there. */
  const following = new Map<number, Icon | null>();
  /** Sets it at once, or when the one before is set; another that is wanted meanwhile takes its place. */
  return async (icon) => {
    const { tabId } = icon;
    if (following.has(tabId)) {
      following.set(tabId, icon);
      return;
    }
    for (let next: Icon | null = icon; next !== null; next = following.get(tabId) ?? null) {
      following.set(tabId, null);
      const wasSet = await callSetIcon(next);
      // Once more, unless another one is wanted by now: the picture of the page before would stay.
      if (!wasSet && following.get(tabId) === null) await callSetIcon(next);
    }
    following.delete(tabId);
  };
}

/**
 * Whether it was set; never rejects. For a closed tab Chromium 156 resolves the promise but logs "Unchecked runtime.lastError". The
 * callback form reads it, since it is not an error here.
 */
function callSetIcon(icon: Icon): Promise<boolean> {
  return new Promise<boolean>((resolve) => {
    chrome.action.setIcon(icon, () => resolve(chrome.runtime.lastError === undefined));
  }).catch(() => false);
}
