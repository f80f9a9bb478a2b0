// Compress and compare: makes the variants of a trained model one after another, evaluates each on the
// same held-out examples, then measures all of them side by side. Tells what it has after every piece;
// a variant that cannot be made is reported and left out of what follows.
import type { ComputeContext } from '../../../gpu/compute';
import type { Model } from '../../../training/models/interfaces';
import { comparedDevice, measureDevices } from './devices';
import type { CompareMethod, VariantRow } from '../../protocol/compare';
import type { AnySource, Board, Contest, Entry, Opened } from './contest/contest';
import { LanguageContest } from './contest/languageContest';
import { ObjectiveContest } from './contest/objectiveContest';
import { openedAny } from './contest/openedAny';
import { EMPTY_ROW } from './emptyRow';
import { pieces, withRow, type PhaseWeights } from '../progress';
import { describeModel } from '../describe';
import type { Study, StudyJob } from '../study';
import { toErrorData } from '../../lab/labError';
import { defaultVariants } from '../compress/defaults';
import { checkVariants, honestyOf, isTraining } from '../compress/spec';
import type { DeviceKind } from '../../protocol/device';
import type { VariantSpec } from '../../protocol/variant';
import type { Piece } from '../compress/stages';
import { HeldVariants } from '../compress/held';
import { hasReadText } from '../studyText';

/** A recovery takes about as long as this many variants without one. */
const RECOVERY_WEIGHT = 4;
const SPEED_WEIGHT = 8;
const TOGETHER_WEIGHT = 1;

function weightsOf(specs: readonly VariantSpec[], isTogether: boolean): PhaseWeights<'compare'> {
  const trainings = ({ stages }: VariantSpec): number => stages.filter(isTraining).length;
  return {
    variants: specs.map((spec) => 1 + (RECOVERY_WEIGHT - 1) * trainings(spec)),
    speed: [SPEED_WEIGHT],
    together: pieces(isTogether ? specs.length : 0, TOGETHER_WEIGHT),
  };
}

export const compare: Study<'compare'> = async (job) => {
  const own = await openedAny(job, job.request, job.signal);
  if (own.kind === 'text') await new Comparison(job, new LanguageContest(job, own.source)).run();
  else await new Comparison(job, new ObjectiveContest(job, own.source)).run();
};

class Comparison<M extends Model, S extends AnySource<M>, O extends Opened> {
  /** For whoever keeps what was made. */
  readonly #held = new HeldVariants();
  readonly #job: StudyJob<'compare'>;
  readonly #contest: Contest<M, S, O>;
  /** The first is what the others are held against. */
  readonly #specs: readonly VariantSpec[];
  readonly #entries = new Map<string, Entry<S, O>>();
  readonly #board: Board;

