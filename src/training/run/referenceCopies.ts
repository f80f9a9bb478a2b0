// The trained weights as the run started from them, frozen beside them: the reference model of DPO where
// all or some of the weights are trained. They are kept with the run, so that it can resume.
import type { ParameterLookup } from '../nn/weights';
import type { ParameterSpec, Weights } from '../parameters';

export class ReferenceCopies {
  readonly specs: readonly ParameterSpec[];

  constructor(trained: readonly ParameterSpec[]) {
    // They stand for no weights of the model's own.
    this.specs = trained.map((spec) => ({ ...spec, name: copyOf(spec.name), standsFor: 0 }));
  }

  pack(weights: Weights): Weights {
    const copied = [...weights].map(([name, values]) => [copyOf(name), values] as const);
    return new Map([...weights, ...copied]);
  }

  lookUp(stored: ParameterLookup): ParameterLookup {
    return (name) => stored(copyOf(name)) ?? stored(name);
  }
}

const copyOf = (name: string): string => `reference.${name}`;
