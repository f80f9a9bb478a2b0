// A run as the page sees it, and the pure step from one view to the next by the engine's events.
// `history` alone is changed in place (it may hold 100,000 steps); `version` says when.
import { LossHistory } from '../charts/lossHistory';
import type { LabErrorData } from '../../host/protocol/error';
import type {
  EvalPoint,
  RunEvent,
  RunPlan,
  RunProgress,
  RunState,
  SamplePoint,
  StepPoint,
} from '../../host/protocol/run';
import type { ObjectiveExample } from '../../training/objectives/examples';
import type { RunConfig } from '../../training/run/config';

export interface Preparing {
  phase: 'corpus' | 'tokenizer' | 'compile' | 'probe';
  done: number;
  total: number;
  detail: string;
}

export interface RunView {
  runId: string;
  experimentId: string;
  config: RunConfig;
  state: RunState;
  error: LabErrorData | null;
  preparing: Preparing | null;
  plan: RunPlan | null;
  /** Nats per token. */
  floor: number | null;
  charsPerToken: number;
  probe: { gflops: number; chosen: string } | null;
  progress: RunProgress | null;
  lastPoint: StepPoint | null;
  lastEval: EvalPoint | null;
  /** What the objectives make of the text. */
  examples: readonly ObjectiveExample[];
  samples: readonly SamplePoint[];
  /** The newest sample is still being written. */
  isWriting: boolean;
  warnings: readonly LabErrorData[];
  history: LossHistory;
  version: number;
  /** The curves of the experiment's runs before, oldest first, for comparison. */
  earlier: readonly LossHistory[];
}

const MAX_SAMPLES = 200;
const MAX_WARNINGS = 4;

export function newRunView(
  runId: string,
  experimentId: string,
  config: RunConfig,
  earlier: readonly LossHistory[],
): RunView {
  return {
    runId,
    experimentId,
    config,
    state: 'preparing',
    error: null,
    preparing: null,
    plan: null,
    floor: null,
    charsPerToken: 1,
    probe: null,
    progress: null,
    lastPoint: null,
    lastEval: null,
    examples: [],
    samples: [],
    isWriting: false,
    warnings: [],
    history: new LossHistory(),
    version: 0,
    earlier,
  };
}

export function isActive(state: RunState): boolean {
  return state === 'preparing' || state === 'running' || state === 'paused';
}

/** Where it stands: a saved run has its curves and samples; how fast it was is not kept. */
export function openedView(
  run: RunView,
  { history, step }: RunEvent & { type: 'opened' },
): RunView {
  if (!history) return run;
  const { points, evals, samples } = history;
  for (const point of points) run.history.push(point);
  for (const point of evals) run.history.pushEval(point);
  const unknown = { tokensPerSecond: NaN, stepMs: NaN, elapsedMs: NaN, remainingMs: NaN };
  return {
    ...run,
    samples,
    lastPoint: points.at(-1) ?? null,
    lastEval: evals.at(-1) ?? null,
    progress: { step, maxSteps: run.config.training.max_steps, ...unknown },
    version: points.length > 0 ? 1 : 0,
  };
}

/** A sample of the same step replaces the one before it: text arrives piece by piece. */
function addSample(samples: readonly SamplePoint[], point: SamplePoint): SamplePoint[] {
  const remaining = samples.at(-1)?.step === point.step ? samples.slice(0, -1) : samples.slice();
  remaining.push(point);
  // Thin out the middle; the first and the newest say most.
  return remaining.length > MAX_SAMPLES
    ? remaining.filter((_sample, i) => i === 0 || i % 2 === 1 || i > remaining.length - 20)
    : remaining;
}

export function applyEvent(run: RunView, event: RunEvent): RunView {
  switch (event.type) {
    case 'opened':
      return run;
    case 'state':
      return {
        ...run,
        state: event.state,
        error: event.error ?? (event.state === 'failed' ? run.error : null),
        isWriting: isActive(event.state) && run.isWriting,
      };
    case 'preparing': {
      const { phase, done, total, detail } = event;
      return { ...run, preparing: { phase, done, total, detail } };
    }
    case 'ready': {
      const { config, plan, floor, charsPerToken, probe, examples = [] } = event;
      return { ...run, config, plan, floor, charsPerToken, probe, examples, preparing: null };
    }
    case 'steps':
      for (const point of event.points) run.history.push(point);
      return {
        ...run,
        progress: event.progress,
        lastPoint: event.points.at(-1) ?? run.lastPoint,
        version: run.version + 1,
      };
    case 'eval':
      run.history.pushEval(event.point);
      return { ...run, lastEval: event.point, version: run.version + 1 };
    case 'sample':
      return { ...run, samples: addSample(run.samples, event.point), isWriting: !event.done };
    case 'warning':
      return {
        ...run,
        // One line for each kind: the newest.
        warnings: [
          ...run.warnings.filter(({ code }) => code !== event.error.code),
          event.error,
        ].slice(-MAX_WARNINGS),
      };
  }
}
