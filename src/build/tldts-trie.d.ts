// The file of tldts that holds the rules, which the package neither documents nor types as we read it.

declare module 'tldts/dist/cjs/src/data/trie.js' {
  /** By node: 1 and 2 where a rule of the ICANN or private section ends there. */
  export const nodeFlags: Uint8Array;
  /** By node: its first edge; those up to the next node's are its own. */
  export const edgeStart: Uint16Array;
  /** By edge: the length of its label in `labelText`, in order, and the node that it leads to. */
  export const edgeLength: Uint8Array;
  export const edgeChild: Uint16Array;
  export const labelText: string;
  export const rulesRoot: number;
  export const exceptionsRoot: number;
}
