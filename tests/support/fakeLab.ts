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
import type {
  KernelProfile,
  KernelRow,
  KernelSource,
  RunEvent,
  RunPlan,
} from '../../src/host/protocol/run';
import type { CorpusFacts } from '../../src/host/protocol/text';
import type { Studies, StudyKind, StudyUpdate } from '../../src/host/protocol/study';
import { NONE_UNKNOWN, type UnknownFacts } from '../../src/training/tokenizers/unknownCharacters';
import { exemplify } from '../../src/host/data/exemplify';
import type { Exemplified, ExemplifyRequest } from '../../src/host/protocol/examples';
import type { RunConfig } from '../../src/training/run/config';
import { fakeWriter } from './fakeWriter';
import { fakeFinetune } from './fakeFinetune';
import { fakeComparison } from './fakeComparison';
import { fakeKernels, fakePlan } from './fakeKernels';
import { fakeSelfTestRows, fakeFinetuning } from './fakeSelfTest';
import { fakeDistillation, fakePruning } from './fakeStudies';
import { FakeWriter } from './fakeText';

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

type Payload = RunEvent extends infer Event
  ? Event extends RunEvent
    ? Omit<Event, 'runId'>
    : never
  : never;

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
  private request: StartRequest | null = null;
  private timer: ReturnType<typeof setInterval> | undefined;
  private step = 0;
  private elapsedMs = 0;
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

  async start(request: StartRequest): Promise<void> {
    this.request = request;
    this.step = 0;
    this.elapsedMs = 0;
    this.emit({ type: 'state', state: 'preparing' });
    for (const phase of ['corpus', 'tokenizer', 'probe', 'compile'] as const)
      for (let done = 0; done <= 4; done++) {
        this.emit({
          type: 'preparing',
          phase,
          done,
          total: 4,
          detail: phase === 'compile' ? `${done * 9} / 36` : '',
        });
        await new Promise((resume) => setTimeout(resume, 30));
      }
    const { config } = request;
    const vocabSize = config.tokenizer.kind === 'bpe' ? config.tokenizer.vocab_size : 58;
    this.emit({
      type: 'ready',
      config,
      plan: fakePlan(config, vocabSize),
      floor: config.data.corpus === 'story' || config.data.corpus === 'finance_zh' ? 0.712 : null,
      trainTokens: 2_000_000,
      validationTokens: 100_000,
      charsPerToken: 1,
      probe: request.autoSize ? { gflops: 5200, chosen: '4x128' } : null,
    });
    this.sample(0);
    this.evaluate();
    this.run();
  }

  pause(): Promise<void> {
    clearInterval(this.timer);
    this.emit({ type: 'state', state: 'paused' });
    return Promise.resolve();
  }

  resume(): Promise<void> {
    this.run();
    return Promise.resolve();
  }

  singleStep(): Promise<void> {
    this.advance(1);
    return Promise.resolve();
  }

  stop(): Promise<void> {
    clearInterval(this.timer);
    this.emit({ type: 'state', state: 'stopped' });
    return Promise.resolve();
  }

  generate(request: GenerateRequest): Promise<string[]> {
    const text = this.writer().write(request.prompt, request.maxNewTokens, this.skill());
    return Promise.resolve([text]);
  }

  kernels(): Promise<KernelRow[]> {
    return Promise.resolve(this.request ? fakeKernels(this.request.config) : []);
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

  stopStudy(): Promise<void> {
    this.stopped = true;
    return Promise.resolve();
  }

  tellHidden(): Promise<void> {
    return Promise.resolve();
  }

  dispose(): Promise<void> {
    clearInterval(this.timer);
    return Promise.resolve();
  }

  /** For tests of a lost GPU. */
  lose(): void {
    clearInterval(this.timer);
    for (const listener of this.listeners)
      listener({
        type: 'device',
        device: { status: 'lost', reason: 'unknown', recovering: false },
      });
    const error = { code: 'device_lost', message: 'lost', fields: {} };
    this.emit({ type: 'state', state: 'failed', error });
  }

  private run(): void {
    clearInterval(this.timer);
    this.emit({ type: 'state', state: 'running' });
    this.timer = setInterval(() => this.advance(this.speed), 50);
  }

  private lossAt(step: number, noise: number): number {
    const start = 4.1;
    const floor = 0.78;
    return floor + (start - floor) * (1 + step / 22) ** -0.62 + noise * 0.06;
  }

  private skill(): number {
    return Math.min(1, Math.log(1 + this.step / 12) / Math.log(60));
  }

  private advance(count: number): void {
    const config = this.request?.config;
    if (!config) return;
    const { max_steps, eval_steps, learning_rate } = config.training;
    const points = [];
    for (let i = 0; i < count && this.step < max_steps; i++) {
      const noise = Math.sin(this.step * 12.9898) * 0.9 + Math.sin(this.step * 78.233) * 0.7;
      points.push({
        step: this.step,
        loss: this.lossAt(this.step, noise),
        learningRate: learning_rate,
        gradNorm: 0.6,
      });
      this.step += 1;
      if (this.step % eval_steps === 0) this.evaluate();
      if (this.step % config.sample.every_steps === 0) this.sample(this.step);
    }
    this.elapsedMs += 50;
    this.emit({
      type: 'steps',
      points,
      progress: {
        step: this.step,
        maxSteps: max_steps,
        tokensPerSecond: 163_000,
        stepMs: 12.6,
        elapsedMs: this.elapsedMs,
        remainingMs: ((max_steps - this.step) / this.speed) * 50,
      },
    });
    if (this.step < max_steps) return;
    clearInterval(this.timer);
    this.emit({ type: 'state', state: 'finished' });
  }

  private evaluate(): void {
    const validationLoss = this.lossAt(this.step, 0) + 0.02;
    this.emit({ type: 'eval', point: { step: this.step, validationLoss, standardError: 0.015 } });
  }

  private sample(step: number): void {
    const config = this.request?.config;
    if (!config) return;
    const { prompt, max_new_tokens } = config.sample;
    const text = this.writer().write(prompt, max_new_tokens, this.skill());
    this.emit({ type: 'sample', point: { step, prompt, text }, done: true });
  }

  private writer(): FakeWriter {
    return new FakeWriter(this.request?.config.data.corpus === 'finance_zh');
  }

  private emit(payload: Payload): void {
    const runId = this.request?.runId ?? '';
    for (const listener of this.listeners)
      listener({ type: 'run', event: { runId, ...payload } as RunEvent });
  }
}
