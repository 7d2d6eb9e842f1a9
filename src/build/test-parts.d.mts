// The types of test-parts.mjs, for its test.

export interface Part {
  name: string;
  about: string;
  full?: boolean;
  onBuild?: boolean;
  steps: { name: string; command: string[]; vitest?: boolean; mustFail?: number; env?: Record<string, string> }[];
}

export const PARTS: readonly Part[];
export function listOfParts(): string;
export function chosenParts(args: string[]): Part[];
