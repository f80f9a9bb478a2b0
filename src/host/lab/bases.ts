// Opens what a BaseRef names. Each place that has models says how it opens them: the lab its runs,
// the libraries what they keep. Works wherever the engine does.
import { hostError } from '../protocol/error';
import { tokenizerOfCheckpoint, type Checkpoint } from '../../training/io/checkpoint';
import type { ExportedModel } from '../../training/io/exportFolder';
import { baseOf } from '../../training/io/huggingface/modelFolder';
import { headWeights } from '../../training/io/peft/peftHead';
import type { BaseModel, BaseRef, TrainedClassifier } from '../../training/models/baseModel';
import type { ClassifierFacts } from '../../training/nn/classifier';
import type { Weights } from '../../training/parameters';
import type { ModelConfig } from '../../training/run/config';
import { runObjective } from '../../training/objectives/runObjective';
import { withoutText } from '../../training/objectives/vocabulary';
import { checkFits } from '../../training/run/checkpointFit';
import { trainingState } from '../../training/run/state';
import { provenanceOf } from '../../training/run/provenance';
import { tuned } from '../../training/run/tuning';

type Opens = (id: string) => Promise<BaseModel>;
/** Of a model that goes on learning: another number whenever it is not the same any longer. */
type Version = (id: string) => number;

const idOf = (ref: BaseRef): string => (ref.kind === 'run' ? ref.runId : ref.id);

export class Bases {
  readonly #openers = new Map<BaseRef['kind'], Opens>();
  readonly #versions = new Map<BaseRef['kind'], Version>();

  provide(kind: BaseRef['kind'], open: Opens, version: Version = () => 0): void {
    this.#openers.set(kind, open);
    this.#versions.set(kind, version);
  }

  version(ref: BaseRef): number {
    return this.#versions.get(ref.kind)?.(idOf(ref)) ?? 0;
  }

  /** @throws BenchtopError unknown_base, and what the place throws */
  async open(ref: BaseRef): Promise<BaseModel> {
    const id = idOf(ref);
    const open = this.#openers.get(ref.kind);
    if (open) return open(id);
    throw hostError('unknown_base', { id });
  }
}

export const baseOfExport = (
  name: string,
  { shape, tokenizer, weights, provenance }: ExportedModel,
): BaseModel => ({ ...baseOf(name, shape, tokenizer, weights), provenance });

/**
 * The model as the run showed it: the average of its weights where it evaluates with that, adapters
 * merged, and its output layer where it classifies.
 * @throws BenchtopError checkpoint_shapes | checkpoint_unclear | bad_checkpoint, TokenizerError
 */
export function baseOfCheckpoint(name: string, checkpoint: Checkpoint): BaseModel {
  const { config, step, arenas, frozen, layout } = checkpoint;
  const tokenizer = tokenizerOfCheckpoint(checkpoint);
  const { rows, moreLabels, classifier: head } = layout ?? {};
  const known = { rows, labels: head?.labels, moreLabels };
  const objective = runObjective(config, withoutText(config, tokenizer, known));
  const { model } = objective;
  const { scope, whole } = tuned(objective, config.tuning);
  const state = trainingState(model, config.training, scope);
  checkFits(checkpoint, state);
  const { parameters, average, shown } = state;
  const trained = parameters.unpack(average && shown === average ? arenas.at(-1)! : arenas[0]!);
  const weights = whole(trained, scope.frozen && frozen ? scope.frozen.unpack(frozen) : new Map());
  const { model: shape } = config;
  const classifier = classifierOf(shape, layout?.classifier, trained);
  const provenance = provenanceOf(config, step);
  const { vocabSize } = model;
  return { name, config: shape, vocabSize, tokenizer, weights, provenance, classifier };
}

/** An output layer that has learned, out of the weights that were trained. */
export const classifierOf = (
  config: ModelConfig,
  facts: ClassifierFacts | undefined,
  trained: Weights,
): TrainedClassifier | undefined =>
  facts && { ...facts, weights: headWeights(config, facts.labels, trained) };

/** Its sizes and its tokenizer alone. */
export const untrained = ({ classifier: _classifier, ...base }: BaseModel): BaseModel => ({
  ...base,
  weights: new Map(),
  words: () => new Set<string>(),
});
