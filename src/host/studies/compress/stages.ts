// Takes a trained model through stages. What each list of stages has made is kept, so that a pipeline
// and its beginnings are trained once.
import type { ComputeContext } from '../../../gpu/compute';
import { schemeForLayers, type WeightScheme } from '../../../training/compress/compressedWeights';
import {
  factoredModel,
  factorize,
  withFactors,
  type FactorValues,
} from '../../../training/compress/factoredModel';
import { rankForEnergy } from '../../../training/compress/factored';
import { removeLayers } from '../../../training/compress/layers';
import { masksOfZeros, maskWeights, pruneMasks } from '../../../training/compress/pruneModel';
import { hasSpareHeads, headUnits, neuronsOf, shrink } from '../../../training/compress/structured';
import type { LanguageModel, Model } from '../../../training/models/interfaces';
import { hasSeparateLayers, shareLayers } from '../../../training/models/sharedLayers';
import { wholeModel } from '../../../training/models/wholeModel';
import { matrixShape, type ParameterSpec } from '../../../training/parameters';
import { isTraining, rateOf } from './spec';
import { hostError } from '../../protocol/error';
import type { Stage } from '../../protocol/variant';
import { wholeWeights, type Trained } from './variants';
import type { Learning } from './learning';
import { recover } from './recovery';

/** A model between two stages. */
export interface Piece<M extends Model = LanguageModel> extends Trained<M> {
  /** Zeros in its layers are pruned weights. */
  readonly isPruned: boolean;
  /** How it is to be stored. */
  readonly schemeOf: (spec: ParameterSpec) => WeightScheme;
  /** Training steps since it was the source. */
  readonly trainedSteps: number;
}

export interface StageTools<M extends Model = LanguageModel> {
  readonly context: ComputeContext;
  readonly source: Trained<M>;
  /** Null where there is nothing in the model's tokens to train on. */
  readonly recovery: Learning<M> | null;
  /** Where a stage does not say. */
  readonly steps: number;
  readonly signal: AbortSignal;
}

/** How a packed model's parameters are stored. */
export function schemeOfStage(
  stage: Stage & { readonly kind: 'int8' | 'int4' | 'f16' },
): Piece['schemeOf'] {
  if (stage.kind === 'int8') {
    const { scales, activations, embeddings: tables } = stage;
    return schemeForLayers({ kind: 'int8', scales, activations }, { tables });
  }
  return schemeForLayers(stage, { tables: stage.kind === 'f16' });
}

type OnShare = (share: number) => void;

export class StageMaker<M extends Model = LanguageModel> {
  readonly #tools: StageTools<M>;
  readonly #made = new Map<string, Piece<M>>();

  constructor(tools: StageTools<M>) {
    this.#tools = tools;
  }

  /**
   * `onShare`: of all training that these stages need.
   * @throws BenchtopError of a stage that this model has no use for
   */
  async make(
    stages: readonly Stage[],
    onShare: (share: number) => void = () => undefined,
  ): Promise<Piece<M>> {
    const { source, signal } = this.#tools;
    const trainings = stages.filter(isTraining).length;
    let piece: Piece<M> = {
      ...source,
      isPruned: false,
      schemeOf: wholeWeights,
      trainedSteps: 0,
    };
    // What came packed is changed as floats.
    if (stages.length > 0) piece = { ...piece, packed: undefined };
    let trained = 0;
    for (const [i, stage] of stages.entries()) {
      const key = JSON.stringify(stages.slice(0, i + 1));
      const onStageShare = (share: number): void => onShare((trained + share) / trainings);
      piece = this.#made.get(key) ?? (await this.#apply(stage, piece, onStageShare));
      // What was stopped half-way is not what its name says.
      if (signal.aborted) return piece;
      this.#made.set(key, piece);
      if (isTraining(stage)) onShare(++trained / trainings);
    }
    return piece;
  }

