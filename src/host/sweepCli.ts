// `npm run lab -- sweep <experiment>`: the pruning sweep of the Compare page without a page.
import type { Lab } from './protocol';
import type { SweepRequest, SweepResult, SweepUpdate } from './sweepResult';

/** Sweeps a run that has ended; tables go to the standard output, progress to the other one. */
export async function sweepRun(lab: Lab, request: SweepRequest, isJson: boolean): Promise<void> {
  let said = '';
  const show = ({ stage, share }: SweepUpdate): void => {
    const line = `${stage} ${Math.round(100 * share)} %`;
    if (line !== said) console.error(line);
    said = line;
  };
  const result = await lab.sweep(request, show);
  console.log(isJson ? JSON.stringify(result) : tablesOf(result));
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

function tablesOf({
  denseLoss,
  recoverySteps,
  points,
  sensitivity,
  calibration,
}: SweepResult): string {
  const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
    [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
  const recovered = (loss: number | null): string =>
    loss === null
      ? '–'
      : `${loss.toFixed(4)} (${(100 * (loss / (denseLoss ?? loss) - 1)).toFixed(2)} %)`;
  return [
    `Dense loss ${denseLoss?.toFixed(4)}; ${recoverySteps} steps of recovery.`,
    table(
      ['Scope', 'Pruned', 'Loss', 'Recovered', 'Decode tokens/s', 'Disk kB'],
      points.map((one) => [
        one.scope,
        percent(one.amount),
        one.loss.toFixed(4),
        recovered(one.recoveredLoss),
        one.decodeTps?.toFixed(0) ?? '–',
        (one.diskBytes / 1000).toFixed(1),
      ]),
    ),
    table(
      ['Matrix', 'Weights', 'Rise, half pruned', 'Rise, INT4'],
      sensitivity.map(({ name, parameters, pruned, int4 }) => [
        name,
        String(parameters),
        pruned.toFixed(4),
        int4.toFixed(4),
      ]),
    ),
    table(
      ['Format', 'Calibration', 'Loss', 'KL', 'Same top'],
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
