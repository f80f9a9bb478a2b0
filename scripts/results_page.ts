// The page of `npm run results`: nothing but the app's engine in its Worker, and what calls it.
import { connectLab } from '../src/host/client/client';
import { trialRunner, type RunTrial } from './results/trialRun';

declare global {
  /** The adapter's name, once it is open. */
  var openTrials: () => Promise<string>;
  var runTrial: RunTrial;
}

globalThis.openTrials = async () => {
  const lab = connectLab();
  const state = await lab.open();
  if (state.status !== 'ready') throw new Error(`The device is ${state.status}.`);
  globalThis.runTrial = await trialRunner(lab);
  return state.adapter.description || state.adapter.architecture;
};
