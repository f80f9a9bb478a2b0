// A lab without a GPU, for developing the page and for tests of its stores. It follows the protocol,
// with losses, plans and texts that look like the real ones.
import type { DeviceState } from '../../src/host/protocol/device';
import type {
  AdapterFacts,
  GenerateRequest,
  Lab,
  LabEvent,
  SelfTestKernel,
  SelfTestReport,
  SelfTestRow,
  StartRequest,
  AutotuneRow,
} from '../../src/host/protocol/lab';
import type { KernelProfile, KernelRow, KernelSource, RunPlan } from '../../src/host/protocol/run';
import type { CorpusFacts } from '../../src/host/protocol/text';
import type { Studies, StudyKind, StudyUpdate } from '../../src/host/protocol/study';
import { NONE_UNKNOWN, type UnknownFacts } from '../../src/training/tokenizers/unknownCharacters';
import { exemplify } from '../../src/host/data/exemplify';
import type { Exemplified, ExemplifyRequest } from '../../src/host/protocol/examples';
import type { RunConfig } from '../../src/training/run/config';
import { weightMap, type WeightAtStep } from '../../src/training/inspect/weightMap';
import { FakeRun } from './fakeRun';
import { fakeWriter } from './fakeWriter';
import { fakeFinetune } from './fakeFinetune';
import { fakeComparison } from './fakeComparison';
import { fakeKernels, fakePlan } from './fakeKernels';
import { fakeSelfTestRows, fakeFinetuning } from './fakeSelfTest';
import { fakeDistillation, fakePruning } from './fakeStudies';

export const FAKE_ADAPTER: AdapterFacts = {
  vendor: 'nvidia',
  architecture: 'ada',
  device: '',
  description: 'NVIDIA GeForce RTX 4070',
  software: false,
  f16: true,
  subgroups: true,
  subgroupSize: 32,
  timestamps: true,
  dot4: true,
  maxBindingBytes: 2 ** 31,
  maxBufferBytes: 2 ** 32,
  maxInvocations: 1024,
  maxWorkgroupStorageBytes: 49_152,
};

export interface FakeOptions {
  device?: DeviceState;
  /** Training steps in a tick of 50 ms. */
  speed?: number;
}

const FAKE_STUDIES: {
  readonly [Kind in StudyKind]: (
    request: Studies[Kind]['request'],
    onUpdate: (update: StudyUpdate<Kind>) => void,
    isStopped: () => boolean,
  ) => Promise<Studies[Kind]['result']>;
} = {
  compare: ({ variants }, onUpdate, isStopped) =>
    fakeComparison(FAKE_ADAPTER, variants, onUpdate, isStopped),
  distill: fakeDistillation,
  pruning: (_request, onUpdate) => fakePruning(onUpdate),
  finetune: (request, onUpdate) => Promise.resolve(fakeFinetune(request, onUpdate)),
  writer: fakeWriter,
};

export class FakeLab implements Lab {
  private readonly listeners: ((event: LabEvent) => void)[] = [];
  private readonly device: DeviceState;
  private readonly speed: number;
  private readonly runs = new Map<string, FakeRun>();
  /** Begun last. */
  private run: FakeRun | undefined;
  private stopped = false;

  constructor(options: FakeOptions = {}) {
    this.device = options.device ?? {
      status: 'ready',
      adapter: FAKE_ADAPTER,
      kind: 'gpu',
      reason: 'hardware',
    };
    this.speed = options.speed ?? 4;
  }

  open(): Promise<DeviceState> {
    return Promise.resolve(this.device);
  }

  subscribe(listener: (event: LabEvent) => void): Promise<void> {
    this.listeners.push(listener);
    return Promise.resolve();
  }

  hasContent(): Promise<boolean> {
    return Promise.resolve(false);
  }

  unknownCharacters(): Promise<UnknownFacts> {
    return Promise.resolve(NONE_UNKNOWN);
  }

  exemplify(request: ExemplifyRequest): Promise<Exemplified> {
    return exemplify(request, () => Promise.resolve(''));
  }

  plan(config: RunConfig, { vocabSize }: CorpusFacts = { vocabSize: 512 }): Promise<RunPlan> {
    return Promise.resolve(fakePlan(config, vocabSize));
  }

