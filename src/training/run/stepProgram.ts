// Captures the programs of a run without a device: one training step (gather, forward, backward,
// clip, update) and one held-out evaluation. What they share lies in persistent buffers.
import type { BufferView, Dispatch, KernelLimits, MemoryKind } from '../../gpu/dispatch';
import { adamw } from '../../gpu/kernels/adamw';
import { gatherBatch } from '../../gpu/kernels/gatherBatch';
import { gradNorm, GRAD_NORM_SIZE_BYTES } from '../../gpu/kernels/gradNorm';
import { STEP_SIZE_BYTES } from '../../gpu/kernels/stepBuffer';
import { bytesByKind, planMemory } from '../../gpu/plan';
import { declareBuffer, Recorder, wholeView } from '../../gpu/recorder';
import { gradients } from '../autograd';
import { GraphLowering } from '../lower';
import type { LanguageModel } from '../models/model';
import { crossEntropy } from '../ops/crossEntropy';
import { ones } from '../ops/constant';
import { ParameterSet } from '../parameters';
import { leaf, type Tensor } from '../tensor';
import type { TrainingConfig } from './config';

/** Offsets start on a binding boundary behind the step's scalars. */
const OFFSETS_AT_BYTES = 256;

export interface BatchShape {
  readonly batch: number;
  readonly seqLen: number;
}

/** What one step of training or evaluation reads from the CPU: scalars, then window starts. */
export interface StepInputs {
  readonly whole: BufferView;
  readonly scalars: BufferView;
  /** u32 [batch] */
  readonly offsets: BufferView;
}

export interface CapturedStep {
  readonly dispatches: readonly Dispatch[];
  readonly inputs: StepInputs;
  /** u32 [corpus tokens] */
  readonly corpus: BufferView;
}

export interface CapturedTraining extends CapturedStep {
  /** f32 [loss, rows] */
  readonly loss: BufferView;
  /** gradNorm's result. */
  readonly norm: BufferView;
}

export interface CapturedEvaluation extends CapturedStep {
  /** f32 [batch, seqLen] */
  readonly losses: BufferView;
}

/** A model with its memory: weights, gradients, and the optimiser's two averages. */
export interface TrainingState {
  readonly model: LanguageModel;
  readonly parameters: ParameterSet;
  readonly firstMoment: BufferView;
  readonly secondMoment: BufferView;
}

export function trainingState(model: LanguageModel): TrainingState {
  const parameters = new ParameterSet(model.parameters);
  return {
    model,
    parameters,
    firstMoment: parameters.arena('adam_m', 'optimizer'),
    secondMoment: parameters.arena('adam_v', 'optimizer'),
  };
}

const persistent = (label: string, sizeBytes: number, kind: MemoryKind = 'data'): BufferView =>
  wholeView(declareBuffer(label, sizeBytes, kind, true));

function stepInputs(batch: number): StepInputs {
  const whole = persistent('step', OFFSETS_AT_BYTES + batch * 4);
  const { buffer } = whole;
  return {
    whole,
    scalars: { buffer, offsetBytes: 0, sizeBytes: STEP_SIZE_BYTES },
    offsets: { buffer, offsetBytes: OFFSETS_AT_BYTES, sizeBytes: batch * 4 },
  };
}

/** Windows of the corpus: x [B, T] u32, and y, the same one place further, i32. */
function windows(
  recorder: Recorder,
  inputs: StepInputs,
  corpus: BufferView,
  { batch, seqLen }: BatchShape,
) {
  const idsView = recorder.temporary('ids', batch * seqLen * 4, 'data');
  const targetsView = recorder.temporary('targets', batch * seqLen * 4, 'data');
  const tokenCount = corpus.sizeBytes / 4;
  gatherBatch(recorder, {
    tokens: corpus,
    offsets: inputs.offsets,
    ids: idsView,
    targets: targetsView,
    batch,
    seqLen,
    tokenCount,
  });
  return {
    ids: leaf('ids', [batch, seqLen], 'u32', idsView),
    targets: leaf('targets', [batch, seqLen], 'i32', targetsView),
  };
}

/** For `LanguageModel.forward`: names that the model lacks (no bias, tied head) give undefined. */
export const lookUp =
  (parameters: ParameterSet) =>
  (name: string): Tensor | undefined =>
    parameters.has(name) ? parameters.tensor(name) : undefined;

