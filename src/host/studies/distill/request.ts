// The reference script of distillation as a request, as it stands or scaled to the device.
import { DISTILL_STORY, distillListing } from '../../../experiments/distill';
import type { FinetuneSize } from '../../../experiments/finetune';
import type { BaseRef } from '../../../training/models/baseModel';
import {
  distillSchema,
  type DistillConfig,
} from '../../../training/objectives/distillation/distillConfig';
import { runConfigSchema } from '../../../training/run/config';
import type { DistillRequest } from '../../protocol/distill';

export type ListingForm = 'listing' | 'scaled';

export const listingConfig = (form: ListingForm, size: FinetuneSize): DistillConfig =>
  distillSchema.parse(form === 'listing' ? distillListing(size) : DISTILL_STORY.distill);

/** Models that were imported read far more at once, and from a larger vocabulary, than those made here. */
const LOADED_LENGTH = 128;
const LOADED_BATCHES = 4;

/** Of a language model; without a teacher one is trained first, sized for the device. */
export function languageRequest(distill: DistillConfig, teacher?: BaseRef | null): DistillRequest {
  const { teacherRun } = DISTILL_STORY;
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
    teacherRun: runConfigSchema.parse({
      ...teacherRun,
      training: { ...teacherRun.training, max_length },
    }),
    autoSize: true,
    distill: { ...distill, training: isLoaded ? inBatches : training },
  };
}
