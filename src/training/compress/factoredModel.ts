// A model some of whose weights are products of two thin matrices: the factors are its parameters, so
// it is trained, stored, packed and counted like any other. Names: `<weight>.left`, `<weight>.right`.
import { declareBuffer, Recorder, wholeView } from '../../gpu/recorder';
import type { ComputeContext } from '../../gpu/compute';
import { STEP_SIZE_BYTES } from '../../gpu/kernels/optimizer/stepBuffer';
import { GraphLowering } from '../lower';
import type { LanguageModel, Model } from '../models/interfaces';
import type { ParameterLookup } from '../nn/weights';
import { svd } from '../ops/svd';
import { matrixShape, type ParameterSpec } from '../parameters';
import { leaf, sizeOf, type Tensor } from '../tensor';
import { factored } from './factored';

type Values = Float32Array<ArrayBuffer>;

const leftName = (name: string): string => `${name}.left`;
const rightName = (name: string): string => `${name}.right`;

export const factorNames = (name: string): readonly [left: string, right: string] => [
  leftName(name),
  rightName(name),
];

/** Factors of one weight: left [a, rank], right [rank, b]. */
export interface FactorValues {
  readonly left: Values;
  readonly right: Values;
}

/** `weights` with the factors in place of their weight. */
export function withFactors(
  weights: ReadonlyMap<string, Values>,
  factors: ReadonlyMap<string, FactorValues>,
): Map<string, Values> {
  const changed = new Map(weights);
  for (const [name, { left, right }] of factors) {
    changed.delete(name);
    changed.set(leftName(name), left).set(rightName(name), right);
  }
  return changed;
}

/** The model that these weights belong to: factored where they are. One that runs by itself finds them so. */
export function factoredModel<M extends Model>(
  model: M,
  weights: ReadonlyMap<string, Float32Array>,
): M {
  const isFactored = ({ name }: ParameterSpec): boolean => weights.has(leftName(name));
  if (!model.parameters.some(isFactored)) return model;
  const parameters = model.parameters.flatMap((spec): ParameterSpec[] => {
    if (!isFactored(spec)) return [spec];
    const [a, b] = matrixShape(spec);
    const rank = weights.get(leftName(spec.name))!.length / a;
    return [
      { ...spec, name: leftName(spec.name), shape: [a, rank] },
      { ...spec, name: rightName(spec.name), shape: [rank, b] },
    ];
  });
  return { ...model, parameters, ...multiplying(model) };
}

function multiplying(model: Model | LanguageModel): Pick<LanguageModel, 'forward'> | undefined {
  if (!('forward' in model)) return undefined;
  return { forward: (parameter, inputs) => model.forward(multiplied(parameter), inputs) };
}

/** Factors found under their names stand for the weight that they are factors of. */
export const multiplied =
  (parameter: ParameterLookup): ParameterLookup =>
  (name) => {
    const [left, right] = [parameter(leftName(name)), parameter(rightName(name))];
    return left && right ? factored(left, right) : parameter(name);
  };

/**
 * The nearest product of `rankOf` many columns; null where that would not be smaller. `rankOf` sees
 * the singular values, falling.
 */
export async function factorize(
  context: ComputeContext,
  spec: ParameterSpec,
  weight: Values,
  rankOf: (singularValues: Float32Array) => number,
): Promise<FactorValues | null> {
  const { name } = spec;
  const [rows, cols] = matrixShape(spec);
  const full = Math.min(rows, cols);
  const source = wholeView(declareBuffer(name, weight.byteLength, 'workspace', true));
  const decomposed = svd(leaf(name, [rows, cols], 'f32', source));
  const { left, right } = decomposed.factors(full);
  const targets = [decomposed.values, left, right].map((tensor: Tensor) => ({
    tensor,
    into: wholeView(declareBuffer(name, sizeOf(tensor.shape) * 4, 'workspace', true)),
  }));
  const recorder = new Recorder(context.open.limits);
  // No op that runs here reads the step.
  new GraphLowering(recorder, recorder.scratch('step', STEP_SIZE_BYTES)).run(targets);
  const program = await context.compile(recorder.dispatches);
  const { buffers } = context;
  try {
    buffers.write(source, weight);
    program.run();
    const read = targets.map(({ into }) => buffers.readFloats(into));
    const [found, wideLeft, wideRight] = (await Promise.all(read)) as [Values, Values, Values];
    const rank = Math.max(1, Math.min(full, rankOf(found)));
    if (rank * (rows + cols) >= rows * cols) return null;
    const thin = Float32Array.from(
      { length: rows * rank },
      (_, i) => wideLeft[Math.floor(i / rank) * full + (i % rank)]!,
    );
    return { left: thin, right: wideRight.slice(0, rank * cols) };
  } finally {
    program.destroy();
    for (const view of [source, ...targets.map(({ into }) => into)]) {
      buffers.freeResident(view.buffer);
    }
  }
}
