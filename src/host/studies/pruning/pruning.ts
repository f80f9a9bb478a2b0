// One press, three pictures: how much can be pruned (0 to 90 %, each matrix by itself or all together,
// some of it recovered), the layer sensitivity, and what the calibration of INT8 and INT4 is worth.
import { masked } from '../../../training/compress/maskArena';
import { pruneEach, pruneTogether, type PruneMask } from '../../../training/compress/prune';
import { roundedInt4 } from '../../../training/compress/roundInt4';
import { sparseBytes, toBitmask } from '../../../training/compress/sparse';
import type { Model } from '../../../training/models/interfaces';
import { ParameterSet, type Weights } from '../../../training/parameters';
import { lookUp } from '../../../training/run/state';
import { calibrationTable } from './calibration';
import { openedAny } from '../compare/contest/openedAny';
import { recoveryStepsOf } from '../compare/contest/setup';
import { DeviceStack } from '../deviceStack';
import type { Study, StudyJob } from '../study';
import type { PruneScope, PruningPoint } from '../../protocol/pruning';
import { rateAfterPruning } from '../compress/spec';
import { recover } from '../compress/recovery';
import { figuresOf, withSubject, type Subject, type Timer } from './subject';

const AMOUNTS = Array.from({ length: 10 }, (_, i) => i / 10);
/** Recovered: nothing pruned, as the control, the usual amount, half, and what no longer comes back. */
const RECOVERED: readonly number[] = [0, 0.2, 0.5, 0.8];
const SENSITIVITY_AMOUNT = 0.5;
const ROUNDS = 4;

const WEIGHTS = { pruning: [0.3], recovery: [0.45], sensitivity: [0.15], calibration: [0.1] };

export const pruning: Study<'pruning'> = async (job) => {
  const opened = await openedAny(job, job.request, job.signal);
  await withSubject(opened, (subject) => new Pruning(job, subject).run());
};

class Pruning<M extends Model> {
  readonly #job: StudyJob<'pruning'>;
  readonly #subject: Subject<M>;
  readonly #recoverySteps: number;
  /** The matrices that lose weights. */
  readonly #layers: readonly string[];

  constructor(job: StudyJob<'pruning'>, subject: Subject<M>) {
    this.#job = job;
    this.#subject = subject;
    const { recoverySteps = recoveryStepsOf(subject) } = job.request;
    this.#recoverySteps = recoverySteps;
    const { parameters } = subject.trained.model;
    this.#layers = parameters
      .filter(({ layout, shape }) => layout && shape.length === 2)
      .map(({ name }) => name);
    const { method, windows } = subject;
    job.progress.begin(WEIGHTS, {
      method,
      windows,
      recoverySteps,
      denseLoss: null,
      points: [],
      sensitivity: [],
      calibration: [],
    });
  }

  async run(): Promise<void> {
    const { context, progress, signal } = this.#job;
    const { trained } = this.#subject;
    const { model } = trained;
    const set = new ParameterSet(model.parameters);
    const weighted = { model, parameter: lookUp(set) };
    // Before any program needs it: all of them share this memory.
    const write = (weights: Weights): void => context.buffers.write(set.weights, set.pack(weights));
    const stack = new DeviceStack();
    try {
      write(trained.weights);
      const reader = await stack.add(this.#subject.reader(context, weighted));
      const timer = await stack.add(this.#subject.timer(context, weighted));
      const evaluate = async (weights: Weights) => {
        write(weights);
        return figuresOf(this.#subject, await reader.read(signal));
      };
      await this.#curves(evaluate);
      await this.#timings(timer, write);
      await this.#recoveries(evaluate);
      await this.#sensitivities(evaluate);
    } finally {
      await stack.destroy();
      context.buffers.freeResident(set.weights.buffer);
    }
    if (signal.aborted) return;
    progress.enter('calibration');
    await calibrationTable({ context, signal }, this.#subject, (row, share) => {
      progress.change({ calibration: [...progress.result.calibration, row] });
      progress.tell(share, true);
    });
  }

  async #curves(evaluate: Evaluate): Promise<void> {
    const { progress, signal } = this.#job;
    const total = 2 * AMOUNTS.length;
    progress.enter('pruning');
    for (const scope of ['layer', 'global'] as const) {
      for (const amount of AMOUNTS) {
        if (signal.aborted) return;
        const { weights, diskBytes } = this.#pruned(scope, amount);
        const { loss, standardError } = await evaluate(weights);
        const point = { scope, amount, loss, standardError, diskBytes };
        const points = [
          ...progress.result.points,
          { ...point, decodeTps: null, recoveredLoss: null },
        ];
        const denseLoss = points.find((one) => one.amount === 0)?.loss ?? null;
        progress.change({ points, denseLoss });
        progress.tell(points.length / total, true);
      }
    }
  }

  /** What is known of the points of matrices pruned by themselves, later. */
  #fill(later: (amount: number) => Partial<PruningPoint>): void {
    const { progress } = this.#job;
    const points = progress.result.points.map((one) =>
      one.scope === 'layer' ? { ...one, ...later(one.amount) } : one,
    );
    progress.change({ points });
  }

