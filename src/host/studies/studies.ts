// Runs studies, one at a time, as they measure and need the memory: a new one waits until those before have
// left the device.
import type { BaseRef } from '../../training/models/baseModel';
import { GpuError } from '../../gpu/errors';
import type { ExportedModel } from '../../training/io/exportFolder';
import { hostError } from '../protocol/error';
import type { Studies, StudyKind, StudyUpdate } from '../protocol/study';
import { compare } from './compare/compare';
import type { ExportedVariant } from './compress/held';
import { StudyDevices } from './devices';
import { distill } from './distill/distill';
import { finetune } from './finetune/finetune';
import { Progress } from './progress';
import { pruning } from './pruning/pruning';
import { writer } from './writer/writer';
import type { Made, Study, StudyHost, StudyJob } from './study';
import { CompareWatch } from './surroundings';

/** Every study there is. */
const STUDIES: { readonly [Kind in StudyKind]: Study<Kind> } = {
  compare,
  pruning,
  distill,
  finetune,
  writer,
};

interface Open {
  readonly kind: StudyKind;
  readonly abort: AbortController;
  /** Settles when it has left the device; never rejects. */
  readonly ended: Promise<void>;
}

export class StudyRunner {
  readonly #host: StudyHost;
  /** Those that have not ended, in their order. */
  readonly #open = new Set<Open>();
  readonly #made: Made = { variants: null, models: new Map(), runId: null };
  #watch: CompareWatch | null = null;
  #devices: StudyDevices | null = null;
  #isHidden = false;

  constructor(host: StudyHost) {
    this.#host = host;
  }

  /** What the last study of its kind has made under this id. @throws BenchtopError nothing_to_export */
  model(id: string): ExportedModel {
    const model = this.#made.models.get(id);
    if (model) return model;
    throw hostError('nothing_to_export.study_model');
  }

  /** What the last comparison made under this id. @throws BenchtopError variant_let_go */
  async variant(id: string): Promise<ExportedVariant> {
    if (!this.#made.variants) throw hostError('variant_let_go', { id });
    return this.#made.variants.exported(id, (await this.#host.open()).context);
  }

  stop(kind: StudyKind): void {
    for (const open of this.#open) if (open.kind === kind) open.abort.abort();
  }

  /** Resolves when no study is on the device any more. */
  async stopAll(): Promise<void> {
    const before = [...this.#open];
    for (const { abort } of before) abort.abort();
    await Promise.all(before.map(({ ended }) => ended));
  }

  /** What is measured while the page is hidden does not count. */
  setHidden(isHidden: boolean): void {
    this.#isHidden = isHidden;
    this.#watch?.setHidden(isHidden);
    this.#devices?.setHidden(isHidden);
  }

  /** What is measured now does not count: something else uses the device. */
  disturb(): void {
    this.#watch?.disturb();
  }

  /** @throws BenchtopError study_stopped where it was stopped before it could begin */
  async run<Kind extends StudyKind>(
    kind: Kind,
    request: Studies[Kind]['request'],
    onUpdate: (update: StudyUpdate<Kind>) => void,
  ): Promise<Studies[Kind]['result']> {
    const left = Promise.all([...this.#open].map(({ ended }) => ended));
    const abort = new AbortController();
    const progress = new Progress(onUpdate, subjectOf(request));
    const { signal } = abort;
    const work = left.then(() => this.#work(kind, { request, progress, signal }));
    const ended = work.catch(() => undefined);
    const open: Open = { kind, abort, ended };
    this.#open.add(open);
    try {
      await work;
    } catch (thrown) {
      // What was stopped may fail of that.
      if (!signal.aborted || thrown instanceof GpuError) throw thrown;
      if (!progress.hasBegun) throw hostError('study_stopped');
    } finally {
      this.#open.delete(open);
    }
    progress.end(signal.aborted);
    return progress.result;
  }

  async #work<Kind extends StudyKind>(
    kind: Kind,
    requested: Pick<StudyJob<Kind>, 'request' | 'progress' | 'signal'>,
  ): Promise<void> {
    const { signal } = requested;
    const device = signal.aborted ? null : await this.#host.open();
    if (!device || signal.aborted) throw hostError('study_stopped');
    const watch = new CompareWatch(() => this.#host.isBusy());
    const devices = new StudyDevices(device, this.#host.openBeside);
    for (const one of [watch, devices]) one.setHidden(this.#isHidden);
    [this.#watch, this.#devices] = [watch, devices];
    const { context, autotuneFor } = device;
    const own = { context, autotuneFor, devices, watch, made: this.#made };
    try {
      await STUDIES[kind]({ ...this.#host, ...requested, ...own });
    } finally {
      await devices.close();
    }
  }
}

/** The model that a request is about, whatever it is called there. */
function subjectOf(request: object): BaseRef | undefined {
  const named = request as Partial<Record<'model' | 'teacher' | 'base', BaseRef>>;
  return named.model ?? named.teacher ?? named.base;
}
