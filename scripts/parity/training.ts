// A recorded training run, done again by the trainer itself from the same weights and batches:
// every loss, gradient norm and learning rate, and the parameters at the end.
import path from 'node:path';
import type { Weights } from '../../src/training/parameters';
import { buildModel } from '../../src/training/models/model';
import type { TrainingConfig } from '../../src/training/run/config';
import { trainingSchema } from '../../src/training/run/config';
import { captureRun } from '../../src/training/run/captureRun';
import { nextTokens, type BatchShape } from '../../src/training/run/objective';
import { trainingState } from '../../src/training/run/state';
import { Trainer } from '../../src/training/run/trainer';
import type { TrainedStep } from '../../src/training/run/trainerSetup';
import { caseTensors, openTensors, type Case, type Environment, type Prepared } from './case';
import type { Numbers } from './numbers';
import { compareAll, expectation, type Expected } from './compare';
import { compareFinal, type FinalCheck } from './compareFinal';
import type { Engine } from './engine';
import { loadModel } from './models';
import { Params } from './opTable';
import { taskOf, type Task } from './trainingTasks';

export async function training(testCase: Case, environment: Environment): Promise<Prepared> {
  const { json } = testCase;
  const params = new Params(json.params);
  const file = caseTensors(testCase);
  const replay = replayOf(testCase, params);
  const check = json.check as Readonly<Record<string, FinalCheck>> | undefined;
  const expected = new Map<string, Expected>();
  for (const name of file.names.filter((one) => one.startsWith('out.'))) {
    expected.set(name, expectation(file, name, json.check?.[name]));
  }
  expected.set('in.lr', { want: file.floats('in.lr'), check: { atol: 1e-10, rtol: 1e-6 } });
  const engine = await environment.engine();
  return {
    async run() {
      const { curves, first, last } = await replay(engine);
      const { start, base, merge } = replay;
      const round = compareAll(curves, expected);
      const results = new Map<string, Numbers>(curves);
      const problems = [...round.problems];
      let worst = round.worst;
      for (const [step, got, from] of [
        ['step1', first, start],
        ['final', last, start],
        ['merged', merge?.(last) ?? last, base],
      ] as const) {
        const want = parametersOf(file, step);
        if (want.size === 0 || !check?.final) continue;
        const verdict = compareFinal(step, got, want, from, check.final);
        worst = Math.max(worst, verdict.worst);
        problems.push(...verdict.problems);
        for (const [name, values] of got) results.set(`${step}.${name}`, values);
      }
      return { worst, problems, results };
    },
  };
}

function parametersOf(file: ReturnType<typeof caseTensors>, name: string): Weights {
  const prefix = `${name}.`;
  const names = file.names.filter((name) => name.startsWith(prefix));
  return new Map(names.map((name) => [name.slice(prefix.length), file.floats(name)]));
}

/** Where the cases say it otherwise. */
const PART_NAMES: Readonly<Record<string, string>> = { kl: 'out.kl_T2' };

interface Replayed {
  readonly curves: Map<string, Numbers>;
  readonly first: Weights;
  readonly last: Weights;
}

/** Everything that does not depend on the device, and a function that trains from the start. */
function replayOf(testCase: Case, params: Params) {
  const { folder } = testCase;
  const weights = path.join(folder, 'init.safetensors');
  const base = loadModel(path.join(folder, 'config.json'), weights);
  const batches = openTensors(path.join(folder, 'batches.safetensors'));
  const [steps, batch, seqLen] = batches.entry('x').shape as [number, number, number];
  const task = taskOf(testCase, params, base, batches);
  const schedule = trainingConfig(params, steps, batch);
  const run = async (engine: Engine): Promise<Replayed> => {
    const trainer = await createTrainer(engine, task, base, schedule, { batch, seqLen });
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
    for (const part of Object.keys(trained[0]!.terms)) {
      curves.set(
        PART_NAMES[part] ?? `out.${part}`,
        curve(({ terms: parts }) => parts[part]!),
      );
    }
    return { curves, first, last };
  };
  return Object.assign(run, { start: task.values, base: base.values, merge: task.merge });
}

async function copyOf(trainer: Trainer): Promise<Weights> {
  return new Map([...(await trainer.weights())].map(([name, values]) => [name, values.slice()]));
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

async function createTrainer(
  engine: Engine,
  { parts, values, fixed, objective, corpus, stride }: Task,
  { config, vocabSize }: ReturnType<typeof loadModel>,
  training: TrainingConfig,
  shape: BatchShape,
): Promise<Trainer> {
  const state = trainingState(buildModel(config, vocabSize), training, parts);
  const corpora = { train: corpus, validation: corpus };
  const evaluation = nextTokens(state.model, shape.batch);
  const run = {
    state,
    training: { ...evaluation, objective },
    shape,
    evaluation,
    evaluationShape: shape,
    corpora,
    config: training,
  };
  return Trainer.create(engine.context, {
    ...captureRun(run, engine.context.open.limits),
    corpora,
    batchesOf: (step) =>
      Int32Array.from({ length: shape.batch }, (_, row) => (step * shape.batch + row) * stride),
    initialWeights: state.parameters.pack(values),
    fixed,
  });
}
