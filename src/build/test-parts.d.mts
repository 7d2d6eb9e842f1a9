// The types of test-parts.mjs, for its test.

export interface Part {
  name: string;
  about: string;
  full?: boolean;
  onBuild?: boolean;
  steps: (Partial<Run> & { name: string; vitest?: boolean; mustFail?: number; together?: Run[] })[];
}

interface Run {
  label?: string;
  command: string[];
  env?: Record<string, string>;
}

export const PARTS: readonly Part[];
export function listOfParts(): string;
export function chosenParts(args: string[]): Part[];
