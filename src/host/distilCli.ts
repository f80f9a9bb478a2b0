// `npm run lab -- distil`: the experiment of the Distil page without a page.
import { runConfigSchema } from '../training/run/config';
import { distilSchema } from '../training/objectives/distilConfig';
import { DISTIL_STORY } from '../experiments/distil';
import type { DistilResult, DistilRow, DistilUpdate } from './distilResult';
import type { Lab } from './protocol';

export interface DistilCliOptions {
  readonly autoSize: boolean;
  readonly isJson: boolean;
  readonly minRounds?: number;
  /** Changes a config as `--set` and `--teacher` say. */
  readonly changedDistil: (config: object) => unknown;
  readonly changedTeacher: (config: object) => unknown;
}

export async function distilInNode(lab: Lab, options: DistilCliOptions): Promise<void> {
  const { autoSize, isJson, minRounds, changedDistil, changedTeacher } = options;
  let said = '';
  const show = ({ stage, current, share, elapsedMs, result }: DistilUpdate): void => {
    const point = result.curves.at(-1)?.points.at(-1);
    const what = current ? ` ${current.id} ${current.seed}` : '';
    const loss = point ? ` loss ${point.loss.toFixed(3)} at step ${point.step}` : '';
    const line = `${stage}${what} ${Math.round(100 * share)} %${loss}`;
    if (line !== said) console.error(`${(elapsedMs / 1000).toFixed(1)} s  ${line}`);
    said = line;
  };
  const request = {
    teacherRun: runConfigSchema.parse(changedTeacher(DISTIL_STORY.teacherRun)),
    distil: distilSchema.parse(changedDistil(DISTIL_STORY.distil)),
    autoSize,
    ...(minRounds !== undefined && { minRounds }),
  };
  const result = await lab.distil(request, show);
  console.log(isJson ? JSON.stringify(result) : tableOf(result));
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function cells({ id, seeds, cost, speed, error }: DistilRow): string[] {
  const of = (pick: (one: DistilRow['seeds'][number]['quality']) => number): number[] =>
    seeds.map(({ quality }) => pick(quality));
  const losses = of(({ loss }) => loss);
  return [
    id,
    error?.message ??
      `${mean(losses).toFixed(4)} (${losses.map((one) => one.toFixed(4)).join(', ')})`,
    `${(100 * mean(of(({ sameTop }) => sameTop))).toFixed(1)} %`,
    mean(of(({ kl }) => kl.mean)).toFixed(4),
    `${((cost?.weightBytes ?? 0) / 1000).toFixed(1)}`,
    `${((cost?.diskBytes ?? 0) / 1000).toFixed(1)}`,
    speed?.prefill ? speed.prefill.median.toFixed(0) : '–',
    speed ? speed.decode.median.toFixed(0) : '–',
  ];
}

function tableOf({ method, rows }: DistilResult): string {
  const head = [
    'Model',
    'Held-out loss, mean (seeds)',
    'Same top token',
    'KL to the teacher',
    'Weights on the GPU kB',
    'Disk kB',
    'Prefill tokens/s',
    'Decode tokens/s',
  ];
  const line = (row: readonly string[]): string => `| ${row.join(' | ')} |`;
  const facts = method
    ? `${method.teacherModel} → ${method.studentModel} on ${method.adapter}; ${method.tokens} tokens in ${method.trainWindows} windows, ${method.config.training.max_steps} steps, T = ${method.config.temperature}, alpha ${method.config.alpha}, ${method.readyLogits ? 'teacher asked once a window' : 'teacher in the step'}.`
    : '';
  return [
    facts,
    '',
    line(head),
    line(head.map(() => '---')),
    ...rows.map((row) => line(cells(row))),
  ].join('\n');
}
