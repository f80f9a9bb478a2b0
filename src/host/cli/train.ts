import { exportModel } from './exportModel';
import { BASE, checkModelNames, openBase } from './models';
import { showJson, showProgress } from './reports/progress';
import { experimentOf, JSON_OUTPUT, openSession, RUN_ID, TRAIN_OPTIONS, trainRun } from './session';
import { UsageError, type Verb } from './verb';

export const train: Verb = {
  name: 'train',
  takes: '<experiment>',
  summary: 'Trains an experiment.',
  example: 'train story --steps 300 --auto-size',
  options: {
    ...TRAIN_OPTIONS,
    base: BASE,
    json: { ...JSON_OUTPUT, help: 'print every event as a JSON line' },
  },
  async run(call) {
    const experiment = experimentOf(call);
    const path = call.text('base');
    if (path !== undefined) checkModelNames([path]);
    if (path !== undefined && call.has('auto-size'))
      throw new UsageError('--auto-size chooses a size, and the model of --base has one.');
    const session = await openSession(call);
    const config =
      path === undefined ? experiment : { ...experiment, base: await openBase(session, path) };
    const isJson = call.has('json');
    const { description, architecture } = session.adapter;
    if (!isJson) console.log(`On ${description || architecture}.`);
    const trained = await trainRun(session, config, call, isJson ? showJson : showProgress());
    const directory = call.text('export');
    if (trained && directory) {
      const { name } = config;
      const lineage = { name, source: { kind: 'run', name } } as const;
      await exportModel(directory, lineage, await session.lab.exported(RUN_ID));
    }
    return trained ? 0 : 1;
  },
};
