// What a training step minimises: from a batch on the GPU to a loss. The captured step is the same
// around each of them (gather, backward, clip, update).
import type { BufferView } from '../../gpu/dispatch';
import { gatherBatch } from '../../gpu/kernels/gatherBatch';
import type { Recorder } from '../../gpu/recorder';
import type { LanguageModel } from '../models/interfaces';
import type { ParameterLookup } from '../nn/weights';
import { crossEntropy } from '../ops/crossEntropy';
import { leaf, type Tensor } from '../tensor';

export interface BatchShape {
  readonly batch: number;
  readonly seqLen: number;
}

/** Where a batch comes from, and the weights that it goes through. */
export interface ObjectiveInputs {
  readonly recorder: Recorder;
  /** u32: all examples, one behind the other. */
  readonly corpus: BufferView;
  /** u32 [batch]: where each example of this batch starts. */
  readonly offsets: BufferView;
  readonly shape: BatchShape;
  readonly parameter: ParameterLookup;
  /** Compute activations again in the backward pass. */
  readonly recompute?: boolean | undefined;
}

export interface ObjectiveOutputs {
  /** Its first element is what is minimised. */
  readonly loss: Tensor;
  /** Scalars that are reported beside the loss, by name. */
  readonly parts?: Readonly<Record<string, Tensor>>;
}

export type Objective = (inputs: ObjectiveInputs) => ObjectiveOutputs;

/** Windows of the corpus: x [B, T] u32, and y, the same one place further, i32. */
export function windows({ recorder, corpus, offsets, shape }: ObjectiveInputs) {
  const { batch, seqLen } = shape;
  const ids = recorder.temporary('ids', batch * seqLen * 4, 'data');
  const targets = recorder.temporary('targets', batch * seqLen * 4, 'data');
  const tokenCount = corpus.sizeBytes / 4;
  gatherBatch(recorder, { tokens: corpus, offsets, ids, targets, ...shape, tokenCount });
  return {
    ids: leaf('ids', [batch, seqLen], 'u32', ids),
    targets: leaf('targets', [batch, seqLen], 'i32', targets),
  };
}

/** Each token from those before it: mean cross-entropy over all places. */
export const causalLanguageModelling =
  (model: LanguageModel): Objective =>
  (inputs) => {
    const { ids, targets } = windows(inputs);
    const { parameter, recompute } = inputs;
    const { logits } = model.forward(parameter, { ids, training: true, recompute });
    return { loss: crossEntropy(logits, targets).loss };
  };