  async #apply(stage: Stage, piece: Piece<M>, onPart: OnShare): Promise<Piece<M>> {
    switch (stage.kind) {
      case 'int8':
      case 'int4':
      case 'f16':
        return { ...piece, schemeOf: schemeOfStage(stage) };
      case 'low_rank':
        return this.#factor(stage, piece);
      case 'prune': {
        if (stage.schedule === 'gradual') return this.#train(stage, piece, onPart);
        const masks = pruneMasks(piece.model.parameters, piece.weights, stage);
        return { ...piece, weights: maskWeights(piece.weights, masks), isPruned: true };
      }
      case 'heads':
        return this.#rebuilt(piece, removeHeads(piece, stage.share));
      case 'layers':
        return this.#rebuilt(piece, removeLayers(piece.config, piece.weights, stage.share));
      case 'share_layers':
        return this.#rebuilt(piece, shared(piece, stage.groups));
      case 'recover':
      case 'distill':
        return this.#train(stage, piece, onPart);
    }
  }

  /** The same stages so far, on another config. */
  #rebuilt(piece: Piece<M>, { config, weights }: Pick<Piece, 'config' | 'weights'>): Piece<M> {
    const { model, classifier } = this.#tools.source;
    // Of the kind that the source is.
    const whole = wholeModel(config, model.vocabSize, classifier) as M;
    return { ...piece, config, weights, model: factoredModel(whole, weights) };
  }

  async #factor(stage: Stage & { kind: 'low_rank' }, piece: Piece<M>): Promise<Piece<M>> {
    const { context, signal } = this.#tools;
    const found = new Map<string, FactorValues>();
    for (const spec of piece.model.parameters) {
      if (!spec.layout || signal.aborted) continue;
      const rankOf = (values: Float32Array): number => rankFor(stage, spec, values);
      const factors = await factorize(context, spec, piece.weights.get(spec.name)!, rankOf);
      if (factors) found.set(spec.name, factors);
    }
    const weights = withFactors(piece.weights, found);
    return { ...piece, weights, model: factoredModel(piece.model, weights), isPruned: false };
  }

  async #train(
    stage: Stage & { kind: 'recover' | 'distill' | 'prune' },
    piece: Piece<M>,
    onPart: OnShare,
  ): Promise<Piece<M>> {
    const { context, source, recovery, signal } = this.#tools;
    if (!recovery) throw hostError('recovery_other_tokens');
    const steps = stage.steps ?? this.#tools.steps;
    const { model, weights, isPruned } = piece;
    const how = {
      learning: recovery,
      context,
      steps,
      rateShare: rateOf(stage),
      signal,
      onStep: (done: number) => onPart(done / steps),
      masks: isPruned ? masksOfZeros(model.parameters, weights) : null,
      prune: stage.kind === 'prune' ? stage : undefined,
      teacher: stage.kind === 'distill' ? source : undefined,
    };
    const trained = await recover(how, piece);
    return {
      ...piece,
      weights: trained,
      isPruned: isPruned || stage.kind === 'prune',
      trainedSteps: piece.trainedSteps + steps,
    };
  }
}

function rankFor(
  { by, amount }: Stage & { kind: 'low_rank' },
  spec: ParameterSpec,
  singularValues: Float32Array,
): number {
  if (by === 'energy') return rankForEnergy(singularValues, amount);
  if (by === 'rank') return Math.round(amount);
  const [rows, cols] = matrixShape(spec);
  return Math.floor((amount * rows * cols) / (rows + cols));
}

/** @throws BenchtopError no_layers_to_share */
function shared({ config, weights }: Pick<Piece, 'config' | 'weights'>, groups: number) {
  const { family } = config;
  if (!hasSeparateLayers(config)) {
    throw hostError('no_layers_to_share', { family });
  }
  return shareLayers(config, weights, groups);
}

/** @throws BenchtopError no_heads_to_remove */
function removeHeads({ config, weights }: Pick<Piece, 'config' | 'weights'>, share: number) {
  if (!hasSpareHeads(config)) {
    throw hostError('no_heads_to_remove', { family: config.family });
  }
  const heads = Math.max(1, Math.floor(headUnits(config) * share));
  return shrink(config, weights, { heads, neurons: Math.floor(neuronsOf(config) * share) });
}