  start(request: StartRequest): Promise<void> {
    this.run = new FakeRun(request, this.speed, (event) => this.tell({ type: 'run', event }));
    this.runs.set(request.runId, this.run);
    this.run.start();
    return Promise.resolve();
  }

  pause(runId: string): Promise<void> {
    this.runs.get(runId)?.pause();
    return Promise.resolve();
  }

  resume(runId: string): Promise<void> {
    this.runs.get(runId)?.resume();
    return Promise.resolve();
  }

  singleStep(runId: string): Promise<void> {
    this.runs.get(runId)?.advance(1);
    return Promise.resolve();
  }

  stop(runId: string): Promise<void> {
    this.runs.get(runId)?.stop();
    return Promise.resolve();
  }

  generate({ runId, ...request }: GenerateRequest): Promise<string[]> {
    const text = this.runs.get(runId)?.write(request.prompt, request.maxNewTokens);
    return Promise.resolve(text === undefined ? [] : [text]);
  }

  kernels(): Promise<KernelRow[]> {
    return Promise.resolve(this.run ? fakeKernels(this.run.request.config) : []);
  }

  async kernelSource(_runId: string, index: number): Promise<KernelSource> {
    const { shader = '' } = (await this.kernels())[index] ?? {};
    const wgsl = `// ${shader}.wgsl\n@compute @workgroup_size(64)\nfn main() {}\n`;
    return { wgsl, entry: 'main', overrides: {} };
  }

  autotuneAgain(): Promise<AutotuneRow[]> {
    return Promise.resolve(fakeFinetuning());
  }

  async profile(): Promise<KernelProfile> {
    const rows = await this.kernels();
    return {
      method: 'timestamps',
      rows: rows.map((row) => ({ ...row, elapsedMs: row.bytes / 1e7 })),
    };
  }

  weight(_runId: string, name: string): Promise<WeightAtStep> {
    const values = Float32Array.from({ length: 64 * 96 }, (_, at) => Math.sin(at * at) / 20);
    return Promise.resolve({ step: 1, map: weightMap(name, [64, 96], values) });
  }

  selfTestKernels(): Promise<SelfTestKernel[]> {
    const counts = new Map<string, number>();
    for (const { name } of fakeSelfTestRows()) counts.set(name, (counts.get(name) ?? 0) + 1);
    return Promise.resolve(Array.from(counts, ([name, comparisons]) => ({ name, comparisons })));
  }

  async selfTest(
    kernels: readonly string[],
    onRow: (row: SelfTestRow) => void,
  ): Promise<SelfTestReport> {
    this.stopped = false;
    const rows: SelfTestRow[] = [];
    for (const row of fakeSelfTestRows().filter(({ name }) => kernels.includes(name))) {
      if (this.stopped) break;
      await new Promise((resume) => setTimeout(resume, 40));
      rows.push(row);
      onRow(row);
    }
    const passed = rows.every((row) => row.passed);
    return { adapter: FAKE_ADAPTER.description, rows, passed, elapsedMs: rows.length * 40 };
  }

  stopSelfTest(): Promise<void> {
    this.stopped = true;
    return Promise.resolve();
  }

  async runStudy<Kind extends StudyKind>(
    kind: Kind,
    request: Studies[Kind]['request'],
    onUpdate: (update: StudyUpdate<Kind>) => void,
  ): Promise<Studies[Kind]['result']> {
    this.stopped = false;
    return FAKE_STUDIES[kind](request, onUpdate, () => this.stopped);
  }

  stopStudy(_kind: StudyKind): Promise<void> {
    this.stopped = true;
    return Promise.resolve();
  }

  tellHidden(): Promise<void> {
    return Promise.resolve();
  }

  dispose(runId: string): Promise<void> {
    this.runs.get(runId)?.stop();
    this.runs.delete(runId);
    return Promise.resolve();
  }

  /** For tests of a lost GPU. */
  lose(): void {
    this.tell({ type: 'device', device: { status: 'lost', reason: 'unknown', recovering: false } });
    for (const run of this.runs.values()) run.fail('device_lost');
  }

  private tell(event: LabEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}
