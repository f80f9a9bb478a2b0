// What the verbs share: an engine on a device, an experiment found by its name, a run trained to its end.
import { EXPERIMENTS, findExperiment } from '../../experiments/all';
import { TRIALS } from '../../experiments/trials';
import type { RunConfig } from '../../training/run/config';
import { readFileSync } from 'node:fs';
import { toErrorData } from '../lab/labError';
import { parseJsonObject } from '../../training/io/jsonFile';
import { nodeDevices } from '../node/context';
import { LocalLab } from '../lab/lab';
import { readAssetInNode, readPublicInNode } from '../node/files';
import { ReadyModels } from '../models/readyModels';
import type { DeviceKind } from '../protocol/device';
import type { AdapterFacts } from '../protocol/lab';
import type { ShowEvent } from './reports/progress';
import { SET, withSettings } from './settings';
import { learnsFromText, textOf } from './text';
import { UsageError, type Call, type VerbOption } from './verb';

export const DEVICE: VerbOption = { value: 'NAME', help: 'one of "devices"' };
export const JSON_OUTPUT: VerbOption = { help: 'print JSON' };

/** In place of an experiment's name. */
export const CONFIG: VerbOption = {
  value: 'FILE',
  help: 'a run configuration as JSON instead of an experiment',
};

/** Of studies that train on after a change. */
export const RECOVERY: VerbOption = { value: 'N', help: 'steps of recovery training' };

/** Options of every verb that trains an experiment first. */
export const TRAIN_OPTIONS: Readonly<Record<string, VerbOption>> = {
  steps: { value: 'N', help: 'stop after N steps' },
  config: CONFIG,
  set: SET,
  text: { value: 'FILE', help: 'your own text (own-text and tiny-shakespeare)' },
  'auto-size': { help: 'let a probe choose the model for this device' },
  device: DEVICE,
  export: { value: 'DIR', help: 'write the model there as a Hugging Face folder' },
};

export const RUN_ID = 'cli';

/** As a file has it, or a built-in experiment's. @throws UsageError with the names that are known */
function configOf(call: Call): object {
  const id = call.positionals[0];
  const file = call.text('config');
  if (file !== undefined) {
    if (id !== undefined) throw new UsageError(`Either "${id}" or --config, not both.`);
    return readConfig(file);
  }
  const experiment = findExperiment(id) ?? TRIALS.find((trial) => trial.id === id);
  if (experiment) return experiment.config;
  const known = [...EXPERIMENTS, ...TRIALS].map((one) => one.id).join(', ');
  throw new UsageError(`There is no experiment "${id ?? ''}". Known: ${known}.`);
}

function readConfig(file: string): object {
  try {
    return parseJsonObject(readFileSync(file, 'utf8'), file);
  } catch (thrown) {
    throw new UsageError(`--config ${file}: ${toErrorData(thrown).message}`);
  }
}

/** @throws UsageError */
export function experimentOf(call: Call): RunConfig {
  const steps = call.number('steps', { min: 1 });
  const settings = [
    ...call.all('set'),
    ...(steps === undefined ? [] : [`training.max_steps=${steps}`]),
  ];
  return withSettings(configOf(call), settings);
}

export interface Session {
  readonly lab: LocalLab;
  readonly ready: ReadyModels;
  readonly kind: DeviceKind;
  readonly adapter: AdapterFacts;
}

/** @throws DeviceError, Error where there is no device */
export async function openSession(call: Call): Promise<Session> {
  const lab = new LocalLab(nodeDevices(call.text('device')), readAssetInNode);
  const ready = new ReadyModels(lab.bases, readPublicInNode);
  const device = await lab.open();
  if (device.status === 'ready') return { lab, ready, kind: device.kind, adapter: device.adapter };
  throw new Error(device.status === 'missing' ? device.detail : `The device is ${device.status}.`);
}

/** Trains to the end; false where the run failed. Interrupting the program stops the run. */
export async function trainRun(
  { lab }: Session,
  config: RunConfig,
  call: Call,
  show: ShowEvent,
): Promise<boolean> {
  const { supplied: text } = (learnsFromText(config) && (await textOf(call))) || {};
  let failed = false;
  await lab.subscribe((event) => {
    if (event.type !== 'run') return;
    if (event.event.type === 'state' && event.event.state === 'failed') failed = true;
    show(event.event);
  });
  process.once('SIGINT', () => void lab.stop(RUN_ID));
  await lab.start({
    runId: RUN_ID,
    config,
    autoSize: call.has('auto-size'),
    maxSteps: call.number('steps', { min: 1 }),
    text,
  });
  await lab.finished(RUN_ID);
  return !failed;
}
