import { captureExperiment } from './captured';
import { planReport, planTables } from './reports/planReport';
import { CONFIG, experimentOf, DEVICE, JSON_OUTPUT } from './session';
import { SET } from './settings';
import type { Verb } from './verb';

export const plan: Verb = {
  name: 'plan',
  takes: '<experiment>',
  summary:
    'Prints the captured training step (dispatches, shapes, bindings, slots, bytes), its memory plan and its fused kernels, without running it.',
  example: 'plan story --set model.n_layer=2',
  options: { config: CONFIG, set: SET, device: DEVICE, json: JSON_OUTPUT },
  async run(call) {
    const { run, adapter } = await captureExperiment(experimentOf(call), call);
    const tables = planTables(run);
    console.log(call.has('json') ? JSON.stringify(tables) : planReport(tables, adapter));
    return 0;
  },
};
