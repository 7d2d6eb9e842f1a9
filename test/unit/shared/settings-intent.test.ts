import { describe, expect, it } from 'vitest';
import { carryOut } from '../../../src/shared/settings-intent.ts';

const rootOf = (byte: string) => ({ sha256: byte.repeat(32), label: byte });
const [ONE, TWO, THREE] = [rootOf('aa'), rootOf('bb'), rootOf('cc')] as const;

describe('carryOut', () => {
  it('changes the setting that is meant and no other', () => {
    const stored = { ask: 'on-click', expectedRoots: [ONE] };
    const resolver = { kind: 'preset', id: 'quad9' } as const;
    expect(carryOut(stored, [{ kind: 'choose-resolver', resolver }])).toEqual({ resolver });
    expect(carryOut(stored, [{ kind: 'choose-ask', ask: 'every-site' }])).toEqual({ ask: 'every-site' });
    expect(carryOut(stored, [{ kind: 'allow-private-windows', isAllowed: true }])).toEqual({ privateWindows: true });
    expect(carryOut(stored, [])).toEqual({});
  });

  it('adds to and removes from the list that is stored', () => {
    const stored = { expectedRoots: [ONE, TWO] };
    expect(carryOut(stored, [{ kind: 'add-root', root: THREE }])).toEqual({ expectedRoots: [ONE, TWO, THREE] });
    expect(carryOut(stored, [{ kind: 'remove-root', sha256: ONE.sha256 }])).toEqual({ expectedRoots: [TWO] });
    expect(carryOut({}, [{ kind: 'add-root', root: ONE }])).toEqual({ expectedRoots: [ONE] });
    expect(carryOut({}, [{ kind: 'remove-root', sha256: ONE.sha256 }])).toEqual({});
  });

  it('has an authority once, under its latest name', () => {
    const renamed = { ...ONE, label: 'Office' };
    expect(carryOut({ expectedRoots: [ONE, TWO] }, [{ kind: 'add-root', root: renamed }])).toEqual({
      expectedRoots: [TWO, renamed],
    });
  });

  it('carries out several in their order', () => {
    const intents = [
      { kind: 'add-root', root: THREE },
      { kind: 'remove-root', sha256: ONE.sha256 },
    ] as const;
    expect(carryOut({ expectedRoots: [ONE] }, intents)).toEqual({ expectedRoots: [THREE] });
  });

  it('keeps entries that it cannot understand where they are', () => {
    const strange = [{ sha256: 'of a later version' }, null];
    const stored = { expectedRoots: [ONE, ...strange] };
    expect(carryOut(stored, [{ kind: 'add-root', root: TWO }])).toEqual({ expectedRoots: [ONE, ...strange, TWO] });
    expect(carryOut(stored, [{ kind: 'remove-root', sha256: ONE.sha256 }])).toEqual({ expectedRoots: strange });
  });

  it('leaves a list that is none alone until something is added to it', () => {
    expect(carryOut({ expectedRoots: 'lost' }, [{ kind: 'remove-root', sha256: ONE.sha256 }])).toEqual({});
    expect(carryOut({ expectedRoots: 'lost' }, [{ kind: 'add-root', root: ONE }])).toEqual({ expectedRoots: [ONE] });
  });

  it('drops what cannot be understood, and only that', () => {
    const stored = {
      resolver: { kind: 'preset', id: 'nobody' },
      ask: 'on-click',
      expectedRoots: [{}, ONE],
      references: 7,
    };
    expect(carryOut(stored, [{ kind: 'drop-unusable' }])).toEqual({
      resolver: null,
      expectedRoots: [ONE],
      references: null,
    });
  });
});
