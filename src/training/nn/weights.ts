// What layers are made of: the list of a model's parameters, and a look at them by name.
import type { ParameterSpec } from '../parameters';
import { linear, type LinearOptions } from '../ops/matmul';
import type { Shape, Tensor } from '../tensor';

/** The tensor of a name; undefined where the model has none (no bias, tied head). */
export type ParameterLookup = (name: string) => Tensor | undefined;

const INITIAL_STD = 0.02;

/** Residual projections start smaller, so that the stream's variance does not grow with depth. */
export const residualStd = (sums: number): number => INITIAL_STD / Math.sqrt(Math.max(1, sums));

export class ParameterList {
  readonly specs: ParameterSpec[] = [];

  normal(name: string, shape: Shape, std = INITIAL_STD): void {
    this.specs.push({ name, shape, initial: { normal: std } });
  }

  /** Of a layer inside the model: [out, in], or [out, in, taps]. */
  layer(name: string, shape: Shape, std: number): void {
    this.specs.push({ name, shape, initial: { normal: std }, layout: 'linear' });
  }

  constant(name: string, shape: Shape, value: number): void {
    this.specs.push({ name, shape, initial: { constant: value } });
  }

  /** As torch.nn.Linear: weight [to, from], bias [to]. A `head` is the model's last layer. */
  linear(
    name: string,
    from: number,
    to: number,
    { bias = true, std = INITIAL_STD, head = false } = {},
  ): void {
    const spec = { name: `${name}.weight`, shape: [to, from], initial: { normal: std } };
    this.specs.push(head ? spec : { ...spec, layout: 'linear' });
    if (bias) this.constant(`${name}.bias`, [to], 0);
  }

  /** As Hugging Face's Conv1D in GPT-2: weight [from, to], bias [to]. */
  conv1d(name: string, from: number, to: number, { bias = true, std = INITIAL_STD } = {}): void {
    const initial = { normal: std };
    this.specs.push({ name: `${name}.weight`, shape: [from, to], initial, layout: 'conv1d' });
    if (bias) this.constant(`${name}.bias`, [to], 0);
  }

  norm(name: string, width: number, { bias = true } = {}): void {
    this.constant(`${name}.weight`, [width], 1);
    if (bias) this.constant(`${name}.bias`, [width], 0);
  }
}

/** x · Wᵀ + b with the parameters `name.weight` and, where there is one, `name.bias`. */
export const dense = (
  parameter: ParameterLookup,
  x: Tensor,
  name: string,
  options?: LinearOptions,
): Tensor => linear(x, parameter(`${name}.weight`)!, parameter(`${name}.bias`), options);
