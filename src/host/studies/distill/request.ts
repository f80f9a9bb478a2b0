// The reference script of distillation as a request, as it stands or scaled to the device.
import { DISTILL_STORY, distillListing } from '../../../experiments/distill';
import type { FinetuneSize } from '../../../experiments/finetune';
import type { BaseRef } from '../../../training/models/baseModel';
import {
  distillSchema,
  type DistillConfig,
} from '../../../training/objectives/distillation/distillConfig';
import { runConfigSchema, type RunConfigInput } from '../../../training/run/config';
import type { DistillRequest } from '../../protocol/distill';

export type ListingForm = 'listing' | 'scaled';

export const listingConfig = (form: ListingForm, size: FinetuneSize): DistillConfig =>
  distillSchema.parse(form === 'listing' ? distillListing(size) : DISTILL_STORY.distill);

/** Models that were imported read far more at once, and from a larger vocabulary, than those made here. */
const LOADED_LENGTH = 128;
const LOADED_BATCHES = 4;

/** Without a teacher one is trained first, sized for the device. */
export function distillRequest(
  run: RunConfigInput,
  distill: DistillConfig,
  teacher: BaseRef | null | undefined,
): DistillRequest {
  const isLoaded = teacher?.kind === 'loaded';
  const max_length = isLoaded ? LOADED_LENGTH : undefined;
  const { training } = distill;
  const batch = Math.ceil(training.per_device_train_batch_size / LOADED_BATCHES);
  const inBatches = {
    ...training,
    per_device_train_batch_size: batch,
    gradient_accumulation_steps: LOADED_BATCHES,
  };
  return {
    ...(teacher && { teacher }),
    teacherRun: runConfigSchema.parse({ ...run, training: { ...run.training, max_length } }),
    autoSize: true,
    distill: { ...distill, training: isLoaded ? inBatches : training },
  };
}

export const languageRequest = (distill: DistillConfig, teacher?: BaseRef | null): DistillRequest =>
  distillRequest(DISTILL_STORY.teacherRun, distill, teacher);
