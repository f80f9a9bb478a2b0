// A recorded training run, replayed by the trainer itself from the same weights and batches:
// every loss, gradient norm and learning rate, and the parameters at the end.
import path from 'node:path';
import { buildModel } from '../../src/training/models/model';
import type { ModelConfig, TrainingConfig } from '../../src/training/run/config';
import { trainingSchema } from '../../src/training/run/config';
import { isMatrix } from '../../src/training/parameters';
import { trainingState } from '../../src/training/run/state';
import { captureEvaluation, captureTraining } from '../../src/training/run/stepProgram';
import { Trainer, type TrainedStep } from '../../src/training/run/trainer';
import {
  caseTensors,
  NotYet,
  openTensors,
  type Case,
  type Environment,
  type Numbers,
  type Prepared,
} from './case';
import { compareAll, expectation, type Expected } from './compare';
import { compareFinal, type FinalCheck } from './compareFinal';
import type { Engine } from './engine';
import { loadModel } from './models';
import { Params } from './opTable';

type Weights = Map<string, Float32Array<ArrayBuffer>>;

export async function languageModel(testCase: Case, environment: Environment): Promise<Prepared> {
  const { json, folder } = testCase;
  const params = new Params(json.params);
  const file = caseTensors(testCase);
  const replay = replayOf(folder, params);
  const check = json.check as Readonly<Record<string, FinalCheck>> | undefined;
  const expected = new Map<string, Expected>();
  for (const name of ['out.losses', 'out.grad_norms']) {
    expected.set(name, expectation(file, name, json.check?.[name]));
  }
  expected.set('in.lr', { want: file.floats('in.lr'), check: { atol: 1e-10, rtol: 1e-6 } });
  const engine = await environment.engine();
  return {
    async run() {
      const { curves, first, last } = await replay(engine);
      const round = compareAll(curves, expected);
      const results = new Map<string, Numbers>(curves);
      const problems = [...round.problems];
      let worst = round.worst;
      for (const [stage, got] of [
        ['step1', first],
        ['final', last],
      ] as const) {
        const want = parametersOf(file, stage);
        if (want.size === 0 || !check?.final) continue;
        const verdict = compareFinal(stage, got, want, replay.start, check.final);
        worst = Math.max(worst, verdict.worst);
        problems.push(...verdict.problems);
        for (const [name, values] of got) results.set(`${stage}.${name}`, values);
      }
      return { worst, problems, results };
    },
  };
}

function parametersOf(file: ReturnType<typeof caseTensors>, stage: string): Weights {
  const prefix = `${stage}.`;
  const names = file.names.filter((name) => name.startsWith(prefix));
  return new Map(names.map((name) => [name.slice(prefix.length), file.floats(name)]));
}

interface Replayed {
  readonly curves: Map<string, Numbers>;
  readonly first: Weights;
  readonly last: Weights;
}

/** Everything that does not depend on the device, and a function that trains from the start. */
function replayOf(folder: string, params: Params) {
  const weights = path.join(folder, 'init.safetensors');
  const { config, vocabSize, values } = loadModel(path.join(folder, 'config.json'), weights);
  const batches = openTensors(path.join(folder, 'batches.safetensors'));
  const [steps, batch, seqLen] = batches.entry('x').shape as [number, number, number];
  const corpus = corpusOf(batches.ints('x'), batches.ints('y'), seqLen);
  const schedule = trainingConfig(params, steps, batch);
  const run = async (engine: Engine): Promise<Replayed> => {
    const trainer = await createTrainer(engine, {
      config,
      vocabSize,
      values,
      // SGD and the AdamW beside Muon know no groups: all decays.
      decayAll: !params.has('decay') || params.text('decay') === 'all',
      schedule,
      shape: { batch, seqLen },
      corpus,
    });
    const trained: TrainedStep[] = [];
    const note = (done: TrainedStep[]): void => void trained.push(...done);
    await trainer.train(1, note);
    const first = await copyOf(trainer);
    await trainer.train(steps, note);
    const last = await copyOf(trainer);
    trainer.destroy();
    trained.sort((a, b) => a.step - b.step);
    const curve = (pick: (step: TrainedStep) => number): Numbers =>
      Float32Array.from(trained, pick);
    const curves = new Map<string, Numbers>([
      ['out.losses', curve(({ loss }) => loss)],
      ['out.grad_norms', curve(({ gradNorm }) => gradNorm)],
      ['in.lr', curve(({ learningRate }) => learningRate)],
    ]);
    return { curves, first, last };
  };
  return Object.assign(run, { start: values as ReadonlyMap<string, Float32Array> });
}

