// The result of a distillation as a Markdown table.
import { meanOf, type Spread } from '../../training/evaluate/statistics';
import type { DistillResult, DistillRow } from '../protocol/distill';
import { markdownTable } from './table';

type Column = readonly [title: string, cell: (row: DistillRow) => string];

const over = (
  { seeds }: DistillRow,
  pick: (one: DistillRow['seeds'][number]['quality']) => number,
): number[] => seeds.map(({ quality }) => pick(quality));

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const whole = (spread: Spread | null | undefined): string => spread?.median.toFixed(0) ?? '–';

const LOSS: Column = [
  'Validation loss, mean (seeds)',
  (row) => {
    const losses = over(row, ({ loss }) => loss);
    const each = losses.map((one) => one.toFixed(4)).join(', ');
    return row.error?.message ?? `${meanOf(losses).toFixed(4)} (${each})`;
  },
];
const ACCURACY: Column = [
  'Accuracy, mean (seeds)',
  (row) => {
    const shares = over(row, ({ accuracy }) => accuracy ?? Number.NaN);
    return `${percent(meanOf(shares))} (${shares.map(percent).join(', ')})`;
  },
];
const AGREEMENT: Column = [
  'Top-1 agreement with the teacher',
  (row) => percent(meanOf(over(row, ({ sameTop }) => sameTop))),
];
const KL: Column = [
  'KL to the teacher',
  (row) => meanOf(over(row, ({ kl }) => kl.mean)).toFixed(4),
];
const BYTES: readonly Column[] = [
  ['Weights on the GPU, kB', ({ cost }) => ((cost?.weightBytes ?? 0) / 1000).toFixed(1)],
  ['Disk, kB', ({ cost }) => ((cost?.diskBytes ?? 0) / 1000).toFixed(1)],
];
const COLUMNS: Record<'text' | 'examples', readonly Column[]> = {
  text: [
    LOSS,
    AGREEMENT,
    KL,
    ...BYTES,
    ['Prefill, tokens/s', ({ speed }) => whole(speed?.prefill)],
    ['Decode, tokens/s', ({ speed }) => whole(speed?.decode)],
  ],
  examples: [
    LOSS,
    ACCURACY,
    AGREEMENT,
    KL,
    ...BYTES,
    ['Examples/s, batch size 1', ({ rates }) => whole(rates?.single)],
    ['Examples/s, batch size 16', ({ rates }) => whole(rates?.batch)],
  ],
};

function factsOf({ method }: DistillResult): string {
  if (!method) return '';
  const { teacherModel, studentModel, adapter, config, reads } = method;
  const read =
    reads.kind === 'text'
      ? `${reads.tokens} tokens in ${reads.windows} windows, ${reads.readyLogits ? 'teacher logits cached' : 'teacher in the step'}`
      : `${reads.labelled} labelled examples, ${reads.unlabelled} unlabelled examples, ${reads.heldOut} held out`;
  return `${teacherModel} → ${studentModel} on ${adapter}; ${read}; ${config.training.max_steps} steps, T = ${config.temperature}, alpha ${config.alpha}.`;
}

/** The method, and a row for each model. */
export function distillReport(result: DistillResult): string {
  const columns = COLUMNS[result.method?.reads.kind ?? 'text'];
  const head = ['Model', ...columns.map(([title]) => title)];
  const rows = result.rows.map((row) => [row.id, ...columns.map(([, cell]) => cell(row))]);
  return `${factsOf(result)}\n\n${markdownTable(head, rows)}`;
}
