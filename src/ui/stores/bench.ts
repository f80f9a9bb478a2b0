// All state of the page outside React: one vanilla store a concern, wired to the engine once.
// Pages come and go; these stay, so a run goes on whatever is on the screen.
import { createStore } from 'zustand/vanilla';
import type { LabClient } from '../../host/client/client';
import type { DeviceState } from '../../host/protocol/device';
import type { LabEvent } from '../../host/protocol/lab';
import { toErrorData } from '../../host/lab/labError';
import { createPipelineStore } from '../features/compare/pipeline/pipelineStore';
import { createDataStore } from '../sources/dataStore';
import { createDraftStore, learnSizes } from './drafts';
import { EventQueue } from './eventQueue';
import { applyRangeTestEvent, createFinderStore } from '../settings/rangeTest/finder';
import { createOverlayStore } from '../features/run/curves/overlays';
import { createSavedRunsStore, watchSavedRuns } from './savedRunsStore';
import { createModelStore, watchModels } from '../features/models/modelStore';
import { watchJobs } from './jobNews';
import { createJobStore } from './jobs';
import { createPlaygroundStore } from '../features/playground/playgroundStore';
import { createNoticeStore } from './notices';
import { createPlanStore } from './plans';
import { preferences } from './preferences';
import { applyToSlot, EMPTY_SLOT, experimentOf, type RunSlot } from './runSlot';
import { isActive } from './runView';
import { createSelfTestStore } from '../features/check/selfTest';
import { createStudyStores } from './studyStores';
import { createTextStore } from './textStore';

const createStores = () => ({
  ...createStudyStores(),
  device: createStore<{ device: DeviceState }>(() => ({ device: { status: 'opening' } })),
  run: createStore<RunSlot>(() => EMPTY_SLOT),
  jobs: createJobStore(),
  drafts: createDraftStore(),
  texts: createTextStore(),
  data: createDataStore(),
  notices: createNoticeStore(),
  selfTest: createSelfTestStore(),
  pipeline: createPipelineStore(),
  plans: createPlanStore(),
  finder: createFinderStore(),
  savedRuns: createSavedRunsStore(),
  overlays: createOverlayStore(),
  models: createModelStore(),
  playground: createPlaygroundStore(),
});

export interface Bench extends ReturnType<typeof createStores> {
  lab: LabClient;
}

export function createBench(lab: LabClient): Bench {
  const bench: Bench = { lab, ...createStores() };
  const queue = new EventQueue<LabEvent>((events) => applyAll(bench, events));
  void lab
    .subscribe((event) => queue.push(event))
    .then(() => {
      watchSavedRuns(bench);
      watchModels(bench);
      void watchJobs(bench);
      return openDevice(bench);
    })
    .catch((thrown: unknown) => engineFailed(bench, thrown));
  return bench;
}

export async function openDevice(bench: Bench): Promise<void> {
  bench.device.setState({ device: { status: 'opening' } });
  try {
    bench.device.setState({ device: await bench.lab.open(preferences.getState().device) });
  } catch (thrown) {
    engineFailed(bench, thrown);
  }
}

function engineFailed(bench: Bench, thrown: unknown): void {
  const { code, message } = toErrorData(thrown);
  const reason = 'device_refused';
  const detail = code === 'engine_not_loaded' ? code : message;
  bench.device.setState({ device: { status: 'missing', reason, detail } });
}

function applyAll(bench: Bench, events: readonly LabEvent[]): void {
  const before = bench.run.getState();
  let slot = before;
  for (const event of events) {
    if (event.type === 'device') bench.device.setState({ device: event.device });
    else if (!applyRangeTestEvent(bench, event.event)) {
      slot = applyToSlot(slot, event.event);
      const experimentId = experimentOf(slot, event.event.runId);
      if (event.event.type === 'ready' && experimentId !== undefined)
        learnSizes(bench, experimentId, event.event);
    }
  }
  if (slot !== before) bench.run.setState(slot);
}

export function hasActiveRun(slot: Pick<RunSlot, 'run'>): boolean {
  return slot.run !== null && isActive(slot.run.state);
}
