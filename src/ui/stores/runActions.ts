// What the user can do with a run. Answers come as events; failures become notices.
import type { RunConfig } from '../../training/run/config';
import { broughtText } from '../../training/run/texts/textSchedule';
import { findExperiment } from '../../experiments/all';
import { runName } from '../settings/runName';
import type { Bench } from './bench';
import { modelsIn } from './models/useModels';
import { preferences } from './preferences';
import { problemsOf } from './drafts';
import { enqueue } from './jobActions';
import { telling } from './notices';
import { OWN_FILE } from './textStore';

let runCount = 0;

/** Why this experiment cannot start yet; null when it can. */
export function missingText(bench: Bench, experimentId: string): 'own' | 'download' | null {
  const config = bench.drafts.getState().drafts[experimentId]?.config;
  const corpus = config && broughtText(config);
  if (corpus === undefined || bench.texts.getState().texts[corpus]) return null;
  return corpus === OWN_FILE ? 'own' : 'download';
}

/** Whether it begins at once; nothing where it cannot start, or the user thought better of it. */
export async function startRun(
  bench: Bench,
  experimentId: string,
): Promise<'begins' | 'waits' | null> {
  const draft = bench.drafts.getState().drafts[experimentId];
  if (!draft || Object.keys(problemsOf(draft)).length > 0) return null;
  if (missingText(bench, experimentId) !== null) return null;
  const title = findExperiment(experimentId)?.title[preferences.getState().language];
  const taken = new Set(modelsIn(bench).map((model) => model.name));
  const name = runName(title ?? experimentId, draft, taken);
  const config = { ...draft.config, name };
  const textId = bench.texts.getState().texts[broughtText(config) ?? '']?.textId;
  const text = textId === undefined ? {} : { textId };
  return beginRun(bench, { experimentId, config, autoSize: draft.autoSize, ...text });
}

interface NewRun {
  readonly experimentId: string;
  readonly config: RunConfig;
  readonly autoSize: boolean;
  readonly textId?: string;
}

export function beginRun(bench: Bench, run: NewRun): ReturnType<typeof enqueue> {
  runCount += 1;
  const runId = `run-${Date.now().toString(36)}-${runCount}`;
  const { experimentId, config } = run;
  const request = { runId, experimentId, start: { ...run, runId } };
  return enqueue(bench, { kind: 'train', request }, config.name);
}

async function tell(bench: Bench, act: (runId: string) => Promise<void>): Promise<void> {
  const runId = bench.run.getState().run?.runId;
  if (runId !== undefined) await telling(bench, () => act(runId));
}

export const pauseRun = (bench: Bench) => tell(bench, (runId) => bench.lab.pause(runId));
/** On in its turn, or at once: one that was only opened is a job from now on. */
export async function resumeRun(bench: Bench): Promise<void> {
  const { run } = bench.run.getState();
  if (!run) return;
  const { runId, experimentId, config } = run;
  await enqueue(bench, { kind: 'train', request: { runId, experimentId } }, config.name);
}

export const singleStep = (bench: Bench) => tell(bench, (runId) => bench.lab.singleStep(runId));
export const stopRun = (bench: Bench) => tell(bench, (runId) => bench.lab.stop(runId));

/** A sample of the present weights, with the sampling settings as they stand now. */
export async function writeNow(bench: Bench): Promise<void> {
  const { run } = bench.run.getState();
  if (!run) return;
  const config = bench.drafts.getState().drafts[run.experimentId]?.config ?? run.config;
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
