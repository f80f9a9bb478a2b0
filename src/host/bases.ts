// Opens what a BaseRef names. Each place that has models says how it opens them: the lab its runs,
// the shelves what they keep. Works wherever the engine does.
import { BenchtopError } from '../gpu/errors';
import type { Checkpoint } from '../training/io/checkpoint';
import type { ExportedModel } from '../training/io/exportFolder';
import { baseOf } from '../training/io/modelFolder';
import type { BaseModel, BaseRef } from '../training/models/baseModel';
import { runObjective } from '../training/objectives/runObjective';
import { withoutText } from '../training/objectives/vocabulary';
import { trainingState } from '../training/run/state';
import { tokenizerFromJSON } from '../training/tokenizers/load';

type Opens = (id: string) => Promise<BaseModel>;

export class Bases {
  readonly #places = new Map<BaseRef['kind'], Opens>();

  provide(kind: BaseRef['kind'], open: Opens): void {
    this.#places.set(kind, open);
  }

  /** @throws BenchtopError unknown_base, and what the place throws */
  async open(ref: BaseRef): Promise<BaseModel> {
    const id = ref.kind === 'run' ? ref.runId : ref.id;
    const open = this.#places.get(ref.kind);
    if (open) return open(id);
    throw new BenchtopError('unknown_base', `There is no model ${id} to start from.`, { id });
  }
}

export const baseOfExport = (
  name: string,
  { shape, tokenizer, weights }: ExportedModel,
): BaseModel => baseOf(name, shape, tokenizer, weights);

/** The weights as the run showed them: their average where it evaluates with that. */
export function baseOfCheckpoint(
  name: string,
  { config, tokenizer: json, arenas }: Pick<Checkpoint, 'config' | 'tokenizer' | 'arenas'>,
): BaseModel {
  const tokenizer = tokenizerFromJSON(json);
  const { model } = runObjective(config, withoutText(config, tokenizer));
  const { parameters, average, shown } = trainingState(model, config.training);
  const arena = average && shown === average ? arenas.at(-1)! : arenas[0]!;
  const weights = parameters.unpack(arena);
  const { data } = config;
  return { name, config: config.model, vocabSize: model.vocabSize, tokenizer, weights, data };
}

/** Its sizes and its tokeniser alone. */
export const untrained = ({ classifier: _classifier, ...base }: BaseModel): BaseModel => ({
  ...base,
  weights: new Map(),
  words: () => new Set<string>(),
});