export type OptimizerConfig = Pick<
  TrainingConfig,
  'weight_decay' | 'adam_beta1' | 'adam_beta2' | 'adam_epsilon' | 'max_grad_norm'
> & { readonly gradient_checkpointing?: boolean | undefined };

/** `corpusTokens`: length of the training text on the GPU, in tokens. */
export function captureTraining(
  state: TrainingState,
  shape: BatchShape,
  corpusTokens: number,
  optimizer: OptimizerConfig,
  limits: KernelLimits,
): CapturedTraining {
  const { model, parameters } = state;
  const recorder = new Recorder(limits);
  const inputs = stepInputs(shape.batch);
  const corpus = persistent('train_tokens', corpusTokens * 4);
  const { ids, targets } = windows(recorder, inputs, corpus, shape);
  const { logits } = model.forward(lookUp(parameters), {
    ids,
    training: true,
    recompute: optimizer.gradient_checkpointing,
  });
  const { loss } = crossEntropy(logits, targets);
  const wrt = parameters.list.map(({ tensor }) => tensor);
  const found = gradients([{ output: loss, gradient: ones(loss.shape) }], wrt);
  const lossView = persistent('loss', 8);
  const lowering = new GraphLowering(recorder, inputs.scalars);
  lowering.run([
    { tensor: loss, into: lossView },
    ...parameters.list.flatMap(({ gradient }, index) => {
      const tensor = found[index];
      return tensor ? [{ tensor, into: gradient }] : [];
    }),
  ]);
  const norm = persistent('grad_norm', GRAD_NORM_SIZE_BYTES);
  const sizeElements = parameters.sizeElements;
  gradNorm(recorder, {
    grads: parameters.gradients,
    out: norm,
    sizeElements,
    maxNorm: optimizer.max_grad_norm,
  });
  adamw(recorder, {
    params: parameters.weights,
    grads: parameters.gradients,
    m: state.firstMoment,
    v: state.secondMoment,
    sizeElements,
    decayEnd: parameters.decayEnd,
    step: inputs.scalars,
    norm,
    beta1: optimizer.adam_beta1,
    beta2: optimizer.adam_beta2,
    eps: optimizer.adam_epsilon,
    weightDecay: optimizer.weight_decay,
  });
  return { dispatches: recorder.dispatches, inputs, corpus, loss: lossView, norm };
}

export function captureEvaluation(
  state: TrainingState,
  shape: BatchShape,
  corpusTokens: number,
  limits: KernelLimits,
): CapturedEvaluation {
  const { model, parameters } = state;
  const recorder = new Recorder(limits);
  const inputs = stepInputs(shape.batch);
  const corpus = persistent('validation_tokens', corpusTokens * 4);
  const { ids, targets } = windows(recorder, inputs, corpus, shape);
  const { logits } = model.forward(lookUp(parameters), { ids, training: false });
  const { losses } = crossEntropy(logits, targets);
  const view = persistent('window_losses', shape.batch * shape.seqLen * 4);
  new GraphLowering(recorder, inputs.scalars).run([{ tensor: losses, into: view }]);
  return { dispatches: recorder.dispatches, inputs, corpus, losses: view };
}

/** Exact memory and cost of captured programs, before anything is allocated. */
export function priceOf(programs: readonly (readonly Dispatch[])[]): {
  memory: Record<MemoryKind, number>;
  totalBytes: number;
  unsharedBytes: number;
  flops: number;
} {
  const plans = programs.map((dispatches) => planMemory(dispatches));
  const memory: Record<MemoryKind, number> = {
    weights: 0,
    gradients: 0,
    optimizer: 0,
    activations: 0,
    logits: 0,
    data: 0,
    workspace: 0,
  };
  for (const [kind, bytes] of bytesByKind(plans)) memory[kind] = bytes;
  const totalBytes = Object.values(memory).reduce((sum, bytes) => sum + bytes, 0);
  const shared = plans.reduce((sum, plan) => sum + plan.unsharedBytes - plan.temporaryBytes, 0);
  const flops = programs[0]?.reduce((sum, dispatch) => sum + dispatch.flops, 0) ?? 0;
  return { memory, totalBytes, unsharedBytes: totalBytes + shared, flops };
}
