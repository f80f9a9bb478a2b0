// The engine as a service: opens the device, keeps the runs, tells what happens. The same object
// serves the page (in a Worker) and the command line (in Node).
import type { AutotuneStore } from '../../gpu/autotune';
import { DeviceError, type GpuError } from '../../gpu/errors';
import type { ComputeContext } from '../../gpu/compute';
import type { ExportedModel } from '../../training/io/exportFolder';
import type { TrainedAdapter } from '../../training/io/peft/peftAdapter';
import type { ContentId } from '../../training/run/finetuningConfig';
import type { RunConfig } from '../../training/run/config';
import { baseOfExport, Bases, untrained } from './bases';
import { attempt, toErrorData } from './labError';
import { isStudyModel } from '../studies/ids';
import type { PrepareOptions } from '../data/corpus';
import { OwnContent } from '../data/ownContent';
import { corpusCounts } from '../data/corpusCount';
import { exemplify } from '../data/exemplify';
import { readTexts, unknownIn } from '../data/readText';
import { textSchedule } from '../../training/run/texts/textSchedule';
import { NONE_UNKNOWN, type UnknownFacts } from '../../training/tokenizers/unknownCharacters';
import type { Exemplified, ExemplifyRequest } from '../protocol/examples';
import { planRun } from '../run/planRun';
import type { DeviceChoice, DeviceState } from '../protocol/device';
import type { LabErrorData } from '../protocol/error';
import type {
  GenerateRequest,
  Lab,
  LabEvent,
  SelfTestKernel,
  SelfTestReport,
  SelfTestRow,
  StartRequest,
  TextRequest,
  AutotuneRow,
} from '../protocol/lab';
import type { WeightAtStep } from '../../training/inspect/weightMap';
import type { KernelProfile, KernelRow, KernelSource, RunEvent, RunPlan } from '../protocol/run';
import type { CorpusFacts } from '../protocol/text';
import { Run } from '../run/run';
import { LabRuns } from '../run/labRuns';
import type { RunKeeper } from '../run/runKeeper';
import type { Studies, StudyKind, StudyUpdate } from '../protocol/study';
import { StudyRunner } from '../studies/studies';
import {
  DEFAULT_LIMITS,
  missingState,
  openKind,
  openLabDevice,
  stateOf,
  type LabDevice,
  type LabDevices,
} from './labDevices';
import { selfTestKernels, selfTestOf } from './selfTests';
import type { ExportedVariant } from '../studies/compress/held';

export class LocalLab implements Lab {
  /** Models to start from: its own runs, and what shelves add. */
  readonly bases = new Bases();
  /** The user's own texts and sets: whoever keeps some adds how they are found. */
  readonly own = new OwnContent();
  readonly #devices: LabDevices;
  readonly #readAsset: PrepareOptions['readAsset'];
  readonly #store: AutotuneStore | undefined;
  readonly #listeners: ((event: LabEvent) => void)[] = [];
  readonly #runs = new LabRuns();
  #device: LabDevice | null = null;
  #choice: DeviceChoice = 'auto';
  #opening: Promise<DeviceState> | null = null;
  #selfTest: AbortController | null = null;
  #keeper: RunKeeper | null = null;
  /** Short things under way. */
  #beside = 0;
  readonly #studies: StudyRunner;
  readonly #countsOf: ReturnType<typeof corpusCounts>;

  constructor(devices: LabDevices, readAsset: PrepareOptions['readAsset'], store?: AutotuneStore) {
    this.#devices = devices;
    this.#readAsset = readAsset;
    this.#store = store;
    this.#countsOf = corpusCounts(readAsset);
    this.bases.provide(
      'run',
      async (runId) => {
        if (!this.#runs.has(runId) && (await this.#keeper?.has(runId)))
          return this.bases.open({ kind: 'kept', id: runId });
        const run = this.#runs.get(runId);
        const base = baseOfExport(run.name, await run.exported());
        return { ...base, words: () => run.words() };
      },
      (runId) => this.#runs.get(runId).step,
    );
    this.own.provide({
      text: (sha256) => this.#runs.first((run) => run.ownText(sha256)),
      examples: (sha256) => this.#runs.first((run) => run.ownExamples(sha256)),
    });
    this.#studies = new StudyRunner({
      bases: this.bases,
      own: this.own,
      readAsset,
      open: () => this.#answering(),
      openBeside: (kind) => openKind(this.#devices, kind, this.#store),
      isOpen: (runId) => this.isOpen(runId),
      run: (runId) => this.#runs.get(runId),
      begin: (start, emit) => this.#begin(start, emit),
      dispose: (runId) => this.dispose(runId),
      hasFinished: (runId) => this.#runs.find(runId)?.state === 'finished',
      isBusy: () => this.#beside > 0 || this.#runs.isRunning(),
      keeper: () => this.#keeper,
      tell: (event) => this.#tell(event),
    });
  }