  async #recoveries(evaluate: Evaluate): Promise<void> {
    const { learning, trained } = this.#subject;
    const { context, progress, signal } = this.#job;
    const steps = this.#recoverySteps;
    if (!signal.aborted) progress.enter('recovery');
    for (const [index, amount] of RECOVERED.entries()) {
      if (signal.aborted) return;
      const { weights, masks } = this.#pruned('layer', amount);
      const recovery = {
        context,
        learning,
        steps,
        rateShare: rateAfterPruning(amount),
        signal,
        masks,
        onStep: (done: number) => progress.tell((index + done / steps) / RECOVERED.length),
      };
      const back = await recover(recovery, { ...trained, weights });
      if (signal.aborted) return;
      const recoveredLoss = (await evaluate(back)).loss;
      this.#fill((one) => (one === amount ? { recoveredLoss } : {}));
    }
  }

  async #sensitivities(evaluate: Evaluate): Promise<void> {
    const { progress, signal } = this.#job;
    const { weights, model } = this.#subject.trained;
    const dense = progress.result.denseLoss ?? 0;
    if (!signal.aborted) progress.enter('sensitivity');
    for (const [index, name] of this.#layers.entries()) {
      if (signal.aborted) return;
      const values = weights.get(name)!;
      const { shape, layout } = model.parameters.find((one) => one.name === name)!;
      const riseWith = async (changed: Float32Array<ArrayBuffer>): Promise<number> =>
        (await evaluate(new Map(weights).set(name, changed))).loss - dense;
      const [mask] = pruneEach([values], SENSITIVITY_AMOUNT);
      const [first, second] = shape as [number, number];
      const row = {
        name,
        parameters: values.length,
        pruned: await riseWith(masked(values, mask!)),
        int4: await riseWith(roundedInt4(values, [first, second], layout !== 'conv1d')),
      };
      progress.change({ sensitivity: [...progress.result.sensitivity, row] });
      progress.tell((index + 1) / this.#layers.length, true);
    }
  }

  #pruned(scope: PruneScope, amount: number): Pruned {
    const { weights } = this.#subject.trained;
    const tensors = this.#layers.map((name) => weights.get(name)!);
    const list = (scope === 'layer' ? pruneEach : pruneTogether)(tensors, amount);
    const masks = new Map(this.#layers.map((name, i) => [name, list[i]!]));
    const cut: Weights = new Map(weights);
    let diskBytes = 0;
    for (const [name, values] of weights) {
      const mask = amount > 0 && masks.get(name);
      if (mask) cut.set(name, masked(values, mask));
      diskBytes += mask ? sparseBytes(toBitmask(values, mask)) : values.byteLength;
    }
    return { weights: cut, masks, diskBytes };
  }

  /**
   * The fastest of some with each amount: whatever else goes on only makes one slower. Amounts take
   * turns, so that drift falls on all alike. Where the zeros are makes no difference.
   */
  async #timings(timer: Timer, write: (weights: Weights) => void): Promise<void> {
    const { signal } = this.#job;
    const best = new Map<number, number>();
    for (let round = 0; round < ROUNDS; round++) {
      for (const amount of AMOUNTS) {
        if (signal.aborted) return;
        write(this.#pruned('layer', amount).weights);
        best.set(amount, Math.max(await timer.rate(), best.get(amount) ?? 0));
      }
    }
    this.#fill((amount) => ({ decodeTps: best.get(amount) ?? null }));
  }
}

type Evaluate = (weights: Weights) => Promise<Pick<PruningPoint, 'loss' | 'standardError'>>;

interface Pruned {
  readonly weights: Weights;
  readonly masks: ReadonlyMap<string, PruneMask>;
  readonly diskBytes: number;
}
