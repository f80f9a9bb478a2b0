// A run of a study as its page sees it, and the pure step from one view to the next.
import { meanOf } from '../../../training/evaluate/statistics';
import type { StartRequest } from '../../protocol/lab';
import type { RunEvent, StepPoint } from '../../protocol/run';
import type { LiveRun, FinetunedRun } from '../../protocol/finetune';
import { answerFigures, benchmarkScores, setFigures } from './figures';

const DEFAULT_LOGGING = 10;

interface Heard extends LiveRun {
  readonly every: number;
  /** Since the last line of the log. */
  readonly open: readonly StepPoint[];
}

/** A run that is about to start; without an arm the base. */
export function liveRun(
  { runId, config: { training } }: StartRequest,
  arm: string | null,
): LiveRun {
  const heard: Heard = {
    runId,
    arm,
    seed: training.seed,
    maxSteps: training.max_steps,
    plan: null,
    progress: null,
    log: [],
    evals: [],
    floor: null,
    before: null,
    after: null,
    warnings: [],
    every: training.logging_steps ?? DEFAULT_LOGGING,
    open: [],
  };
  return heard;
}

export function hear(run: LiveRun, event: RunEvent): LiveRun {
  switch (event.type) {
    case 'ready':
      return {
        ...run,
        plan: event.plan,
        floor: event.floor,
        maxSteps: event.config.training.max_steps,
      };
    case 'steps':
      return { ...withSteps(run as Heard, event.points), progress: event.progress };
    case 'eval':
      return { ...run, evals: [...run.evals, event.point] };
    case 'sample':
      if (!event.done) return run;
      return { ...run, before: run.before ?? event.point, after: event.point };
    case 'warning': {
      const { error } = event;
      const others = run.warnings.filter(({ code }) => code !== error.code);
      return { ...run, warnings: [...others, error] };
    }
    default:
      return run;
  }
}

/** Lines of the log, each with the means since the one before. */
function withSteps(run: Heard, points: readonly StepPoint[]): LiveRun {
  const log = [...run.log];
  let open = [...run.open];
  for (const point of points) {
    open.push(point);
    if ((point.step + 1) % run.every !== 0 && point.step + 1 !== run.maxSteps) continue;
    const parts = Object.keys(point.parts ?? {}).map(
      (name) => [name, meanOf(open.map((one) => one.parts?.[name] ?? 0))] as const,
    );
    log.push({
      step: point.step + 1,
      loss: meanOf(open.map((one) => one.loss)),
      learningRate: point.learningRate,
      ...(parts.length > 0 && { parts: Object.fromEntries(parts) }),
    });
    open = [];
  }
  const next: Heard = { ...run, log, open };
  return next;
}

/** The figures of a run that has ended; null where it never got to be measured. */
export function finetunedRun({
  arm,
  seed,
  log,
  evals,
  plan,
  progress,
}: LiveRun): FinetunedRun | null {
  const [first, last] = [evals[0], evals.at(-1)];
  if (!first || !last || !plan || arm === null) return null;
  const [before, after] = [first.parts?.forgetting?.loss, last.parts?.forgetting?.loss];
  return {
    arm,
    seed,
    loss: last.validationLoss,
    lossBefore: first.validationLoss,
    curve: evals.map(({ step, validationLoss: loss }) => ({ step, loss })),
    accuracy: last.accuracy ?? null,
    accuracyError: last.accuracyError,
    examples: last.examples,
    macroF1: last.classes?.macroF1 ?? null,
    answers: last.answers && answerFigures(last.answers),
    scores: benchmarkScores(last),
    sets: setFigures(evals),
    forgetting: before === undefined || after === undefined ? null : { before, after },
    metrics: log.at(-1)?.parts,
    trained: plan.parameters,
    frozen: plan.frozenParameters ?? 0,
    steps: last.step,
    elapsedMs: progress?.elapsedMs ?? 0,
  };
}
