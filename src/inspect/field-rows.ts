// The rows of a tree of fields as far as it is open, and where a field is in it. A path is the places from the root down:
// "0.2.11". Long lists show a hundred children at a time. Pure.

import type { FieldNode } from '../dissect/field-tree.ts';

export interface TreeView {
  open: ReadonlySet<string>;
  /** How many children of a path are shown, where it is more than a hundred. */
  limits: ReadonlyMap<string, number>;
}

export interface FieldRow {
  path: string;
  /** From 1. */
  level: number;
  /** From 1, among `siblings`. */
  position: number;
  siblings: number;
  node: FieldNode;
  /** Null for a leaf. */
  isOpen: boolean | null;
  /** In place of the field: this many and those after it are not shown yet. */
  hidden?: number;
}

export const CHILDREN_AT_ONCE = 100;

const childPath = (path: string, index: number) => (path === '' ? String(index) : `${path}.${index}`);
export const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('.')));

export function fieldRows(fields: readonly FieldNode[], { open, limits }: TreeView): FieldRow[] {
  const rows: FieldRow[] = [];
  const visit = (nodes: readonly FieldNode[], parent: string, level: number) => {
    const limit = limits.get(parent) ?? CHILDREN_AT_ONCE;
    const siblings = nodes.length > limit ? limit + 1 : nodes.length;
    for (const [index, node] of nodes.slice(0, siblings).entries()) {
      const path = childPath(parent, index);
      const row = { path, level, position: index + 1, siblings, node };
      if (index === limit) {
        rows.push({ ...row, isOpen: null, hidden: nodes.length - limit });
        return;
      }
      const isOpen = node.children && node.children.length > 0 ? open.has(path) : null;
      rows.push({ ...row, isOpen });
      if (isOpen) visit(node.children ?? [], path, level + 1);
    }
  };
  visit(fields, '', 1);
  return rows;
}

/** The paths of all fields with children down to a level. */
export function pathsToLevel(fields: readonly FieldNode[], levels: number, parent = ''): string[] {
  if (levels === 0) return [];
  return fields.flatMap(({ children }, index) => {
    const path = childPath(parent, index);
    return children ? [path, ...pathsToLevel(children, levels - 1, path)] : [];
  });
}

export function nodeAt(fields: readonly FieldNode[], path: string): FieldNode | undefined {
  let nodes: readonly FieldNode[] | undefined = fields;
  let node: FieldNode | undefined;
  for (const index of path.split('.')) {
    node = nodes?.[Number(index)];
    nodes = node?.children;
  }
  return node;
}

/** Undefined where no leaf has that byte. */
export function pathOfLeaf(fields: readonly FieldNode[], offset: number, parent = ''): string | undefined {
  const index = fields.findIndex((node) => node.offset <= offset && offset < node.offset + node.length);
  const node = fields[index];
  if (!node) return undefined;
  const path = childPath(parent, index);
  return node.children ? pathOfLeaf(node.children, offset, path) : path;
}

export function openTo({ open, limits }: TreeView, path: string): TreeView {
  const wider = { open: new Set(open), limits: new Map(limits) };
  for (let at = path; at !== ''; at = parentOf(at)) {
    const parent = parentOf(at);
    if (parent !== '') wider.open.add(parent);
    const index = Number(at.slice(at.lastIndexOf('.') + 1));
    const limit = wider.limits.get(parent) ?? CHILDREN_AT_ONCE;
    if (index >= limit) wider.limits.set(parent, Math.ceil((index + 1) / CHILDREN_AT_ONCE) * CHILDREN_AT_ONCE);
  }
  return wider;
}

export function visiblePath(rows: readonly FieldRow[], path: string): string {
  const shown = new Set(rows.filter(({ hidden }) => hidden === undefined).map((row) => row.path));
  for (let at = path; at !== ''; at = parentOf(at)) if (shown.has(at)) return at;
  return rows[0]?.path ?? '';
}
