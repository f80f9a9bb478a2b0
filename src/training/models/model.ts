// A language model as the trainer sees it, whatever its family.
import type { ModelConfig } from '../run/config';
import { BenchtopError } from '../../gpu/errors';
import type { ParameterSpec } from '../parameters';
import type { Tensor } from '../tensor';
import { gpt, gptParameters, type GptInputs, type GptOutputs } from './gpt';

export interface LanguageModel {
  readonly vocabSize: number;
  /** Longest sequence, in tokens. */
  readonly contextLength: number;
  readonly parameters: readonly ParameterSpec[];
  forward(parameter: (name: string) => Tensor | undefined, inputs: GptInputs): GptOutputs;
}

/** @throws BenchtopError heads_do_not_divide */
export function buildModel(config: ModelConfig, vocabSize: number): LanguageModel {
  const { n_embd, n_head } = config;
  if (n_embd % n_head !== 0) {
    const advice = `Choose a width that ${n_head} heads divide.`;
    throw new BenchtopError(
      'heads_do_not_divide',
      `A width of ${n_embd} cannot be split among ${n_head} heads. ${advice}`,
      { n_embd, n_head },
    );
  }
  const shape = { ...config, vocabSize };
  return {
    vocabSize,
    contextLength: config.n_positions,
    parameters: gptParameters(shape),
    forward: (parameter, inputs) => gpt(shape, parameter, inputs),
  };
}
