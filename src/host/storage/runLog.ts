// The curves and samples of a run while it goes on, and their places in a checkpoint.
import type { EvalPoint, RunEvent, RunHistory, SamplePoint, StepPoint } from '../protocol/run';
import type { CheckpointLog } from '../../training/io/checkpoint';

const OWN = ['step', 'loss', 'learningRate', 'gradNorm'] as const;
const PART = 'part.';
/** Enough to see how the text got better. */
const MOST_SAMPLES = 200;

export class RunLog implements RunHistory {
  readonly points: StepPoint[] = [];
  readonly evals: EvalPoint[] = [];
  readonly samples: SamplePoint[] = [];
  /** Nats per token; null where it is not known. */
  floor: number | null = null;

  constructor(before?: RunHistory) {
    for (const point of before?.points ?? []) this.points.push(point);
    this.evals.push(...(before?.evals ?? []));
    this.samples.push(...(before?.samples ?? []));
  }

  see(event: RunEvent): void {
    if (event.type === 'steps') this.points.push(...event.points);
    else if (event.type === 'ready') this.floor = event.floor;
    else if (event.type === 'eval') this.evals.push(event.point);
    else if (event.type === 'sample' && event.done) {
      this.samples.push(event.point);
      if (this.samples.length > MOST_SAMPLES) this.samples.splice(1, 1);
    }
  }

  get loss(): number | null {
    return this.evals.at(-1)?.validationLoss ?? this.points.at(-1)?.loss ?? null;
  }

  /** What lies before a step. */
  log(step: number): CheckpointLog {
    const points = this.points.filter((point) => point.step < step);
    const columns = new Map<string, Float64Array<ArrayBuffer>>(
      OWN.map((name) => [name, Float64Array.from(points, (point) => point[name])]),
    );
    for (const name of new Set(points.flatMap(({ parts }) => Object.keys(parts ?? {})))) {
      const values = Float64Array.from(points, ({ parts }) => parts?.[name] ?? Number.NaN);
      columns.set(PART + name, values);
    }
    return { columns, notes: { evals: this.evals, samples: this.samples } };
  }
}

export function historyOf({ columns, notes }: CheckpointLog): RunHistory {
  const parts = [...columns].filter(([name]) => name.startsWith(PART));
  const value = (name: string, index: number): number => columns.get(name)?.[index] ?? Number.NaN;
  const points = Array.from(columns.get('step') ?? [], (step, index): StepPoint => {
    const found = parts.filter(([, values]) => !Number.isNaN(values[index]));
    return {
      step,
      loss: value('loss', index),
      learningRate: value('learningRate', index),
      gradNorm: value('gradNorm', index),
      ...(found.length > 0 && {
        parts: Object.fromEntries(
          found.map(([name, values]) => [name.slice(PART.length), values[index]!]),
        ),
      }),
    };
  });
  const { evals, samples } = (notes ?? {}) as Partial<RunHistory>;
  const listed = <T>(list: readonly T[] | undefined): readonly T[] =>
    Array.isArray(list) ? list : [];
  return { points, evals: listed(evals), samples: listed(samples) };
}
