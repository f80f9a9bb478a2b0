// Replays a recorded PyTorch run (same initial weights, same batches) and compares every loss:
// npm run curve -- FOLDER TEXT [--steps N]. With --own-seed S it trains from its own start instead.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { batchOffsets } from '../src/training/data/dataset';
import { SafetensorsFile } from '../src/training/io/safetensors/safetensors';
import { buildModel } from '../src/training/models/model';
import { modelSchema, trainingSchema, type TrainingConfig } from '../src/training/run/config';
import { trainingState, type TrainingState } from '../src/training/run/state';
import { captureRun } from '../src/training/run/captureRun';
import { nextTokens } from '../src/training/run/objective';
import { Trainer } from '../src/training/run/trainer';
import { CharTokenizer } from '../src/training/tokenizers/char';
import { openNodeContext } from '../src/host/node/context';
import { windowLosses } from '../src/training/run/windowLosses';

interface Recording {
  config: Record<string, number | boolean | string>;
  vocab: string;
  train_tokens: number;
  train_loss: number[];
  final_val_loss_full: number;
}

/** The recorded configuration in our words. */
function configsOf({ config }: Recording) {
  const model = modelSchema.parse({
    family: 'gpt',
    n_layer: config.n_layer,
    n_head: config.n_head,
    n_embd: config.n_embd,
    n_positions: config.block_size,
    activation: config.activation,
    bias: config.bias,
    tie_word_embeddings: config.tied_head,
    layer_norm_epsilon: config.layer_norm_eps,
  });
  const training = trainingSchema.parse({
    per_device_train_batch_size: config.batch_size,
    max_steps: config.lr_decay_iters,
    learning_rate: config.learning_rate,
    min_learning_rate: config.min_lr,
    warmup_steps: config.warmup_iters,
    weight_decay: config.weight_decay,
    adam_beta1: config.beta1,
    adam_beta2: config.beta2,
    adam_epsilon: config.eps,
    max_grad_norm: config.grad_clip,
  });
  return { model, training };
}

const readBytes = (file: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(file));

function flag(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}

/** What is trained, and where each step's batch begins. */
interface Replay {
  readonly recording: Recording;
  readonly state: TrainingState;
  readonly training: TrainingConfig;
  readonly corpora: Record<'train' | 'validation', Int32Array<ArrayBuffer>>;
  readonly batchesOf: (step: number) => Int32Array<ArrayBuffer>;
  readonly initialWeights: Float32Array<ArrayBuffer>;
}

function readReplay(folder: string, textFile: string, ownSeed: string | undefined): Replay {
  const recording = JSON.parse(readFileSync(path.join(folder, 'curve.json'), 'utf8')) as Recording;
  const { model: modelConfig, training } = configsOf(recording);
  const text = readFileSync(textFile, 'utf8');
  const tokens = CharTokenizer.train(text).encode(text) as Int32Array<ArrayBuffer>;
  const train = tokens.slice(0, recording.train_tokens);
  const corpora = { train, validation: tokens.slice(recording.train_tokens) };
  const model = buildModel(modelConfig, recording.vocab.length);
  const state = trainingState(model, training);
  const common = { recording, state, training, corpora };
  const batch = training.per_device_train_batch_size;
  if (ownSeed !== undefined) {
    const seed = Number(ownSeed);
    const windows = train.length - model.contextLength;
    return {
      ...common,
      batchesOf: (step) => batchOffsets(seed, step, batch, windows),
      initialWeights: state.parameters.initialWeights(seed),
    };
  }
  const batches = new SafetensorsFile(readBytes(path.join(folder, 'batches.safetensors')));
  const init = new SafetensorsFile(readBytes(path.join(folder, 'init.safetensors')));
  const offsets = batches.ints('train_offsets');
  return {
    ...common,
    batchesOf: (step) => offsets.slice(step * batch, (step + 1) * batch),
    initialWeights: state.parameters.pack(
      new Map(init.names.map((name) => [name, init.floats(name)])),
    ),
  };
}

async function openTrainer(replay: Replay, device: string | undefined): Promise<Trainer> {
  const { state, training, corpora } = replay;
  const seqLen = state.model.contextLength;
  const shape = { batch: training.per_device_train_batch_size, seqLen };
  const evaluationShape = { batch: 48, seqLen };
  const context = await openNodeContext(device);
  const { limits, facts } = context.open;
  const run = {
    state,
    training: nextTokens(state.model, shape.batch),
    shape,
    evaluation: nextTokens(state.model, evaluationShape.batch),
    evaluationShape,
    corpora,
    config: training,
  };
  const captured = captureRun(run, limits);
  const name = facts.description || facts.architecture;
  const { length: tensors } = state.model.parameters;
  console.log(
    `On ${name}, ${tensors} tensors, ${captured.training.dispatches.length} dispatches a step.`,
  );
  const { batchesOf, initialWeights } = replay;
  return Trainer.create(context, { ...captured, corpora, batchesOf, initialWeights });
}

/** Largest difference to the recorded losses: of the first 100 steps, and of all. */
async function trainAlong(trainer: Trainer, recorded: readonly number[], steps: number) {
  const worst = { first: 0, all: 0 };
  while (trainer.step < steps) {
    await trainer.train(Math.min(steps, trainer.step + 100), (done) => {
      for (const { step, loss } of done) {
        const error = Math.abs(loss - recorded[step]!);
        worst.all = Math.max(worst.all, error);
        if (step < 100) worst.first = Math.max(worst.first, error);
      }
    });
    const ms = trainer.stepMs.toFixed(1);
    console.log(
      `${trainer.step} steps: ${ms} ms a step, to the recording ${worst.all.toExponential(2)}`,
    );
  }
  return worst;
}

async function wholeHeldOutLoss(trainer: Trainer): Promise<number> {
  const { corpora, shape } = trainer.setup;
  const starts: number[] = [];
  const last = corpora.validation.length - shape.seqLen - 1;
  for (let at = 0; at < last; at += shape.seqLen) starts.push(at);
  const means = await windowLosses(trainer, starts);
  return means.reduce((sum, mean) => sum + mean, 0) / means.length;
}

function verdict(passed: number, failed: number): number {
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

export async function main(args: readonly string[]): Promise<number> {
  const [folder, textFile] = args;
  if (!folder || !textFile) {
    console.error('npm run curve -- FOLDER TEXT [--steps N] [--own-seed S] [--device NAME]');
    return 2;
  }
  const ownSeed = flag(args, '--own-seed');
  const replay = readReplay(folder, textFile, ownSeed);
  const { train_loss: recorded, final_val_loss_full: recordedLoss } = replay.recording;
  const steps = Number(flag(args, '--steps') ?? recorded.length);
  const trainer = await openTrainer(replay, flag(args, '--device'));
  const worst = await trainAlong(trainer, recorded, steps);
  const loss = await wholeHeldOutLoss(trainer);
  console.log(
    `whole held-out loss ${loss.toFixed(4)} (recorded after ${recorded.length} steps: ${recordedLoss.toFixed(4)})`,
  );
  if (ownSeed !== undefined) {
    const passes = steps < recorded.length || loss <= 1.95;
    return verdict(Number(passes), Number(!passes));
  }
  console.log(
    `largest difference: first 100 ${worst.first.toExponential(2)} (at most 1e-4), all ${worst.all.toExponential(2)} (at most 1e-3)`,
  );
  const failed = Number(worst.first > 1e-4) + Number(worst.all > 1e-3);
  return verdict(2 - failed, failed);
}
