// LoRA (Hu et al. 2021): a frozen weight plus a product of two thin matrices that are trained. The
// sum is made once a step, in front of the model, so every family takes it. Names are PEFT's.
import { isLayerMatrix, type ParameterSpec } from '../parameters';
import { add } from '../ops/binary';
import { dropout, dropoutAt } from '../ops/dropout';
import { matmul } from '../ops/matmul';
import { scale } from '../ops/unary';
import type { Tensor } from '../tensor';
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
  readonly lora_dropout?: number;
}

/** So that no place in a model shares its dropout. */
const FIRST_DROPOUT = 1_000_000;

const moduleOf = (name: string): string => name.replace(/\.weight$/, '');
const factorName = (name: string, which: 'A' | 'B'): string =>
  `base_model.model.${moduleOf(name)}.lora_${which}.weight`;

/** The weights that are adapted: those of layers inside the model that the config names. */
const targetsOf = (
  specs: readonly ParameterSpec[],
  { target_modules }: LoraConfig,
): ParameterSpec[] =>
  specs.filter(
    (spec) =>
      isLayerMatrix(spec) && target_modules.includes(moduleOf(spec.name).split('.').at(-1)!),
  );

const sidesOf = ({ shape, layout }: ParameterSpec): { from: number; to: number } => {
  const [first, second] = shape as [number, number];
  return layout === 'conv1d' ? { from: first, to: second } : { from: second, to: first };
};

/** Every module that can get one, by the end of its name. */
export const loraTargets = (specs: readonly ParameterSpec[]): string[] => [
  ...new Set(specs.filter(isLayerMatrix).map(({ name }) => moduleOf(name).split('.').at(-1)!)),
];

/** A [r, in] starts random, B [out, r] at 0: at first the model is as it was. */
export function loraParameters(
  specs: readonly ParameterSpec[],
  config: LoraConfig,
): ParameterSpec[] {
  return targetsOf(specs, config).flatMap((spec): ParameterSpec[] => {
    const { from, to } = sidesOf(spec);
    // torch draws A evenly from ±1/sqrt(in): the same variance.
    const initial = { normal: (3 * from) ** -0.5 };
    return [
      { name: factorName(spec.name, 'A'), shape: [config.r, from], initial },
      { name: factorName(spec.name, 'B'), shape: [to, config.r], initial: { constant: 0 } },
    ];
  });
}

/** W + (alpha / r) · B A for the adapted weights, each built once; the others as they are. */
export function withLora(
  weights: ParameterLookup,
  specs: readonly ParameterSpec[],
  config: LoraConfig,
  training = false,
): ParameterLookup {
  const p = training ? (config.lora_dropout ?? 0) : 0;
  const layouts = new Map(targetsOf(specs, config).map(({ name, layout }) => [name, layout]));
  const sums = new Map<string, Tensor>();
  return (name) => {
    const layout = layouts.get(name);
    const weight = weights(name);
    if (!layout || !weight) return weight;
    let sum = sums.get(name);
    if (!sum) {
      const b = weights(factorName(name, 'B'))!;
      const a = dropout(weights(factorName(name, 'A'))!, dropoutAt(p, FIRST_DROPOUT + sums.size));
      const product =
        layout === 'conv1d' ? matmul(a, b, { transA: true, transB: true }) : matmul(b, a);
      sum = add(weight, scale(product, config.lora_alpha / config.r));
      sums.set(name, sum);
    }
    return sum;
  };
}

/** The adapted weights with the product added in, for a model without adapters. */
export function mergeLora(
  weights: ReadonlyMap<string, Float32Array>,
  specs: readonly ParameterSpec[],
  config: LoraConfig,
): Map<string, Float32Array<ArrayBuffer>> {
  const factor = config.lora_alpha / config.r;
  return new Map(
    targetsOf(specs, config).map((spec) => {
      const { from, to } = sidesOf(spec);
      const [a, b] = [
        weights.get(factorName(spec.name, 'A'))!,
        weights.get(factorName(spec.name, 'B'))!,
      ];
      const merged = Float32Array.from(weights.get(spec.name)!);
      for (let i = 0; i < from; i++) {
        for (let o = 0; o < to; o++) {
          let sum = 0;
          for (let k = 0; k < config.r; k++) sum += b[o * config.r + k]! * a[k * from + i]!;
          merged[spec.layout === 'conv1d' ? i * to + o : o * from + i]! += factor * sum;
        }
      }
      return [spec.name, merged];
    }),
  );
}