async function copyOf(trainer: Trainer): Promise<Weights> {
  return new Map([...(await trainer.weights())].map(([name, values]) => [name, values.slice()]));
}

/** The trainer reads windows of one corpus: each batch row becomes a window of its own. */
function corpusOf(x: Int32Array, y: Int32Array, seqLen: number): Int32Array<ArrayBuffer> {
  const rows = x.length / seqLen;
  const corpus = new Int32Array(rows * (seqLen + 1));
  for (let row = 0; row < rows; row++) {
    const window = x.subarray(row * seqLen, (row + 1) * seqLen);
    const targets = y.subarray(row * seqLen, (row + 1) * seqLen);
    if (targets.some((id, t) => t + 1 < seqLen && id !== window[t + 1])) {
      throw new NotYet('targets that are not the next tokens');
    }
    corpus.set(window, row * (seqLen + 1));
    corpus[(row + 1) * (seqLen + 1) - 1] = targets[seqLen - 1]!;
  }
  return corpus;
}

function trainingConfig(params: Params, steps: number, batch: number): TrainingConfig {
  const optional = (name: string): number => (params.has(name) ? params.number(name) : 0);
  const optim = params.text('optimizer');
  // Muon's case keeps what concerns its AdamW apart.
  const adam = params.has('aux') ? params.inner('aux') : params;
  const [beta1, beta2] = adam.has('betas') ? adam.list('betas') : [];
  return trainingSchema.parse({
    per_device_train_batch_size: batch,
    max_steps: steps,
    learning_rate: params.number('lr'),
    min_learning_rate: optional('min_lr'),
    lr_scheduler_type: params.has('min_lr') || params.has('warmup') ? 'cosine' : 'constant',
    warmup_steps: optional('warmup'),
    optim,
    weight_decay: params.number('weight_decay'),
    adam_beta1: beta1,
    adam_beta2: beta2,
    adam_epsilon: adam.has('eps') ? adam.number('eps') : undefined,
    momentum: optional('momentum'),
    nesterov: params.has('nesterov') && params.flag('nesterov'),
    ns_steps: params.has('ns_steps') ? params.number('ns_steps') : undefined,
    aux_learning_rate: params.has('aux') ? adam.number('lr') : undefined,
    aux_weight_decay: params.has('aux') ? adam.number('weight_decay') : undefined,
    max_grad_norm: optional('clip'),
    seed: 1,
  });
}

interface Start {
  readonly config: ModelConfig;
  readonly vocabSize: number;
  readonly values: ReadonlyMap<string, Float32Array>;
  readonly decayAll: boolean;
  readonly schedule: TrainingConfig;
  readonly shape: { readonly batch: number; readonly seqLen: number };
  readonly corpus: Int32Array<ArrayBuffer>;
}

async function createTrainer(engine: Engine, start: Start): Promise<Trainer> {
  const { schedule, shape, corpus } = start;
  const { limits } = engine.context.open;
  const model = buildModel(start.config, start.vocabSize);
  const state = trainingState(model, schedule, start.decayAll ? () => true : isMatrix);
  const stride = shape.seqLen + 1;
  return Trainer.create(engine.context, {
    state,
    training: captureTraining(state, shape, corpus.length, schedule, limits),
    evaluation: captureEvaluation(state, shape, corpus.length, limits),
    shape,
    evaluationShape: shape,
    config: schedule,
    corpora: { train: corpus, validation: corpus },
    offsetsOf: (step) =>
      Int32Array.from({ length: shape.batch }, (_, row) => (step * shape.batch + row) * stride),
    initialWeights: state.parameters.pack(start.values),
  });
}
