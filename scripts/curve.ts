// Replays a recorded PyTorch run (same initial weights, same batches) and compares every loss:
// npm run curve -- FOLDER TEXT [--steps N]. With --own-seed S it trains from its own start instead.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openDevice } from '../src/gpu/device';
import { GpuContext } from '../src/gpu/replay';
import { openNodeGpu } from '../src/host/drivers';
import { batchOffsets } from '../src/training/data/dataset';
import { SafetensorsFile } from '../src/training/io/safetensors';
import { buildModel } from '../src/training/models/model';
import { modelSchema, trainingSchema } from '../src/training/run/config';
import { trainingState } from '../src/training/run/state';
import { captureEvaluation, captureTraining } from '../src/training/run/stepProgram';
import { Trainer } from '../src/training/run/trainer';
import { CharTokenizer } from '../src/training/tokenizers/char';

interface Recording {
  config: Record<string, number | boolean | string>;
  vocab: string;
  train_tokens: number;
  train_loss: number[];
  final_val_loss_full: number;
}

/** The recorded configuration in our words. */
function configsOf({ config }: Recording, steps: number) {
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
  return { model, training, steps };
}

const readBytes = (file: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(file));

function flag(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}

export async function main(args: readonly string[]): Promise<number> {
  const [folder, textFile] = args;
  if (!folder || !textFile) {
    console.error('npm run curve -- FOLDER TEXT [--steps N] [--own-seed S] [--device NAME]');
    return 2;
  }
  const recording = JSON.parse(readFileSync(path.join(folder, 'curve.json'), 'utf8')) as Recording;
  const steps = Number(flag(args, '--steps') ?? recording.train_loss.length);
  const ownSeed = flag(args, '--own-seed');
  const { model: modelConfig, training } = configsOf(recording, steps);
  const text = readFileSync(textFile, 'utf8');
  const tokens = CharTokenizer.train(text).encode(text);
  const corpora = {
    train: tokens.slice(0, recording.train_tokens) as Int32Array<ArrayBuffer>,
    validation: tokens.slice(recording.train_tokens) as Int32Array<ArrayBuffer>,
  };
  const batches = new SafetensorsFile(readBytes(path.join(folder, 'batches.safetensors')));
  const init = new SafetensorsFile(readBytes(path.join(folder, 'init.safetensors')));
  const model = buildModel(modelConfig, recording.vocab.length);
  const state = trainingState(model, training);
  const seqLen = model.contextLength;
  const shape = { batch: training.per_device_train_batch_size, seqLen };
  const evaluationShape = { batch: 48, seqLen };
  const context = new GpuContext(await openDevice(openNodeGpu(flag(args, '--device'))));
  const { limits, facts } = context.open;
  console.log(`On ${facts.description || facts.architecture}, ${model.parameters.length} tensors.`);
  const recordedOffsets = batches.ints('train_offsets');
  const windowCount = corpora.train.length - seqLen;
  const batchesOf = (step: number): Int32Array<ArrayBuffer> =>
    ownSeed === undefined
      ? recordedOffsets.slice(step * shape.batch, (step + 1) * shape.batch)
      : batchOffsets(Number(ownSeed), step, shape.batch, windowCount);
  const initialWeights =
    ownSeed === undefined
      ? state.parameters.pack(new Map(init.names.map((name) => [name, init.floats(name)])))
      : state.parameters.initialWeights(Number(ownSeed));
  const captured = captureTraining(state, shape, corpora.train.length, training, limits);
  const evaluation = captureEvaluation(state, evaluationShape, corpora.validation.length, limits);
  console.log(`${captured.dispatches.length} dispatches a step.`);
  const trainer = await Trainer.create(context, {
    state,
    training: captured,
    evaluation,
    shape,
    evaluationShape,
    config: training,
    corpora,
    batchesOf,
    initialWeights,
  });
  let worst = 0;
  let worst100 = 0;
  const from = performance.now();
  for (
    let until = Math.min(100, steps);
    trainer.step < steps;
    until = Math.min(steps, until + 100)
  ) {
    await trainer.train(until, (done) => {
      for (const { step, loss } of done) {
        const error = Math.abs(loss - recording.train_loss[step]!);
        worst = Math.max(worst, error);
        if (step < 100) worst100 = Math.max(worst100, error);
      }
    });
    const compared =
      ownSeed === undefined ? `largest difference so far ${worst.toExponential(2)}, ` : '';
    console.log(`${trainer.step} steps: ${compared}${trainer.stepMs.toFixed(1)} ms a step`);
  }
  const perStep = (performance.now() - from) / steps;
  const starts: number[] = [];
  for (let at = 0; at < corpora.validation.length - seqLen - 1; at += seqLen) starts.push(at);
  const means = await trainer.evaluate(starts);
  const loss = means.reduce((sum, mean) => sum + mean, 0) / means.length;
  console.log(
    `whole held-out loss ${loss.toFixed(4)} (recorded after ${recording.train_loss.length} steps: ${recording.final_val_loss_full.toFixed(4)}); ${perStep.toFixed(1)} ms a step`,
  );
  if (ownSeed !== undefined) {
    const passes = steps < recording.train_loss.length || loss <= 1.95;
    console.log(passes ? '1 passed, 0 failed' : '0 passed, 1 failed');
    return passes ? 0 : 1;
  }
  console.log(
    `largest difference: first 100 ${worst100.toExponential(2)} (at most 1e-4), all ${worst.toExponential(2)} (at most 1e-3)`,
  );
  const failed = Number(worst100 > 1e-4) + Number(worst > 1e-3);
  console.log(`${2 - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
