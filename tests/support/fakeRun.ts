// A run of the lab without a GPU: it trains by the clock.
import type { StartRequest } from '../../src/host/protocol/lab';
import type { RunEvent, RunState } from '../../src/host/protocol/run';
import { fakePlan } from './fakeKernels';
import { FakeWriter } from './fakeText';

const TICK_MS = 50;
const PREPARE_MS = 30;

type Payload = RunEvent extends infer Event
  ? Event extends RunEvent
    ? Omit<Event, 'runId'>
    : never
  : never;

export class FakeRun {
  readonly request: StartRequest;
  private readonly speed: number;
  private readonly tell: (event: RunEvent) => void;
  private timer: ReturnType<typeof setInterval> | undefined;
  private step: number;
  private elapsedMs = 0;
  private state: RunState = 'preparing';
  private startsPaused: boolean;

  constructor(request: StartRequest, speed: number, tell: (event: RunEvent) => void) {
    this.request = request;
    this.speed = speed;
    this.tell = tell;
    this.step = request.from?.step ?? 0;
    this.startsPaused = request.startsPaused ?? false;
  }

  start(): void {
    const { experimentId, config, rangeTest, history } = this.request;
    if (experimentId !== undefined) {
      const facts = { experimentId, config, isRangeTest: rangeTest !== undefined, step: this.step };
      this.emit({ type: 'opened', ...facts, ...(history && { history }) });
    }
    this.enter('preparing');
    void this.prepare();
  }

  pause(): void {
    if (this.state === 'preparing') this.startsPaused = true;
    if (this.state !== 'running') return;
    clearInterval(this.timer);
    this.enter('paused');
  }

  resume(): void {
    this.startsPaused = false;
    if (this.state === 'paused') this.train();
  }

  stop(): void {
    if (this.isOver()) return;
    clearInterval(this.timer);
    this.enter('stopped');
  }

  fail(code: string): void {
    if (this.isOver()) return;
    clearInterval(this.timer);
    this.state = 'failed';
    const error = { code, message: code, fields: {} };
    this.emit({ type: 'state', state: 'failed', error });
  }

  write(prompt: string, tokens: number): string {
    const { corpus } = this.request.config.data;
    return new FakeWriter(corpus === 'finance_zh').write(prompt, tokens, this.skill());
  }

  private async prepare(): Promise<void> {
    for (const phase of ['corpus', 'tokenizer', 'probe', 'compile'] as const)
      for (let done = 0; done <= 4; done++) {
        const detail = phase === 'compile' ? `${done * 9} / 36` : '';
        this.emit({ type: 'preparing', phase, done, total: 4, detail });
        await new Promise((resume) => setTimeout(resume, PREPARE_MS));
        if (this.isOver()) return;
      }
    const { config, autoSize } = this.request;
    const vocabSize = config.tokenizer.kind === 'bpe' ? config.tokenizer.vocab_size : 58;
    this.emit({
      type: 'ready',
      config,
      plan: fakePlan(config, vocabSize),
      floor: config.data.corpus === 'story' || config.data.corpus === 'finance_zh' ? 0.712 : null,
      trainTokens: 2_000_000,
      validationTokens: 100_000,
      charsPerToken: 1,
      probe: autoSize ? { gflops: 5200, chosen: '4x128' } : null,
    });
    this.sample();
    this.evaluate();
    if (this.startsPaused) this.enter('paused');
    else this.train();
  }

  private train(): void {
    this.enter('running');
    this.timer = setInterval(() => this.advance(this.speed), TICK_MS);
  }

  advance(count: number): void {
    const { config, rangeTest } = this.request;
    const { eval_steps, learning_rate } = config.training;
    const maxSteps = rangeTest?.steps ?? config.training.max_steps;
    const points = [];
    for (let i = 0; i < count && this.step < maxSteps; i++) {
      const noise = Math.sin(this.step * 12.9898) * 0.9 + Math.sin(this.step * 78.233) * 0.7;
      points.push({
        step: this.step,
        loss: this.lossAt(noise),
        learningRate: learning_rate,
        gradNorm: 0.6,
      });
      this.step += 1;
      if (this.step % eval_steps === 0) this.evaluate();
      if (this.step % config.sample.every_steps === 0) this.sample();
    }
    this.elapsedMs += TICK_MS;
    this.emit({
      type: 'steps',
      points,
      progress: {
        step: this.step,
        maxSteps,
        tokensPerSecond: 163_000,
        stepMs: 12.6,
        elapsedMs: this.elapsedMs,
        remainingMs: ((maxSteps - this.step) / this.speed) * TICK_MS,
      },
    });
    if (this.step < maxSteps) return;
    clearInterval(this.timer);
    this.enter('finished');
  }

  private lossAt(noise: number): number {
    const start = 4.1;
    const floor = 0.78;
    return floor + (start - floor) * (1 + this.step / 22) ** -0.62 + noise * 0.06;
  }

  private skill(): number {
    return Math.min(1, Math.log(1 + this.step / 12) / Math.log(60));
  }

  private evaluate(): void {
    const validationLoss = this.lossAt(0) + 0.02;
    this.emit({ type: 'eval', point: { step: this.step, validationLoss, standardError: 0.015 } });
  }

  private sample(): void {
    const { prompt, max_new_tokens } = this.request.config.sample;
    const text = this.write(prompt, max_new_tokens);
    this.emit({ type: 'sample', point: { step: this.step, prompt, text }, done: true });
  }

  private isOver(): boolean {
    return this.state === 'finished' || this.state === 'stopped' || this.state === 'failed';
  }

  private enter(state: RunState): void {
    this.state = state;
    this.emit({ type: 'state', state });
  }

  private emit(payload: Payload): void {
    this.tell({ runId: this.request.runId, ...payload } as RunEvent);
  }
}
