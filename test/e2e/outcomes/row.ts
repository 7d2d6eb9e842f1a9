// A row of the table of outcomes, and the ways in which a visit is made.

import type { Page } from 'puppeteer-core';
import type { Extension } from '../../lab/extension.ts';
import type { Lab } from '../../lab/lab.ts';
import type { BrowserName } from '../../lab/site.ts';

/** `wire → verdict (evidence)`, and `: cause` where the popup names one. */
export type Outcome = string;

export interface Scene {
  lab: Lab;
  name: BrowserName;
  overheard: Extension;
  /** Loads an address in a new tab, or in the given page. */
  visit(url: string, page?: Page): Promise<Page>;
}

export interface Row {
  name: string;
  /** The lab site that delivers the document. */
  site: string;
  /** Ends with the page, or the tab, whose popup is read. */
  open(scene: Scene): Promise<Page | number>;
  /** Where the browser itself is not deterministic, every outcome in which popup and server agree. */
  firefox: Outcome | Outcome[];
  chromium: Outcome | Outcome[];
  /** What the popup says besides, in each browser. */
  says?: Partial<Record<BrowserName, string>>;
}

export const at =
  (url: string): Row['open'] =>
  ({ visit }) =>
    visit(url);

/** A second visit in the same tab. */
export const afterwards =
  (first: string, second: string, between: (scene: Scene) => unknown = () => {}): Row['open'] =>
  async (scene) => {
    const page = await scene.visit(first);
    await between(scene);
    return scene.visit(second, page);
  };

type View = Lab['dns']['views']['resolver'];

/** A name that our resolver has something else to say about. */
export const told =
  (url: string, tell: (view: View, host: string) => void): Row['open'] =>
  ({ lab, visit }) => {
    tell(lab.dns.views.resolver, new URL(url).hostname);
    return visit(url);
  };

export const row = (
  name: string,
  site: string,
  open: Row['open'],
  firefox: Row['firefox'],
  chromium: Row['chromium'],
  says: Row['says'] = {},
): Row => ({ name, site, open, firefox, chromium, says });
