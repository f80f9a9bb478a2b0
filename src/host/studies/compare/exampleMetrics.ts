// Figures of models that are compared by their own objective: what is right of held-out examples, and how
// many of them are read a second.
import { cost, quality, rate, timed, type Metric, type Reads } from './metric';

/** Examples a second. */
const examples = (title: string, column: string, what: 'single' | 'batch') =>
  ({
    ...rate(
      title,
      column,
      ({ rates }) => rates?.[what].median,
      ({ rates }) => rates?.[what].medianMove,
    ),
    unit: 'examples/s',
    only: 'examples',
  }) as const;
/** Of such models, how much is right; and the rest of it, of which less is better. */
const right = (title: string, column: string, of: Reads, error?: Reads) =>
  ({
    ...quality(title, column, 'share', of),
    ...(error && { error }),
    better: 'more',
    only: 'examples',
  }) as const;
const wrong = (title: string, column: string, of: Reads, error?: Reads) => {
  const rest: Reads = (row) => {
    const share = of(row);
    return typeof share === 'number' ? 1 - share : null;
  };
  return { ...right(title, column, rest, error), better: 'less' } as const;
};
const accuracy: Reads = ({ task }) => task?.accuracy;
const accuracyError: Reads = ({ task }) => task?.accuracyError;
const macroF1: Reads = ({ task }) => task?.macroF1;
const exact: Reads = ({ task }) => task?.exact;
const exactError: Reads = ({ task }) => task?.exactError;

export const EXAMPLE_METRICS = {
  accuracy: {
    ...right('Accuracy', 'accuracy', accuracy, accuracyError),
    errorColumn: 'accuracy_se',
  },
  errorRate: wrong('Error rate', 'error_rate', accuracy, accuracyError),
  macroF1: right('Macro F1', 'macro_f1', macroF1),
  lostF1: wrong('1 − macro F1', 'lost_macro_f1', macroF1),
  exact: { ...right('Exact answers', 'exact', exact, exactError), errorColumn: 'exact_se' },
  inexact: wrong('Inexact answers', 'inexact', exact, exactError),
  exactMatch: right('Exact match', 'exact_match', ({ task }) => task?.answers?.exactMatch),
  missed: wrong('1 − exact match', 'missed', ({ task }) => task?.answers?.exactMatch),
  rougeL: right('ROUGE-L', 'rouge_l', ({ task }) => task?.answers?.rougeL),
  lostRougeL: wrong('1 − ROUGE-L', 'lost_rouge_l', ({ task }) => task?.answers?.rougeL),
  answerF1: right('Token F1', 'token_f1', ({ task }) => task?.answers?.f1),
  exampleFlops: {
    ...cost('Per example', 'flops_per_example', 'FLOP', (row) => row.cost?.flopsPerExample),
    only: 'examples',
  },
  exampleTraffic: {
    ...cost('Per example', 'bytes_per_example', 'bytes', (row) => row.cost?.bytesPerExample),
    only: 'examples',
  },
  exampleEnergy: {
    ...timed(
      'Per example, estimated',
      'joules_per_example',
      'J',
      (row) => row.task && row.joules,
      ({ joules, rates }) =>
        joules && rates && (joules * rates.single.medianMove) / rates.single.median,
    ),
    only: 'examples',
  },
  exampleTime: {
    ...timed(
      'Example',
      'example_ms',
      'ms',
      ({ rates }) => rates && 1000 / rates.single.median,
      ({ rates }) => rates && (1000 * rates.single.medianMove) / rates.single.median ** 2,
    ),
    only: 'examples',
  },
  single: examples('One at a time', 'examples_per_s_1', 'single'),
  batch: examples('Many at once', 'examples_per_s_batch', 'batch'),
} satisfies Record<string, Metric>;
