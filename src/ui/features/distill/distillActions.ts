// What the user can do with a distillation: choose and start it.
import { distillClassifier } from '../../../experiments/distill';
import type { DistillRequest } from '../../../host/protocol/distill';
import { modelTextIn } from '../study/text/modelText';
import type { PageText, WithPageText } from '../../../host/protocol/studyText';
import {
  distillRequest,
  languageRequest,
  listingConfig,
  type ListingForm,
} from '../../../host/studies/distill/request';
import { runConfigSchema } from '../../../training/run/config';
import type { Bench } from '../../stores/bench';
import { runStudy, sizeOf } from '../study/study';
import { textOfSet } from '../study/text/studyTextActions';
import type { DistillChoices, DistillSettings } from './distillStore';

/** Of the task at hand. */
export function changeDistill({ distill }: Bench, changed: Partial<DistillChoices>): void {
  distill.setState(({ task, choices }) => ({
    choices: { ...choices, [task]: { ...choices[task], ...changed } },
  }));
}

/** Of a classifier whose own examples are not known: the set that it is said to tell apart. */
function examplesOf(bench: Bench, { task, set, choices }: DistillSettings): PageText | null {
  const { teacher } = choices[task];
  if (task !== 'classify' || !teacher || modelTextIn(bench, teacher)?.data?.examples) return null;
  return textOfSet(set);
}

function requestOf(bench: Bench): WithPageText<DistillRequest> {
  const state = bench.distill.getState();
  const { task, set, labeled, choices } = state;
  const { teacher, config } = choices[task];
  const text = choices[task].text ?? examplesOf(bench, state);
  const read = text ? { text } : {};
  if (task === 'language') return { ...languageRequest(config, teacher), ...read };
  const { teacherRun, pretrain } = distillClassifier(set, sizeOf(bench), labeled);
  const request = distillRequest(teacherRun, config, teacher);
  return { ...request, ...read, ...(pretrain && { pretrain: runConfigSchema.parse(pretrain) }) };
}

/** The reference script's own settings, or what suits the teacher and this device. */
export const takeListing = (bench: Bench, form: ListingForm): void =>
  changeDistill(bench, { config: listingConfig(form, sizeOf(bench)) });

export const runDistillation = (bench: Bench): Promise<void> =>
  runStudy(bench, 'distill', () => requestOf(bench));
