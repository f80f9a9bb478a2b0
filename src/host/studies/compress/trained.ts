// A base model as studies take it: in the form in which it is executed, its window as long as is asked for.
import { factoredModel } from '../../../training/compress/factoredModel';
import { firstRows } from '../../../training/compress/packedValues';
import type { BaseModel } from '../../../training/models/baseModel';
import type { Model } from '../../../training/models/interfaces';
import { buildModel } from '../../../training/models/model';
import { wholeModel } from '../../../training/models/wholeModel';
import { matrixShape } from '../../../training/parameters';
import type { ModelConfig } from '../../../training/run/config';
import { sizeOf } from '../../../training/tensor';
import type { Trained } from './variants';

/** A language model. */
export const trainedOf = (base: BaseModel, length = base.config.n_positions): Trained =>
  trainedAs((config) => buildModel(config, base.vocabSize), base, length);

/** Any model, with its output layer where it classifies. */
export function wholeTrained(base: BaseModel, length = base.config.n_positions): Trained<Model> {
  const { classifier, vocabSize } = base;
  if (!classifier) return trainedAs((config) => wholeModel(config, vocabSize), base, length);
  const { weights: head, labels, pooling } = classifier;
  const whole = { ...base, weights: new Map([...base.weights, ...head]) };
  const facts = { labels, pooling };
  const trained = trainedAs((config) => wholeModel(config, vocabSize, facts), whole, length);
  return { ...trained, classifier: facts };
}

/** Of a table of positions the first rows stay. */
function trainedAs<M extends Model>(
  build: (config: ModelConfig) => M,
  { config, weights, stored }: BaseModel,
  length: number,
): Trained<M> {
  const short = { ...config, n_positions: Math.min(length, config.n_positions) };
  const whole = build(short);
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
