// What a training step minimizes: from a batch on the GPU to a loss. The captured step is the same
// around each of them (gather, backward, clip, update).
import type { BufferView } from '../../gpu/dispatch';
import { gatherBatch } from '../../gpu/kernels/layout/gatherBatch';
import type { Recorder } from '../../gpu/recorder';
import type { LanguageModel } from '../models/interfaces';
import { classLoss } from '../nn/classifier';
import type { ParameterLookup } from '../nn/weights';
import { crossEntropy } from '../ops/losses/crossEntropy';
import type { PoolMode } from '../ops/pool';
import { reshape } from '../ops/layout/reshape';
import { slice } from '../ops/layout/slice';
import { leaf, type Shape, type Tensor } from '../tensor';

export interface BatchShape {
  readonly batch: number;
  readonly seqLen: number;
}

/** Where a batch comes from, and the weights that it goes through. */
export interface ObjectiveInputs {
  readonly recorder: Recorder;
  /** u32: all examples, one behind the other. */
  readonly corpus: BufferView;
  /** What the CPU wrote for this batch, by name. */
  readonly field: (name: string) => Tensor;
  readonly shape: BatchShape;
  readonly parameter: ParameterLookup;
  /** False at evaluation: dropout is left out. */
  readonly training: boolean;
  /** Compute activations again in the backward pass. */
  readonly recompute?: boolean | undefined;
}

/** Numbers of a batch that the CPU writes before it runs. */
export interface BatchField {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: 'u32' | 'i32' | 'f32';
}

/** What held-out evaluation reads of each example. */
export interface Score {
  /** [batch] or [batch, positions] */
  readonly losses: Tensor;
  /** Of the same shape: how far the target's logit lies below the greatest, in nats. */
  readonly gaps?: Tensor;
  /** [batch, classes] of a classifier. */
  readonly logits?: Tensor;
}

export interface ObjectiveOutputs {
  /** Its first element is what is minimized. */
  readonly loss: Tensor;
  /** Scalars that are reported beside the loss, by name. */
  readonly terms?: Readonly<Record<string, Tensor>>;
  /** By name of the term; `loss` where there is only one. */
  readonly scores?: Readonly<Record<string, Score>>;
}

export type Objective = (inputs: ObjectiveInputs) => ObjectiveOutputs;

/** What is minimized, and the batch that it is computed from. */
export interface Minimized {
  readonly objective: Objective;
  readonly fields: readonly BatchField[];
}

/** Where each window of a batch starts in the corpus. */
export const windowStarts = (batch: number, name = 'offsets'): BatchField => ({
  name,
  shape: [batch],
  dtype: 'u32',
});

/** Windows of the corpus: x [B, T] u32, and y, the same one position further, i32. */
export function windows(
  {
    recorder,
    corpus,
    field,
    shape,
  }: Pick<ObjectiveInputs, 'recorder' | 'corpus' | 'field' | 'shape'>,
  starts = 'offsets',
) {
  const { batch, seqLen } = shape;
  const offsets = field(starts).leaf!;
  const ids = recorder.temporary('ids', batch * seqLen * 4, 'data');
  const targets = recorder.temporary('targets', batch * seqLen * 4, 'data');
  const tokenCount = corpus.sizeBytes / 4;
  gatherBatch(recorder, { tokens: corpus, offsets, ids, targets, ...shape, tokenCount });
  return {
    ids: leaf('ids', [batch, seqLen], 'u32', ids),
    targets: leaf('targets', [batch, seqLen], 'i32', targets),
  };
}

/** Each token from those before it: mean cross-entropy over all positions. */
export const causalLanguageModelling =
  (model: LanguageModel): Objective =>
  (inputs) => {
    const { ids, targets } = windows(inputs);
    const { parameter, training, recompute } = inputs;
    const { logits } = model.forward(parameter, { ids, training, recompute });
    const { loss, losses } = crossEntropy(logits, targets);
    return { loss, scores: { loss: { losses } } };
  };

/** The same, over windows of the corpus. */
export const nextTokens = (model: LanguageModel, batch: number): Minimized => ({
  objective: causalLanguageModelling(model),
  fields: [windowStarts(batch)],
});

/** Integers of one labeled example in the corpus: T ids, T marks (1 = a real token), the label. */
export const exampleStride = (seqLen: number): number => 2 * seqLen + 1;

/** A class for each sequence, from `score.weight` [classes, C] on its pooled last states. */
export const classification =
  (model: LanguageModel, mode: PoolMode): Objective =>
  (inputs) => {
    const { batch, seqLen } = inputs.shape;
    const stride = exampleStride(seqLen);
    const { ids: rows } = windows({ ...inputs, shape: { batch, seqLen: stride } });
    const ids = slice(rows, 1, 0, seqLen);
    const mask = slice(rows, 1, seqLen, 2 * seqLen);
    const labels = reshape(slice(rows, 1, 2 * seqLen), [batch]);
    const { parameter, training, recompute } = inputs;
    const { final } = model.forward(parameter, { ids, training, recompute });
    const { result } = classLoss({ final, mask, labels }, parameter, mode);
    const { loss, losses } = result;
    return { loss, scores: { loss: { losses } } };
  };