  /** What is to be kept of the runs that start from now on goes there. */
  keepRuns(keeper: RunKeeper): void {
    this.#keeper = keeper;
  }

  async open(choice = this.#choice): Promise<DeviceState> {
    if (choice !== this.#choice) {
      await this.#opening;
      this.#choice = choice;
      await this.#close();
    }
    this.#opening ??= this.#open().finally(() => (this.#opening = null));
    return this.#opening;
  }

  subscribe(listener: (event: LabEvent) => void): Promise<void> {
    this.#listeners.push(listener);
    return Promise.resolve();
  }

  async #open(): Promise<DeviceState> {
    if (this.#device) return stateOf(this.#device);
    this.#tell({ type: 'device', device: { status: 'opening' } });
    const device = await this.#tryOpen();
    this.#tell({ type: 'device', device });
    return device;
  }

  async #tryOpen(): Promise<DeviceState> {
    try {
      const device = await openLabDevice(this.#devices, this.#choice, this.#store);
      this.#device = device;
      void device.context.faults.failed.then((fault) => this.#giveUp(device.context, fault));
      return stateOf(device);
    } catch (thrown) {
      if (!(thrown instanceof DeviceError)) throw thrown;
      return missingState(thrown);
    }
  }

  /** What runs on the device ends with it. */
  async #close(): Promise<void> {
    await this.#studies.stopAll();
    await Promise.all(this.#runs.ids().map((runId) => this.dispose(runId)));
    this.#device?.context.destroy();
    this.#device = null;
  }

  /**
   * A device that has failed is good for nothing: its runs end, and what comes next gets another one. A
   * lost one is opened again when that is asked for, since a browser that lost it twice gives none.
   */
  #giveUp(context: ComputeContext, fault: GpuError): void {
    if (this.#device?.context !== context) return;
    this.#device = null;
    this.#runs.fail(fault);
    context.destroy();
    if (fault.code === 'device_lost') {
      const reason = fault.fields.detail || fault.fields.reason;
      this.#tell({
        type: 'device',
        device: { status: 'lost', reason: String(reason), recovering: false },
      });
    } else void this.open();
  }

  /** The device, if it still answers; else another one. @throws DeviceError no_adapter */
  async #answering(): Promise<LabDevice> {
    await this.#runs.left();
    const before = this.#device?.context;
    // One that does not answer is given up meanwhile.
    await before?.idle().catch((fault: GpuError) => this.#giveUp(before, fault));
    if (!this.#device) await this.open();
    return this.#ready();
  }

  /** @throws DeviceError no_adapter */
  async context(): Promise<ComputeContext> {
    return (await this.#answering()).context;
  }

  async plan(config: RunConfig, corpus?: CorpusFacts): Promise<RunPlan> {
    const base = config.base && (await this.bases.open(config.base));
    const facts = corpus ?? (await this.#countsOf(config, base));
    return planRun(config, facts, this.#device?.context.open.limits ?? DEFAULT_LIMITS, base);
  }

  exemplify(request: ExemplifyRequest): Promise<Exemplified> {
    return exemplify(request, this.#readAsset);
  }

  async unknownCharacters({ config, text }: TextRequest): Promise<UnknownFacts> {
    const { base, data } = config;
    if (!base) return NONE_UNKNOWN;
    const { tokenizer } = await this.bases.open(base);
    const { general: _general, ...learned } = data;
    const { signal } = new AbortController();
    const options = { text, readAsset: this.#readAsset, signal };
    const { texts } = textSchedule(config);
    const read = await readTexts(texts, { ...config, data: learned }, options, () => undefined);
    return unknownIn(read, tokenizer, signal);
  }

  async start(request: StartRequest): Promise<void> {
    const { runId, experimentId, config, rangeTest, history, from } = request;
    const emit = (event: RunEvent): void => this.#tell({ type: 'run', event });
    const isShown = experimentId !== undefined;
    if (isShown) {
      const isRangeTest = rangeTest !== undefined;
      const facts = { experimentId, config, isRangeTest, step: from?.step ?? 0 };
      emit({ runId, type: 'opened', ...facts, ...(history && { history }) });
    }
    try {
      await this.#begin(request, emit);
    } catch (thrown) {
      if (isShown) emit({ runId, type: 'state', state: 'failed', error: toErrorData(thrown) });
      throw thrown;
    }
  }

  /** Whether the run is open here. */
  isOpen(runId: string): boolean {
    return this.#runs.has(runId);
  }

  async #begin(request: StartRequest, emit: (event: RunEvent) => void): Promise<Run> {
    const device = await this.#answering();
    const { config, isFresh = false } = request;
    // A kept state brings all that it computes with; its base may be gone.
    const named = config.base && !request.from ? await this.bases.open(config.base) : undefined;
    const base = named && isFresh ? untrained(named) : named;
    const keep = this.#keeper?.begin(request);
    const run = new Run({
      ...request,
      ...device,
      base,
      keep,
      readAsset: this.#readAsset,
      emit,
    });
    this.#keeper?.opened(request.runId);
    this.#runs.start(request.runId, run);
    return run;
  }

  hasContent(content: ContentId): Promise<boolean> {
    return this.own.has(content);
  }

  pause(runId: string): Promise<void> {
    return attempt(() => this.#runs.get(runId).pause());
  }

  resume(runId: string): Promise<void> {
    return attempt(() => this.#runs.get(runId).resume());
  }

  singleStep(runId: string): Promise<void> {
    return this.beside(() => attempt(() => this.#runs.get(runId).singleStep()));
  }

  stop(runId: string): Promise<void> {
    return attempt(() => this.#runs.get(runId).stop());
  }

  async generate({ runId, ...request }: GenerateRequest): Promise<string[]> {
    return this.beside(() => this.#runs.get(runId).generate(request));
  }

  /**
   * Something short that a person waits for: it goes between the steps of what runs, and what is measured
   * meanwhile does not count.
   */
  async beside<T>(work: () => Promise<T>): Promise<T> {
    this.#beside += 1;
    this.#studies.disturb();
    try {
      return await work();
    } finally {
      this.#beside -= 1;
      this.#studies.disturb();
    }
  }

  /** Something beside a run went wrong: it goes on. */
  warn(runId: string, error: LabErrorData): void {
    this.#tell({ type: 'run', event: { runId, type: 'warning', error } });
  }

  /** @throws BenchtopError nothing_to_export */
  async exported(runId: string): Promise<ExportedModel> {
    if (isStudyModel(runId)) return this.#studies.model(runId);
    return this.#runs.get(runId).exported();
  }

  /** What the last comparison made under this id. @throws BenchtopError variant_let_go */
  variant(id: string): Promise<ExportedVariant> {
    return this.#studies.variant(id);
  }

  /** @throws BenchtopError nothing_to_export */
  adapter(runId: string): Promise<TrainedAdapter> {
    return this.#runs.get(runId).adapter();
  }

  kernels(runId: string): Promise<KernelRow[]> {
    return attempt(() => this.#runs.get(runId).kernels());
  }

  kernelSource(runId: string, index: number): Promise<KernelSource> {
    return attempt(() => this.#runs.get(runId).kernelSource(index));
  }

  async autotuneAgain(): Promise<AutotuneRow[]> {
    return (await this.#answering()).again();
  }

  async profile(runId: string): Promise<KernelProfile> {
    return this.#runs.get(runId).profile();
  }

  async weight(runId: string, name: string): Promise<WeightAtStep | null> {
    return this.#runs.get(runId).weight(name);
  }

  selfTestKernels(): Promise<SelfTestKernel[]> {
    return attempt(() => selfTestKernels(this.#ready().context));
  }

  async selfTest(
    kernels: readonly string[],
    onRow: (row: SelfTestRow) => void,
  ): Promise<SelfTestReport> {
    const { context } = this.#ready();
    this.#selfTest?.abort();
    const { signal } = (this.#selfTest = new AbortController());
    return selfTestOf(context, kernels, { onRow, signal });
  }

  stopSelfTest(): Promise<void> {
    return attempt(() => this.#selfTest?.abort());
  }

  runStudy<Kind extends StudyKind>(
    kind: Kind,
    request: Studies[Kind]['request'],
    onUpdate: (update: StudyUpdate<Kind>) => void,
  ): Promise<Studies[Kind]['result']> {
    return this.#studies.run(kind, request, onUpdate);
  }

  stopStudy(kind: StudyKind): Promise<void> {
    return attempt(() => this.#studies.stop(kind));
  }

  tellHidden(isHidden: boolean): Promise<void> {
    this.#device?.context.faults.setHidden(isHidden);
    return attempt(() => this.#studies.setHidden(isHidden));
  }

  async dispose(runId: string): Promise<void> {
    await this.#runs.dispose(runId);
    this.#keeper?.closed(runId);
  }

  /** Resolves when a run has ended; for the command line. */
  finished(runId: string): Promise<void> {
    return this.#runs.get(runId).finished();
  }

  #ready(): LabDevice {
    if (!this.#device) throw new DeviceError('no_adapter', 'There is no GPU to run on.');
    return this.#device;
  }

  #tell(event: LabEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
