// The residual stream of pre-norm blocks. What a block adds waits until the next norm, whose kernel
// takes the sum along; post-norm blocks go on with the normed value instead.
import { layerNorm, rmsNorm } from '../ops/norm';
import type { DropoutAttrs } from '../ops/dropout';
import type { Tensor } from '../tensor';
import type { ParameterLookup } from './weights';

export interface Norm {
  readonly kind: 'layer' | 'rms';
  readonly eps: number;
}

export class ResidualStream {
  readonly #parameter: ParameterLookup;
  readonly #norm: Norm;
  /** [B, T, C], without what has been added since the last norm. */
  value: Tensor;
  #delta: Tensor | undefined;
  #dropout: DropoutAttrs | undefined;

  constructor(parameter: ParameterLookup, norm: Norm, value: Tensor) {
    this.#parameter = parameter;
    this.#norm = norm;
    this.value = value;
  }

  add(delta: Tensor, dropout?: DropoutAttrs): void {
    this.#delta = delta;
    this.#dropout = dropout;
  }

  /** norm(stream), for what follows; the stream itself goes on unchanged. */
  norm(name: string): Tensor {
    const [normed, sum] = this.#apply(name);
    this.value = sum;
    return normed;
  }

  /** stream = norm(stream): post-norm. */
  normalize(name: string): void {
    [this.value] = this.#apply(name);
  }

  #apply(name: string): [normed: Tensor, sum: Tensor] {
    const { kind, eps } = this.#norm;
    const delta = this.#delta;
    const options = { eps, dropout: this.#dropout, ...(delta && { delta }) };
    this.#delta = undefined;
    const weight = this.#parameter(`${name}.weight`);
    const { normed, sum } =
      kind === 'layer'
        ? layerNorm(this.value, weight, this.#parameter(`${name}.bias`), options)
        : rmsNorm(this.value, weight, options);
    return [normed, sum];
  }
}
