// From what was chosen on the page or the command line to what the recipe is listing.
import {
  financeWriter,
  LISTING_MAX_LENGTH,
  LISTING_SEQUENCES,
  type WriterLanguage,
} from '../../../experiments/financeWriter';
import type { FinetuneSize } from '../../../experiments/finetune';
import type { BaseRef } from '../../../training/models/baseModel';
import { distillSchema } from '../../../training/objectives/distillation/distillConfig';
import { runConfigSchema } from '../../../training/run/config';
import type { WriterRequest } from '../../protocol/writer';

/** Of a base from elsewhere: it reads far more at once, and takes a far smaller step than one made here. */
const LOADED = { length: 128, rate: 5e-5, batches: 4 };

export function writerRequest(
  language: WriterLanguage,
  size: FinetuneSize,
  base?: BaseRef,
): WriterRequest {
  const { prompt, ...writer } = financeWriter(language, size);
  const [general, domain] = [writer.general, writer.domain].map((run) =>
    runConfigSchema.parse(run),
  );
  const distill = distillSchema.parse(writer.distill);
  const listing = { prompt, sequences: LISTING_SEQUENCES, maxLength: LISTING_MAX_LENGTH };
  if (!base) return { general: general!, domain: domain!, distill, ...listing };
  const { length: max_length, rate, batches } = LOADED;
  const inBatches = (batch: number) => ({
    per_device_train_batch_size: Math.ceil(batch / batches),
    gradient_accumulation_steps: batches,
    max_length,
  });
  const { per_device_train_batch_size: batch } = domain!.training;
  const at = { ...inBatches(batch), learning_rate: rate, min_learning_rate: rate / 10 };
  const student = { ...distill.training, ...inBatches(batch) };
  return {
    base,
    general: { ...general!, training: { ...general!.training, max_length } },
    domain: { ...domain!, training: { ...domain!.training, ...at } },
    distill: { ...distill, training: student },
    ...listing,
  };
}
