import type { PruningResult } from '../protocol/pruning';
import { runStudy } from './progress';
import {
  experimentOf,
  JSON_OUTPUT,
  openSession,
  RECOVERY,
  RUN_ID,
  TRAIN_OPTIONS,
  trainRun,
} from './session';
import { markdownTable } from '../studies/markdown';
import type { Verb } from './verb';

export const pruning: Verb = {
  name: 'pruning',
  takes: '<experiment>',
  summary: 'Trains an experiment, then prunes it from 0 to 90 %.',
  example: 'pruning story --recovery 100 --json',
  options: {
    ...TRAIN_OPTIONS,
    recovery: RECOVERY,
    json: JSON_OUTPUT,
  },
  async run(call) {
    const config = experimentOf(call);
    const request = { runId: RUN_ID, recoverySteps: call.number('recovery') };
    const session = await openSession(call);
    if (!(await trainRun(session, config, call, () => undefined))) return 1;
    const result = await runStudy(session.lab, 'pruning', request);
    console.log(call.has('json') ? JSON.stringify(result) : tablesOf(result));
    return 0;
  },
};

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

function tablesOf(result: PruningResult): string {
  const { denseLoss, recoverySteps, points, sensitivity, calibration } = result;
  const recovered = (loss: number | null): string =>
    loss === null
      ? '–'
      : `${loss.toFixed(4)} (${(100 * (loss / (denseLoss ?? loss) - 1)).toFixed(2)} %)`;
  return [
    `Dense loss ${denseLoss?.toFixed(4)}; ${recoverySteps} steps of recovery training.`,
    markdownTable(
      ['Scope', 'Sparsity', 'Loss', 'After recovery', 'Decode tokens/s', 'Disk kB'],
      points.map((one) => [
        one.scope,
        percent(one.amount),
        one.loss.toFixed(4),
        recovered(one.recoveredLoss),
        one.decodeTps?.toFixed(0) ?? '–',
        (one.diskBytes / 1000).toFixed(1),
      ]),
    ),
    markdownTable(
      ['Layer', 'Weights', 'Loss increase at 50 % sparsity', 'Loss increase in INT4'],
      sensitivity.map(({ name, parameters, pruned, int4 }) => [
        name,
        String(parameters),
        pruned.toFixed(4),
        int4.toFixed(4),
      ]),
    ),
    markdownTable(
      ['Format', 'Calibration', 'Loss', 'KL', 'Top-1 agreement'],
      calibration.map((one) => [
        one.format,
        one.calibration,
        one.loss.toFixed(4),
        one.kl.toPrecision(3),
        `${(100 * one.sameTop).toFixed(1)} %`,
      ]),
    ),
  ].join('\n\n');
}
