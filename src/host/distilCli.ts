// `npm run lab -- distil`: the experiment of the Distil page without a page.
import { runConfigSchema } from '../training/run/config';
import { distilSchema } from '../training/objectives/distilConfig';
import { DISTIL_STORY, distilClassifier, type ClassSet } from '../experiments/distil';
import { meanOf, type Spread } from '../training/evaluate/statistics';
import type { DistilResult, DistilRow, DistilUpdate } from './distilResult';
import type { Lab } from './protocol';

export interface DistilCliOptions {
  /** Classes to tell apart; language where left out. */
  readonly task?: ClassSet | undefined;
  readonly autoSize: boolean;
  readonly isJson: boolean;
  readonly minRounds?: number;
  /** Changes a config as `--set` and `--teacher` say. */
  readonly changedDistil: (config: object) => unknown;
  readonly changedTeacher: (config: object) => unknown;
}

export async function distilInNode(lab: Lab, options: DistilCliOptions): Promise<void> {
  const { task, autoSize, isJson, minRounds, changedDistil, changedTeacher } = options;
  let said = '';
  const show = ({ stage, current, share, elapsedMs, result }: DistilUpdate): void => {
    const point = result.curves.at(-1)?.points.at(-1);
    const what = current ? ` ${current.id} ${current.seed}` : '';
    const loss = point ? ` loss ${point.loss.toFixed(3)} at step ${point.step}` : '';
    const line = `${stage}${what} ${Math.round(100 * share)} %${loss}`;
    if (line !== said) console.error(`${(elapsedMs / 1000).toFixed(1)} s  ${line}`);
    said = line;
  };
  const { teacherRun, pretrain, distil } = task ? distilClassifier(task, 'small') : DISTIL_STORY;
  const request = {
    teacherRun: runConfigSchema.parse(changedTeacher(teacherRun)),
    ...(pretrain && { pretrain: runConfigSchema.parse(pretrain) }),
    distil: distilSchema.parse(changedDistil(distil)),
    autoSize,
    ...(minRounds !== undefined && { minRounds }),
  };
  const result = await lab.distil(request, show);
  console.log(isJson ? JSON.stringify(result) : tableOf(result));
}

type Column = readonly [title: string, cell: (row: DistilRow) => string];

const over = (
  { seeds }: DistilRow,
  pick: (one: DistilRow['seeds'][number]['quality']) => number,
): number[] => seeds.map(({ quality }) => pick(quality));

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const whole = (spread: Spread | null | undefined): string => spread?.median.toFixed(0) ?? '–';

const LOSS: Column = [
  'Held-out loss, mean (seeds)',
  (row) => {
    const losses = over(row, ({ loss }) => loss);
    const each = losses.map((one) => one.toFixed(4)).join(', ');
    return row.error?.message ?? `${meanOf(losses).toFixed(4)} (${each})`;
  },
];
const RIGHT: Column = [
  'Right, mean (seeds)',
  (row) => {
    const shares = over(row, ({ accuracy }) => accuracy ?? Number.NaN);
    return `${percent(meanOf(shares))} (${shares.map(percent).join(', ')})`;
  },
];
const SAME: Column = [
  'Same as the teacher',
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
    SAME,
    KL,
    ...BYTES,
    ['Prefill, tokens/s', ({ speed }) => whole(speed?.prefill)],
    ['Decode, tokens/s', ({ speed }) => whole(speed?.decode)],
  ],
  examples: [
    LOSS,
    RIGHT,
    SAME,
    KL,
    ...BYTES,
    ['Examples/s, one by one', ({ rates }) => whole(rates?.single)],
    ['Examples/s, 16 at once', ({ rates }) => whole(rates?.batch)],
  ],
};

function factsOf({ method }: DistilResult): string {
  if (!method) return '';
  const { teacherModel, studentModel, adapter, config, reads } = method;
  const read =
    reads.kind === 'text'
      ? `${reads.tokens} tokens in ${reads.windows} windows, ${reads.readyLogits ? 'teacher asked once a window' : 'teacher in the step'}`
      : `${reads.labelled} labelled examples, ${reads.unlabelled} more without a label, ${reads.heldOut} held out`;
  return `${teacherModel} → ${studentModel} on ${adapter}; ${read}; ${config.training.max_steps} steps, T = ${config.temperature}, alpha ${config.alpha}.`;
}

function tableOf(result: DistilResult): string {
  const columns = COLUMNS[result.method?.reads.kind ?? 'text'];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    factsOf(result),
    '',
    line(['Model', ...columns.map(([title]) => title)]),
    line(['---', ...columns.map(() => '---')]),
    ...result.rows.map((row) => line([row.id, ...columns.map(([, cell]) => cell(row))])),
  ].join('\n');
}
