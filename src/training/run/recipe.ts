// How a model came to be: what it read, with which tokens and objective, how it learned, and for how long.
// It goes wherever the model goes.
import { z } from 'zod';
import { runConfigSchema, type RunConfig } from './config';

export const recipeSchema = runConfigSchema
  .pick({ data: true, tokenizer: true, objectives: true, training: true, sample: true })
  .extend({ steps: z.number().int().min(0) });

export type ModelRecipe = z.infer<typeof recipeSchema>;

export const recipeOf = (config: RunConfig, steps: number): ModelRecipe => {
  const { data, tokenizer, objectives, training, sample } = config;
  return { data, tokenizer, ...(objectives && { objectives }), training, sample, steps };
};
