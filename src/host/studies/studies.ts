// Longer work on whole models: comparisons, pruning, distillations, fine-tuning studies. One at a time,
// as they measure and need the memory: a new one, or a new run, stops the one before.
import { BenchtopError } from '../../gpu/errors';
import type { GpuContext } from '../../gpu/replay';
import type { ExportedModel } from '../../training/io/exportFolder';
import type { BaseRef } from '../../training/models/baseModel';
import type { Bases } from '../lab/bases';
import { Comparison } from './compare/compare';
import type { CompareRequest, CompareResult, CompareUpdate } from '../protocol/compare';
import type { Comparable } from './compare/setup';
import { CompareWatch } from './surroundings';
import type { PrepareOptions } from '../data/corpus';
import { Distillation } from './distill/distill';
import { keepStudent, type Student } from './distill/kept';
import { ClassDistillation } from './distill/classes';
import { classSourceOf } from './distill/classSource';
import { LanguageDistillation } from './distill/language';
import { isClassTask, refuseEarly } from './distill/plan';
import type { DistillRequest, DistillResult, DistillUpdate } from '../protocol/distill';
import { comparableOf, teacherOf } from './distill/source';
import type { LabEvent } from '../protocol/lab';
import type { Run } from '../run/run';
import type { RunKeeper } from '../run/runKeeper';
import { PruningStudy } from './pruning/pruning';
import type { PruningRequest, PruningResult, PruningUpdate } from '../protocol/pruning';
import type { FinetuneRequest, FinetuneResult, FinetuneUpdate } from '../protocol/finetune';
import { type FinetuneHost, FinetuneStudy } from './finetune/finetune';
import type { KernelTuner } from '../lab/kernelTuner';
import { letGo, type ExportedVariant, type HeldVariants } from './compress/held';

/** What studies need of the lab. */
export interface StudyHost extends FinetuneHost {
  readonly bases: Bases;
  readonly readAsset: PrepareOptions['readAsset'];
  /** @throws DeviceError no_adapter where none is open */
  device(): { context: GpuContext; tuner: KernelTuner };
  /** @throws BenchtopError unknown_run */
  run(runId: string): Run;
  /** Whether some run trains now, which spoils what is measured. */
  isTraining(): boolean;
  keeper(): RunKeeper | null;
  tell(event: LabEvent): void;
}

export type StudyKind = 'compare' | 'pruning' | 'distill' | 'finetune';

interface Study<Result> {
  run(): Promise<Result>;
  stop(): void;
}

interface Open {
  readonly work: Study<unknown>;
  readonly watch: CompareWatch | undefined;
}

export class Studies {
  readonly #host: StudyHost;
  readonly #open = new Map<StudyKind, Open>();
  /** The last one's run stays open until the next begins. */
  #tuning: FinetuneStudy | null = null;
  #distilled: ExportedModel | null = null;
  #held: HeldVariants | null = null;

  constructor(host: StudyHost) {
    this.#host = host;
  }

  /** What the last distillation of a classifier has made. @throws BenchtopError nothing_to_export */
  distilledClassifier(): ExportedModel {
    if (this.#distilled) return this.#distilled;
    throw new BenchtopError('nothing_to_export', 'No classifier has been distilled yet.');
  }

  stop(kind: StudyKind): void {
    this.#open.get(kind)?.work.stop();
  }

  stopAll(): void {
    for (const { work } of this.#open.values()) work.stop();
  }

  /** What is measured while the page is hidden does not count. */
  setHidden(isHidden: boolean): void {
    for (const { watch } of this.#open.values()) watch?.setHidden(isHidden);
  }

  async compare(
    request: CompareRequest,
    onUpdate: (update: CompareUpdate) => void,
  ): Promise<CompareResult> {
    const { context } = this.#host.device();
    const source = await this.#compared(request);
    const watch = this.#watch(context);
    const open = (base: BaseRef) => this.#host.bases.open(base);
    const work = new Comparison(context, source, request, watch, onUpdate, open);
    this.#held = work.held;
    return this.#only('compare', work, watch);
  }

  /** What the last comparison made under this id. @throws BenchtopError variant_let_go */
  async variant(id: string): Promise<ExportedVariant> {
    if (!this.#held) throw letGo(id);
    return this.#held.exported(id, this.#host.device().context);
  }

  async pruning(
    request: PruningRequest,
    onUpdate: (update: PruningUpdate) => void,
  ): Promise<PruningResult> {
    const { context } = this.#host.device();
    const source = await this.#host.run(request.runId).comparable();
    return this.#only('pruning', new PruningStudy(context, source, request, onUpdate));
  }

  async distill(
    request: DistillRequest,
    onUpdate: (update: DistillUpdate) => void,
  ): Promise<DistillResult> {
    refuseEarly(request);
    const host = this.#host;
    const { context, tuner } = host.device();
    const setup = {
      context,
      autotuneFor: (capture: Parameters<KernelTuner['autotuneFor']>[0]) =>
        tuner.autotuneFor(capture),
      readAsset: host.readAsset,
    };
    const watch = this.#watch(context);
    const keep = (student: Student): void => {
      const keeper = host.keeper();
      if (keeper) keepStudent(keeper, (event) => host.tell(event), student);
    };
    const keepDistilled = (distilled: ExportedModel): void => void (this.#distilled = distilled);
    const work = isClassTask(request)
      ? new Distillation(
          request,
          async (told) => {
            const source = await classSourceOf(request, setup, host, told);
            return new ClassDistillation(
              { context, watch, keep: keepDistilled },
              request,
              source,
              told,
            );
          },
          onUpdate,
        )
      : new Distillation(
          request,
          async (told) => {
            const source = await teacherOf(request, setup, host, told);
            return LanguageDistillation.create({ context, watch, keep }, request, source, told);
          },
          onUpdate,
        );
    return this.#only('distill', work, watch);
  }

  async finetune(
    request: FinetuneRequest,
    onUpdate: (update: FinetuneUpdate) => void,
  ): Promise<FinetuneResult> {
    this.stopAll();
    await this.#tuning?.dispose();
    this.#tuning = new FinetuneStudy(this.#host, request, onUpdate);
    return this.#only('finetune', this.#tuning);
  }

  /** @throws BenchtopError nothing_to_compare | unknown_run | unknown_base */
  async #compared({ runId, base, settings, text }: CompareRequest): Promise<Comparable> {
    if (runId !== undefined) return this.#host.run(runId).comparable();
    if (base?.kind === 'run') return this.#host.run(base.runId).comparable();
    if (!base || !settings) {
      throw new BenchtopError('nothing_to_compare', 'There is no model to compare.');
    }
    const { bases, readAsset } = this.#host;
    const { signal } = new AbortController();
    return comparableOf(await bases.open(base), { settings, text }, readAsset, { signal });
  }

  #watch(context: GpuContext): CompareWatch {
    return new CompareWatch(context, () => this.#host.isTraining());
  }

  async #only<Result>(kind: StudyKind, work: Study<Result>, watch?: CompareWatch): Promise<Result> {
    this.stopAll();
    const open = { work, watch };
    this.#open.set(kind, open);
    try {
      return await work.run();
    } finally {
      if (this.#open.get(kind) === open) this.#open.delete(kind);
    }
  }
}
