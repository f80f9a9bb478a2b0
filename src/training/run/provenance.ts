// How a model came to be: what it read, with which tokens and objective, how it learned, and for how long.
// It goes wherever the model goes.
import { z } from 'zod';
import { runConfigSchema, type RunConfig } from './config';

export const provenanceSchema = runConfigSchema
  .pick({
    data: true,
    tokenizer: true,
    objectives: true,
    base: true,
    teacher: true,
    tuning: true,
    training: true,
    sample: true,
  })
  .extend({ steps: z.number().int().min(0) });

export type Provenance = z.infer<typeof provenanceSchema>;

export const provenanceOf = (config: RunConfig, steps: number): Provenance => {
  const { data, tokenizer, objectives, base, teacher, tuning, training, sample } = config;
  return {
    data,
    tokenizer,
    ...(objectives && { objectives }),
    ...(base && { base }),
    ...(teacher && { teacher }),
    ...(tuning && { tuning }),
    training,
    sample,
    steps,
  };
};
