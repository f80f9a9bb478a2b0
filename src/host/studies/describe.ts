// What studies of all kinds say of a device and a model, and what they let a model write.
import type { AdapterFacts } from '../../gpu/compute';
import type { SamplingRequest } from '../../training/generate/writeText';
import type { ModelConfig, RunConfig } from '../../training/run/config';

/** Measured rounds, at least, where nobody has said. */
export const MIN_ROUNDS = 10;
const MOST_TEXT = 96;

export const adapterName = ({ description, device, architecture }: AdapterFacts): string =>
  description || device || architecture;

export const describeModel = ({ family, n_layer, n_embd }: ModelConfig): string =>
  `${family} ${n_layer} × ${n_embd}`;

/** The run's own prompt, the same for every model. */
export function sampleRequest({ sample, training }: RunConfig): SamplingRequest {
  const { prompt, temperature, top_k: topK, max_new_tokens } = sample;
  const maxNewTokens = Math.min(MOST_TEXT, max_new_tokens);
  return { prompt, maxNewTokens, temperature, topK, seed: training.seed };
}
