import type { PruningResult } from '../protocol/pruning';
import type { StudyModel } from '../protocol/studyText';
import { runStudy, showFaults } from './reports/progress';
import {
  experimentOf,
  JSON_OUTPUT,
  openSession,
  RECOVERY,
  RUN_ID,
  TRAIN_OPTIONS,
  trainRun,
  type Session,
} from './session';
import { markdownTable } from '../studies/markdown';
import { textLine } from '../studies/textReport';
import { isOnDisk } from '../node/files';
import { openBase, refuseSettings } from './models';
import { learnsFromText, TEXT, textOf } from './text';
import type { Call, Verb } from './verb';

export const pruning: Verb = {
  name: 'pruning',
  takes: '<experiment>|<model>',
  summary: 'Trains an experiment, or takes a model on this disk, then prunes it from 0 to 90 %.',
  example: 'pruning story --recovery 100 --json',
  options: {
    ...TRAIN_OPTIONS,
    text: TEXT,
    recovery: RECOVERY,
    json: JSON_OUTPUT,
  },
  async run(call) {
    const recoverySteps = call.number('recovery');
    const found = isOnDisk(call.positionals[0]) ? await openModel(call) : await trainModel(call);
    if (!found) return 1;
    const { session, ...studied } = found;
    const result = await runStudy(session.lab, 'pruning', { ...studied, recoverySteps });
    console.log(call.has('json') ? JSON.stringify(result) : tablesOf(result));
    return 0;
  },
};

type Opened = StudyModel & { readonly session: Session };

async function openModel(call: Call): Promise<Opened> {
  refuseSettings(call);
  const text = await textOf(call);
  const session = await openSession(call);
  return { session, model: await openBase(session, call.positionals[0]!), text };
}

/** Null where the run failed. */
async function trainModel(call: Call): Promise<Opened | null> {
  const config = experimentOf(call);
  const text = learnsFromText(config) ? undefined : await textOf(call);
  const session = await openSession(call);
  const model = { kind: 'run', runId: RUN_ID } as const;
  return (await trainRun(session, config, call, showFaults)) ? { session, model, text } : null;
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

function tablesOf(result: PruningResult): string {
  const { method, denseLoss, recoverySteps, points, sensitivity, calibration } = result;
  const recovered = (loss: number | null): string =>
    loss === null
      ? '–'
      : `${loss.toFixed(4)} (${(100 * (loss / (denseLoss ?? loss) - 1)).toFixed(2)} %)`;
  const speed = method?.timed === 'examples' ? 'Examples/s' : 'Decode tokens/s';
  return [
    ...(method
      ? [`${method.modelName}, ${method.trainedSteps} steps. ${textLine(method.text)}`]
      : []),
    `Dense loss ${denseLoss?.toFixed(4)}; ${recoverySteps} steps of recovery training.`,
    markdownTable(
      ['Scope', 'Sparsity', 'Loss', 'After recovery', speed, 'Disk kB'],
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
