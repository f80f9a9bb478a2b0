// A base model as studies take it: in the form in which it is executed, its window as long as is asked for.
import { factoredModel } from '../../../training/compress/factoredModel';
import { firstRows } from '../../../training/compress/packedValues';
import type { BaseModel } from '../../../training/models/baseModel';
import { buildModel } from '../../../training/models/model';
import { matrixShape } from '../../../training/parameters';
import { sizeOf } from '../../../training/tensor';
import type { Trained } from './variants';

/** Of a table of positions the first rows stay. */
export function trainedOf(
  { config, vocabSize, weights, stored }: BaseModel,
  length = config.n_positions,
): Trained {
  const short = { ...config, n_positions: Math.min(length, config.n_positions) };
  const whole = buildModel(short, vocabSize);
  const values = new Map([...weights, ...(stored?.weights ?? [])]);
  const model = stored ? factoredModel(whole, stored.weights) : whole;
  const named = model.parameters.map(
    ({ name, shape }) => [name, values.get(name)!.subarray(0, sizeOf(shape))] as const,
  );
  const packed =
    stored &&
    new Map(
      model.parameters.flatMap((spec) => {
        const own = stored.packed.get(spec.name);
        if (!own) return [];
        const isTable = spec.layout === undefined;
        return [[spec.name, isTable ? firstRows(own, matrixShape(spec)[0]) : own] as const];
      }),
    );
  return { config: short, model, weights: new Map(named), packed };
}
