// LoRA (Hu et al. 2021): a frozen weight plus a product of two thin matrices that are trained. The
// sum is made once a step, in front of the model, so every family takes it. With rsLoRA (Kalajdzievski
// 2023) the product is scaled by the root of the rank; with DoRA (Liu et al. 2024) the sum gives the
// direction of each output's weights, a trained vector their length. Names are PEFT's.
import { isLayerMatrix, type ParameterSpec } from '../parameters';
import { add, div, mul } from '../ops/binary';
import { detach } from '../ops/detach';
import { dropout, dropoutAt } from '../ops/dropout';
import { reshape } from '../ops/layout/reshape';
import { matmul } from '../ops/matmul';
import { sum } from '../ops/reduce';
import { scale, sqrt, square } from '../ops/unary';
import type { Tensor } from '../tensor';
import { besideStored } from './besideStored';
import type { ParameterLookup } from './weights';

export interface LoraConfig {
  readonly r: number;
  readonly lora_alpha: number;
  /** Ends of the names of the modules that get one, e.g. `c_attn`. */
  readonly target_modules: readonly string[];
  /**
   * Share of the entries of A that a training step does without, scaled up for the rest. PEFT drops
   * inputs of A position by position; here the sum with the weight is made once a step for all positions.
   */
  readonly lora_dropout?: number | undefined;
  /** Scale by alpha / sqrt(r) instead of alpha / r. */
  readonly use_rslora?: boolean | undefined;
  readonly use_dora?: boolean | undefined;
}

/** So that no place in a model shares its dropout. */
const FIRST_DROPOUT = 1_000_000;

const moduleOf = (name: string): string => name.replace(/\.weight$/, '');

/** What an adapter holds of one weight, by PEFT's names. */
export const adapterNames = (name: string) => {
  const module = `base_model.model.${moduleOf(name)}`;
  return {
    a: `${module}.lora_A.weight`,
    b: `${module}.lora_B.weight`,
    magnitude: `${module}.lora_magnitude_vector`,
  };
};

/** Of the product of the factors. */
export const loraScale = ({
  r,
  lora_alpha,
  use_rslora = false,
}: Pick<LoraConfig, 'r' | 'lora_alpha' | 'use_rslora'>): number =>
  lora_alpha / (use_rslora ? Math.sqrt(r) : r);

/** The weights that are adapted: those of layers inside the model that the config names. */
export const targetsOf = (
  specs: readonly ParameterSpec[],
  { target_modules }: LoraConfig,
): ParameterSpec[] =>
  specs.filter(
    (spec) =>
      isLayerMatrix(spec) && target_modules.includes(moduleOf(spec.name).split('.').at(-1)!),
  );

export const sidesOf = ({ shape, layout }: ParameterSpec): { from: number; to: number } => {
  const [first, second] = shape as [number, number];
  return layout === 'conv1d' ? { from: first, to: second } : { from: second, to: first };
};

/** Every module that can get one, by the end of its name. */
export const loraTargets = (specs: readonly ParameterSpec[]): string[] => [
  ...new Set(specs.filter(isLayerMatrix).map(({ name }) => moduleOf(name).split('.').at(-1)!)),
];

/**
 * A [r, in] starts random, B [out, r] at 0: at first the model is as it was. The magnitudes [out] of
 * DoRA start at the lengths of the weights (loraMerge.ts).
 */
export function loraParameters(
  specs: readonly ParameterSpec[],
  config: LoraConfig,
): ParameterSpec[] {
  return targetsOf(specs, config).flatMap((spec): ParameterSpec[] => {
    const { from, to } = sidesOf(spec);
    const { a, b, magnitude } = adapterNames(spec.name);
    // torch draws A evenly from ±1/sqrt(in): the same variance.
    const initial = { normal: (3 * from) ** -0.5 };
    return [
      { name: a, shape: [config.r, from], initial },
      { name: b, shape: [to, config.r], initial: { constant: 0 } },
      ...(config.use_dora ? [{ name: magnitude, shape: [to], initial: { constant: 1 } }] : []),
    ];
  });
}

/** The adapted weights, each built once; the others as they are. */
export function withLora(
  weights: ParameterLookup,
  specs: readonly ParameterSpec[],
  config: LoraConfig,
  training = false,
): ParameterLookup {
  const p = training ? (config.lora_dropout ?? 0) : 0;
  const targets = new Map(targetsOf(specs, config).map((spec) => [spec.name, spec]));
  const adapted = new Map<string, Tensor>();
  return (name) => {
    const target = targets.get(name);
    const weight = weights(name);
    if (!target || !weight) return weight;
    let found = adapted.get(name);
    if (!found) {
      const names = adapterNames(name);
      const a = dropout(weights(names.a)!, dropoutAt(p, FIRST_DROPOUT + adapted.size));
      const b = weights(names.b)!;
      const magnitude = config.use_dora ? weights(names.magnitude)! : undefined;
      found = adaptedWeight({ weight, a, b, magnitude }, target, loraScale(config));
      adapted.set(name, found);
    }
    return found;
  };
}

interface Adapted {
  readonly weight: Tensor;
  readonly a: Tensor;
  readonly b: Tensor;
  readonly magnitude: Tensor | undefined;
}

function adaptedWeight(
  { weight, a, b, magnitude }: Adapted,
  { layout }: ParameterSpec,
  factor: number,
): Tensor {
  const isTurned = layout === 'conv1d';
  const product = isTurned ? matmul(a, b, { transA: true, transB: true }) : matmul(b, a);
  const total = add(weight, scale(product, factor));
  const length = magnitude && lengthFactor(total, magnitude, isTurned ? 0 : 1);
  const whole = length ? mul(total, length) : total;
  if (!weight.node?.op.stored) return whole;
  const inputs = { whole, stored: weight, a, b, factor: length };
  return besideStored(inputs, { scale: factor, transposed: !isTurned });
}

/** From the length of each output's weights to the one that DoRA learns; the former is a constant (PEFT). */
function lengthFactor(weight: Tensor, magnitude: Tensor, axis: number): Tensor {
  const norm = sqrt(sum(square(detach(weight)), { axes: [axis], keepDims: true }));
  return div(reshape(magnitude, norm.shape), norm);
}
