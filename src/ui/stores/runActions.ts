// What the user can do with a run. Answers come as events; failures become notices.
import { broughtText } from '../../training/run/texts/textSchedule';
import { findExperiment } from '../../experiments/all';
import { toErrorData } from '../../host/lab/labError';
import type { LossHistory } from '../charts/lossHistory';
import type { Bench } from './bench';
import { problemsOf } from './drafts';
import { telling } from './notices';
import { isActive, newRunView } from './runView';
import { OWN_FILE } from './textStore';

let runCount = 0;

/** Why this experiment cannot start yet; null when it can. */
export function missingText(bench: Bench, experimentId: string): 'own' | 'download' | null {
  const config = bench.drafts.getState().drafts[experimentId]?.config;
  const corpus = config && broughtText(config);
  if (corpus === undefined || bench.texts.getState().texts[corpus]) return null;
  return corpus === OWN_FILE ? 'own' : 'download';
}

export async function startRun(bench: Bench, experimentId: string): Promise<void> {
  const draft = bench.drafts.getState().drafts[experimentId];
  if (!draft || Object.keys(problemsOf(draft)).length > 0) return;
  if (missingText(bench, experimentId) !== null) return;
  const config = { ...draft.config, name: findExperiment(experimentId)?.title.en ?? experimentId };
  const textId = bench.texts.getState().texts[broughtText(config) ?? '']?.textId;
  const { autoSize } = draft;
  await beginRun(bench, {
    experimentId,
    config,
    autoSize,
    ...(textId === undefined ? {} : { textId }),
  });
}

type Begun = Omit<Parameters<Bench['lab']['start']>[0], 'runId'> & { experimentId: string };

/** In place of the run before. */
export async function beginRun(bench: Bench, request: Begun): Promise<void> {
  const { experimentId, config } = request;
  const before = bench.run.getState().run;
  runCount += 1;
  const runId = `run-${Date.now().toString(36)}-${runCount}`;
  const earlier =
    before?.experimentId === experimentId ? withHistory(before.earlier, before.history) : [];
  bench.run.setState({ run: newRunView(runId, experimentId, config, earlier) });
  try {
    if (before) await leaveRun(bench, before.runId, isActive(before.state));
    await bench.lab.start({ ...request, runId });
  } catch (thrown) {
    failRun(bench, runId, thrown);
  }
}

const MOST_EARLIER = 5;

/** A run that never made a step has no curve to show. */
function withHistory(earlier: readonly LossHistory[], history: LossHistory): LossHistory[] {
  return [...earlier, history].filter(({ count }) => count > 0).slice(-MOST_EARLIER);
}

/** A run that cannot be stopped or freed must not keep the next one from starting. */
export async function leaveRun({ lab }: Bench, runId: string, active: boolean): Promise<void> {
  try {
    if (active) await lab.stop(runId);
    await lab.dispose(runId);
  } catch (thrown) {
    console.warn('The run before could not be freed:', toErrorData(thrown).message);
  }
}

/** A run that trains would share the adapter with a study: it pauses, and the page says how to resume it. */
export async function pauseForStudy({ lab, run, notices }: Bench): Promise<void> {
  const open = run.getState().run;
  if (open?.state !== 'running' && open?.state !== 'preparing') return;
  await lab.pause(open.runId);
  notices.getState().show('runPaused');
}

function failRun(bench: Bench, runId: string, thrown: unknown): void {
  const error = toErrorData(thrown);
  bench.run.setState(({ run }) =>
    run?.runId === runId ? { run: { ...run, state: 'failed', error, isWriting: false } } : { run },
  );
}

async function tell(bench: Bench, act: (runId: string) => Promise<void>): Promise<void> {
  const runId = bench.run.getState().run?.runId;
  if (runId !== undefined) await telling(bench, () => act(runId));
}

export const pauseRun = (bench: Bench) => tell(bench, (runId) => bench.lab.pause(runId));
export const resumeRun = (bench: Bench) => tell(bench, (runId) => bench.lab.resume(runId));
export const singleStep = (bench: Bench) => tell(bench, (runId) => bench.lab.singleStep(runId));
export const stopRun = (bench: Bench) => tell(bench, (runId) => bench.lab.stop(runId));

/** A sample of the present weights, with the sampling settings as they stand now. */
export async function writeNow(bench: Bench): Promise<void> {
  const experimentId = bench.run.getState().run?.experimentId ?? '';
  const config = bench.drafts.getState().drafts[experimentId]?.config;
  if (!config) return;
  const { prompt, max_new_tokens, temperature, top_k } = config.sample;
  await tell(bench, async (runId) => {
    await bench.lab.generate({
      runId,
      prompt,
      maxNewTokens: max_new_tokens,
      temperature,
      topK: top_k,
      seed: Math.floor(Math.random() * 2 ** 31),
    });
  });
}
