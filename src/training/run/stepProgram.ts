// Captures the programs of a run without a device: one training step (batch, forward, backward,
// clip, update) and one held-out evaluation. What they share lies in persistent buffers.
import { f32 } from '../../gpu/dispatch';
import {
  noMemory,
  type BufferView,
  type Dispatch,
  type KernelLimits,
  type MemoryKind,
} from '../../gpu/dispatch';
import { ema } from '../../gpu/kernels/optimizer/ema';
import { fill } from '../../gpu/kernels/layout/fill';
import { gradientAccumulate } from '../../gpu/kernels/optimizer/gradientAccumulate';
import { gradNorm, GRAD_NORM_SIZE_BYTES } from '../../gpu/kernels/optimizer/gradNorm';
import { pruneApply } from '../../gpu/kernels/optimizer/pruneApply';
import { STEP_SIZE_BYTES } from '../../gpu/kernels/optimizer/stepBuffer';
import { bytesByKind, planMemory } from '../../gpu/plan';
import { declareBuffer, Recorder, wholeView } from '../../gpu/recorder';
import { gradients } from '../autograd';
import { GraphLowering } from '../lower';
import { ones } from '../ops/layout/constant';
import type { Model } from '../models/interfaces';
import { leaf, sizeOf, type Tensor } from '../tensor';
import type { TrainingConfig } from './config';
import type { BatchField, BatchShape, Minimized } from './objective';
import { weightsOf, type TrainingState } from './state';

/** Fields of a batch start on binding boundaries behind the step's scalars. */
const BOUNDARY_BYTES = 256;
/** Room for one reported scalar: [value, rows behind it]. */
export const SCALAR_BYTES = 8;

/** What one step of training or evaluation reads from the CPU: scalars, then a batch. */
export interface StepInputs {
  readonly whole: BufferView;
  readonly scalars: BufferView;
  /** All fields of the batch. */
  readonly batch: BufferView;
  readonly fields: readonly BatchField[];
}

interface CapturedStep {
  readonly dispatches: readonly Dispatch[];
  readonly inputs: StepInputs;
  /** u32 [corpus tokens] */
  readonly corpus: BufferView;
}

export interface CapturedTraining extends CapturedStep {
  /** f32, SCALAR_BYTES each: the loss, then the objective's terms. */
  readonly scalars: ReadonlyMap<string, BufferView>;
  /** f32 [loss, rows] */
  readonly loss: BufferView;
  /** gradNorm's result. */
  readonly norm: BufferView;
  /** Dispatches [from, to) run once for each batch whose gradients are added. */
  readonly repeated: { readonly from: number; readonly to: number; readonly times: number };
  /** Where the step's tensors lie while it runs; read only to find the cause of a bad number. */
  readonly tensors: ReadonlyMap<Tensor, BufferView>;
}

/** f32 [batch] or [batch, positions] each, as `Score`. */
export interface ScoreViews {
  readonly losses: BufferView;
  readonly gaps?: BufferView;
  readonly logits?: BufferView;
}

export interface CapturedEvaluation extends CapturedStep {
  readonly scores: ReadonlyMap<string, ScoreViews>;
}

const persistent = (label: string, sizeBytes: number, kind: MemoryKind = 'data'): BufferView =>
  wholeView(declareBuffer(label, sizeBytes, kind, true));

/** Where each field starts in a batch, in words, and how many words a batch has. */
export function batchLayout(fields: readonly BatchField[]): {
  readonly starts: readonly number[];
  readonly words: number;
} {
  const boundary = BOUNDARY_BYTES / 4;
  let words = 0;
  const starts = fields.map(({ shape }) => {
    const start = Math.ceil(words / boundary) * boundary;
    words = start + sizeOf(shape);
    return start;
  });
  return { starts, words };
}

function stepInputs(fields: readonly BatchField[]): StepInputs {
  const sizeBytes = batchLayout(fields).words * 4;
  const whole = persistent('step', BOUNDARY_BYTES + sizeBytes);
  const { buffer } = whole;
  return {
    whole,
    scalars: { buffer, offsetBytes: 0, sizeBytes: STEP_SIZE_BYTES },
    batch: { buffer, offsetBytes: BOUNDARY_BYTES, sizeBytes },
    fields,
  };
}

/** The fields of a batch as tensors, by name. */
function fieldTensors({ batch, fields }: StepInputs): (name: string) => Tensor {
  const { starts } = batchLayout(fields);
  const tensors = new Map(
    fields.map(({ name, shape, dtype }, index) => {
      const offsetBytes = batch.offsetBytes + starts[index]! * 4;
      const view = { buffer: batch.buffer, offsetBytes, sizeBytes: sizeOf(shape) * 4 };
      return [name, leaf(name, shape, dtype, view)];
    }),
  );
  return (name) => tensors.get(name)!;
}

/**
 * A training step of any model on any objective.
 * `corpusTokens`: length of the training text on the GPU, in tokens.
 */