  constructor(job: StudyJob<'compare'>, contest: Contest<M, S, O>) {
    const { devices, request, progress, made } = job;
    this.#job = job;
    this.#contest = contest;
    const { variants = defaultVariants(contest.own.trained.config, devices.own), others = [] } =
      request;
    this.#specs = checkVariants([
      ...variants,
      ...others.map((base, i) => ({ id: `model_${i + 1}`, base, stages: [] })),
    ]);
    this.#board = {
      row: (id) => progress.result.rows.find((row) => row.id === id),
      change: (change) =>
        progress.change({ rows: withRow(progress.result.rows, change, EMPTY_ROW) }),
      describe: (change) => progress.change({ method: { ...progress.result.method, ...change } }),
    };
    const method = this.#describe();
    const weights = weightsOf(this.#specs, method.texts.length > 0);
    progress.begin(weights, { method, rows: [], samples: [], harnessShare: null });
    made.variants = this.#held;
  }

  async run(): Promise<void> {
    const { signal } = this.#job;
    try {
      for (const spec of this.#specs) {
        if (!signal.aborted) await this.#evaluate(spec);
      }
      if (!signal.aborted) await this.#measure();
    } finally {
      for (const { compared } of this.#entries.values()) await compared.destroy();
    }
  }

  async #evaluate(spec: VariantSpec): Promise<void> {
    const { id, stages, place } = spec;
    const { context, devices, progress, signal } = this.#job;
    const device = place ?? devices.own;
    let row: Partial<VariantRow> & Pick<VariantRow, 'id'> = { id, stages, place, device };
    try {
      const source = await this.#contest.source(spec.base);
      const isStored = source.trained.packed !== undefined;
      const hasRead = hasReadText(source.provenance?.data, this.#contest.own.config.data);
      row = { ...row, model: source.name, hasReadText: hasRead, ...(isStored && { isStored }) };
      const on = await this.#on(device);
      row = { ...row, honesty: honestyOf(stages, on.open.limits.dot4) };
      progress.enter('variants', { stages, place, model: source.name, isStored });
      const piece = await source.maker.make(stages, (share) => progress.tell(share));
      if (signal.aborted) return;
      const entry = await this.#open(spec, source, piece, on);
      const evaluated = await this.#contest.evaluate(source, entry.compared);
      if (signal.aborted) return;
      const { loadMs } = entry;
      this.#board.change({ ...row, ...evaluated, recoverySteps: piece.trainedSteps, loadMs });
      // It is drawn before it is asked anything.
      progress.tell(1, true);
      this.#board.change({ id, evalTasks: await this.#contest.ask(source, entry.compared) });
    } catch (thrown) {
      context.faults.throwIfFailed();
      if (spec === this.#specs[0]) throw thrown;
      // Of what failed nothing is said but that.
      this.#board.change({ ...EMPTY_ROW, ...row, error: toErrorData(thrown) });
    }
  }

  /** Makes a variant ready to run. */
  async #open(spec: VariantSpec, source: S, piece: Piece<M>, on: ComputeContext) {
    const fromMs = performance.now();
    const compared = await this.#contest.open(on, piece, source);
    const loadMs = performance.now() - fromMs;
    this.#entries.set(spec.id, { spec, source, compared });
    this.#hold(spec, source, piece);
    return { compared, loadMs };
  }

  /** What went through no stage is a model already. */
  #hold({ id, base, stages }: VariantSpec, source: S, piece: Piece<M>): void {
    const { name, tokenizer, provenance } = source;
    const from = base ?? this.#job.request.model;
    if (stages.length === 0) return;
    const { config } = this.#contest.own;
    const origin = { kind: 'variant', name: name ?? config.name, base: from, stages } as const;
    this.#held.hold(id, { piece, tokenizer, provenance, generation: config.sample, origin });
  }

  /** The device, which is described once something runs on it. */
  async #on(kind: DeviceKind): Promise<ComputeContext> {
    const on = await this.#job.devices.open(kind);
    const { devices } = this.#job.progress.result.method;
    if (!devices.some((known) => known.kind === kind)) {
      this.#board.describe({ devices: [...devices, comparedDevice(kind, on)] });
    }
    return on;
  }

  async #measure(): Promise<void> {
    const { devices, progress } = this.#job;
    progress.enter('speed');
    const { method } = progress.result;
    this.#board.describe({ devices: await measureDevices(method.devices, devices) });
    const evaluated = [...this.#entries.values()].filter(
      ({ spec }) => this.#board.row(spec.id)?.error === null,
    );
    await this.#contest.measure(evaluated, this.#board);
  }

  #describe(): CompareMethod {
    const { config, steps, trained } = this.#contest.own;
    const { context, devices, request } = this.#job;
    return {
      devices: [comparedDevice(devices.own, context)],
      runName: config.name,
      model: describeModel(trained.config),
      trainedSteps: steps,
      seed: config.training.seed,
      watts: request.watts ?? null,
      startedAt: new Date().toISOString(),
      ...this.#contest.method(),
    };
  }
}
