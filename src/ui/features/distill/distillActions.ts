// What the user can do with a distillation: choose and start it.
import { distillClassifier } from '../../../experiments/distill';
import type { DistillRequest } from '../../../host/protocol/distill';
import type { WithPageText } from '../../../host/protocol/studyText';
import {
  distillRequest,
  languageRequest,
  listingConfig,
  type ListingForm,
} from '../../../host/studies/distill/request';
import { runConfigSchema } from '../../../training/run/config';
import type { Bench } from '../../stores/bench';
import { runStudy, sizeOf } from '../study/study';
import type { DistillChoices } from './distillStore';

/** Of the task at hand. */
export function changeDistill({ distill }: Bench, changed: Partial<DistillChoices>): void {
  distill.setState(({ task, choices }) => ({
    choices: { ...choices, [task]: { ...choices[task], ...changed } },
  }));
}

function requestOf(bench: Bench): WithPageText<DistillRequest> {
  const { task, set, labeled, choices } = bench.distill.getState();
  const { teacher, config } = choices[task];
  if (task === 'language') return languageRequest(config, teacher);
  const { teacherRun, pretrain } = distillClassifier(set, sizeOf(bench), labeled);
  const request = distillRequest(teacherRun, config, teacher);
  return { ...request, ...(pretrain && { pretrain: runConfigSchema.parse(pretrain) }) };
}

/** The reference script's own settings, or what suits the teacher and this device. */
export const takeListing = (bench: Bench, form: ListingForm): void =>
  changeDistill(bench, { config: listingConfig(form, sizeOf(bench)) });

export const runDistillation = (bench: Bench): Promise<void> =>
  runStudy(bench, 'distill', () => requestOf(bench));