export function captureStep(
  state: TrainingState<Model>,
  { objective, fields }: Minimized,
  shape: BatchShape,
  corpusTokens: number,
  training: TrainingConfig,
  limits: KernelLimits,
): CapturedTraining {
  const { parameters, optimizer, average } = state;
  const { sizeElements } = parameters;
  const recorder = new Recorder(limits);
  const inputs = stepInputs(fields);
  const corpus = persistent('train_tokens', corpusTokens * 4);
  const { gradient_accumulation_steps: times } = training;
  // Of one batch; with accumulation they are added to the gradients that the update reads.
  const batch = times > 1 ? parameters.arena('batch_gradients', 'gradients') : parameters.gradients;
  if (times > 1) {
    fill(recorder, { out: parameters.gradients, size: sizeElements, value: f32(0) });
  }
  const from = recorder.dispatches.length;
  const { loss, terms = {} } = objective({
    recorder,
    corpus,
    field: fieldTensors(inputs),
    shape,
    parameter: weightsOf(state, state.parameters.weights, true),
    training: true,
    recompute: training.gradient_checkpointing,
  });
  const scalars = new Map<string, BufferView>();
  const reported = Object.entries({ loss, ...terms }).map(([name, tensor]) => {
    const into = persistent(name, SCALAR_BYTES);
    scalars.set(name, into);
    return { tensor, into };
  });
  const wrt = parameters.list.map(({ tensor }) => tensor);
  const found = gradients([{ output: loss, gradient: ones(loss.shape) }], wrt);
  const lowering = new GraphLowering(recorder, inputs.scalars);
  lowering.run([
    ...reported,
    ...parameters.list.flatMap((parameter, index) => {
      const tensor = found[index];
      return tensor ? [{ tensor, into: parameters.place(parameter, batch) }] : [];
    }),
  ]);
  if (times > 1) {
    const sum = parameters.gradients;
    gradientAccumulate(recorder, { batch, sum, sizeElements, scale: 1 / times });
  }
  const to = recorder.dispatches.length;
  const norm = persistent('grad_norm', GRAD_NORM_SIZE_BYTES);
  const { max_grad_norm: maxNorm } = training;
  gradNorm(recorder, { grads: parameters.gradients, out: norm, sizeElements, maxNorm });
  optimizer.update(recorder, { step: inputs.scalars, norm });
  if (average) {
    const { weights: params } = parameters;
    ema(recorder, { params, average, sizeElements, step: inputs.scalars, norm });
  }
  for (const weights of state.mask ? [parameters.weights, average] : []) {
    if (weights) pruneApply(recorder, { weights, mask: state.mask!, sizeElements });
  }
  return {
    dispatches: recorder.dispatches,
    inputs,
    corpus,
    scalars,
    loss: scalars.get('loss')!,
    norm,
    repeated: { from, to, times },
    tensors: lowering.views,
  };
}

/** Held-out evaluation of any model: losses of each example of a batch. */
export function captureScores(
  state: TrainingState<Model>,
  { objective, fields }: Minimized,
  shape: BatchShape,
  corpusTokens: number,
  limits: KernelLimits,
): CapturedEvaluation {
  const recorder = new Recorder(limits);
  const inputs = stepInputs(fields);
  const corpus = persistent('validation_tokens', corpusTokens * 4);
  const parameter = weightsOf(state, state.shown);
  const field = fieldTensors(inputs);
  const outputs = objective({ recorder, corpus, field, shape, parameter, training: false });
  const wanted: { tensor: Tensor; into: BufferView }[] = [];
  const keep = (tensor: Tensor, label: string): BufferView => {
    const into = persistent(label, sizeOf(tensor.shape) * 4);
    wanted.push({ tensor, into });
    return into;
  };
  const scores = new Map<string, ScoreViews>();
  for (const [name, { losses, gaps, logits }] of Object.entries(outputs.scores ?? {})) {
    scores.set(name, {
      losses: keep(losses, `${name}_losses`),
      ...(gaps && { gaps: keep(gaps, `${name}_gaps`) }),
      ...(logits && { logits: keep(logits, `${name}_logits`) }),
    });
  }
  new GraphLowering(recorder, inputs.scalars).run(wanted);
  return { dispatches: recorder.dispatches, inputs, corpus, scores };
}

/** What one step runs, repeated batches counted each time. */
export function costOf({ dispatches, repeated }: CapturedTraining): {
  dispatches: number;
  flops: number;
} {
  const { from, to, times } = repeated;
  const flopsOf = (list: readonly Dispatch[]): number =>
    list.reduce((sum, { flops }) => sum + flops, 0);
  return {
    dispatches: dispatches.length + (times - 1) * (to - from),
    flops: flopsOf(dispatches) + (times - 1) * flopsOf(dispatches.slice(from, to)),
  };
}

/** Exact memory of captured programs, before anything is allocated. */
export function priceOf(programs: readonly (readonly Dispatch[])[]): {
  memory: Record<MemoryKind, number>;
  totalBytes: number;
  unsharedBytes: number;
} {
  const plans = programs.map((dispatches) => planMemory(dispatches));
  const memory = noMemory();
  for (const [kind, bytes] of bytesByKind(plans)) memory[kind] = bytes;
  const totalBytes = Object.values(memory).reduce((sum, bytes) => sum + bytes, 0);
  const shared = plans.reduce((sum, plan) => sum + plan.unsharedBytes - plan.temporaryBytes, 0);
  return { memory, totalBytes, unsharedBytes: totalBytes + shared };
}
