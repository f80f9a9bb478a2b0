// What the visitor can do with a distillation: choose, start and stop it.
import { DISTIL_STORY, distilClassifier, type DistilExperiment } from '../../experiments/distil';
import type { DistilRequest } from '../../host/distilResult';
import { toErrorData } from '../../host/labError';
import { runConfigSchema } from '../../training/run/config';
import type { Bench } from '../stores/bench';
import { pauseForStudy } from '../stores/runActions';
import { sizeOf } from '../tune/tuneActions';
import type { DistilChoices, DistilState } from './distilStore';

/** Of the task at hand. */
export function changeDistil({ distil }: Bench, changed: Partial<DistilChoices>): void {
  distil.setState(({ task, choices }) => ({
    choices: { ...choices, [task]: { ...choices[task], ...changed } },
  }));
}

const experimentOf = (bench: Bench, { task, set, labelled }: DistilState): DistilExperiment =>
  task === 'language' ? DISTIL_STORY : distilClassifier(set, sizeOf(bench), labelled);

/** Models that were brought read far more at once, and from a larger vocabulary, than those made here. */
const LOADED_LENGTH = 128;
const LOADED_PARTS = 4;

function requestOf(bench: Bench): DistilRequest {
  const state = bench.distil.getState();
  const { teacher, config } = state.choices[state.task];
  const { teacherRun, pretrain } = experimentOf(bench, state);
  const isLoaded = teacher?.kind === 'loaded';
  const max_length = isLoaded ? LOADED_LENGTH : undefined;
  const { training } = config;
  const batch = Math.ceil(training.per_device_train_batch_size / LOADED_PARTS);
  const inParts = {
    ...training,
    per_device_train_batch_size: batch,
    gradient_accumulation_steps: LOADED_PARTS,
  };
  return {
    ...(teacher && { teacher }),
    teacherRun: runConfigSchema.parse({
      ...teacherRun,
      training: { ...teacherRun.training, max_length },
    }),
    ...(pretrain && { pretrain: runConfigSchema.parse(pretrain) }),
    autoSize: true,
    distil: { ...config, training: isLoaded ? inParts : training },
  };
}

export async function runDistillation(bench: Bench): Promise<void> {
  const { lab, distil } = bench;
  if (distil.getState().state === 'running') return;
  distil.setState({ state: 'running', update: null, error: null });
  const tellHidden = (): void => void lab.tellHidden(document.hidden);
  document.addEventListener('visibilitychange', tellHidden);
  try {
    await pauseForStudy(bench);
    await lab.distil(requestOf(bench), (update) => distil.setState({ update }));
    const stage = distil.getState().update?.stage;
    distil.setState({ state: stage === 'stopped' ? 'stopped' : 'done' });
  } catch (thrown) {
    distil.setState({ state: 'failed', error: toErrorData(thrown) });
  } finally {
    document.removeEventListener('visibilitychange', tellHidden);
  }
}

export async function stopDistillation({ lab, notices }: Bench): Promise<void> {
  try {
    await lab.stopDistillation();
  } catch (thrown) {
    notices.getState().showError(toErrorData(thrown));
  }
}
