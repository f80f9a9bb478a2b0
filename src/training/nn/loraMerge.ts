// Adapters on the CPU: added into the weights, for a model without them, and the values that depend on
// the weights at the start.
import type { ParameterSpec, Weights } from '../parameters';
import { adapterNames, loraScale, sidesOf, targetsOf, type LoraConfig } from './lora';

type Known = ReadonlyMap<string, Float32Array>;

/** Index of the weight from input `i` to output `o`. */
const indexOf = (spec: ParameterSpec): ((i: number, o: number) => number) => {
  const { from, to } = sidesOf(spec);
  return spec.layout === 'conv1d' ? (i, o) => i * to + o : (i, o) => o * from + i;
};

const squaresOf = (row: Float64Array): number => row.reduce((sum, value) => sum + value * value, 0);

/** The adapted weights as they act; sums in float64. */
export function mergeLora(
  weights: Known,
  specs: readonly ParameterSpec[],
  config: LoraConfig,
): Weights {
  const factor = loraScale(config);
  return new Map(
    targetsOf(specs, config).map((spec) => {
      const { from, to } = sidesOf(spec);
      const at = indexOf(spec);
      const names = adapterNames(spec.name);
      const [a, b] = [weights.get(names.a)!, weights.get(names.b)!];
      const magnitude = config.use_dora ? weights.get(names.magnitude)! : null;
      const own = weights.get(spec.name)!;
      const merged = new Float32Array(own.length);
      const row = new Float64Array(from);
      for (let o = 0; o < to; o++) {
        for (let i = 0; i < from; i++) {
          let product = 0;
          for (let k = 0; k < config.r; k++) product += b[o * config.r + k]! * a[k * from + i]!;
          row[i] = own[at(i, o)]! + factor * product;
        }
        const length = magnitude ? magnitude[o]! / Math.sqrt(squaresOf(row)) : 1;
        for (let i = 0; i < from; i++) merged[at(i, o)] = length * row[i]!;
      }
      return [spec.name, merged];
    }),
  );
}

/** What of an adapter begins at a value that the weights decide: DoRA's magnitudes. */
export function startOfLora(
  weights: Known,
  specs: readonly ParameterSpec[],
  config: LoraConfig,
): Weights {
  if (!config.use_dora) return new Map();
  return new Map(
    targetsOf(specs, config).map((spec) => {
      const { from, to } = sidesOf(spec);
      const at = indexOf(spec);
      const own = weights.get(spec.name)!;
      const lengths = Float32Array.from({ length: to }, (_, o) =>
        Math.sqrt(squaresOf(Float64Array.from({ length: from }, (_, i) => own[at(i, o)]!))),
      );
      return [adapterNames(spec.name).magnitude, lengths];
    }),
  );
}
