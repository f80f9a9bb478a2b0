// An output layer over one state of a sequence, as Hugging Face's classes for sequence classification
// have it: decoders take the last state (Radford et al. 2018), BERT its pooled first one (Devlin et al.
// 2019), DistilBERT the first one through a layer of its own. B: sequences, T: positions, C: width.
import { sub } from '../ops/binary';
import { reshape } from '../ops/layout/reshape';
import { crossEntropy } from '../ops/losses/crossEntropy';
import { linear } from '../ops/matmul';
import { pool, type PoolMode } from '../ops/pool';
import { mean } from '../ops/reduce';
import { square } from '../ops/unary';
import type { ParameterSpec } from '../parameters';
import type { ModelConfig } from '../run/config';
import { isEncoderFamily } from '../models/families';
import type { Tensor } from '../tensor';
import { dense, ParameterList, type ParameterLookup } from './weights';

/** What a classifier says and where it looks. */
export interface ClassifierFacts {
  readonly labels: readonly string[];
  readonly pooling: PoolMode;
}

/** Hugging Face's classes decide it by the family. */
export const usualPooling = (family: ModelConfig['family']): PoolMode =>
  isEncoderFamily(family) ? 'cls' : 'last';

const SCORE = 'score';
const CLASSIFIER = 'classifier';
const BEFORE = 'pre_classifier';

export function classifierParameters(
  { family, n_embd: width }: Pick<ModelConfig, 'family' | 'n_embd'>,
  classes: number,
): readonly ParameterSpec[] {
  const list = new ParameterList();
  if (family === 'distilbert') list.linear(BEFORE, width, width);
  const isEncoder = isEncoderFamily(family);
  list.linear(isEncoder ? CLASSIFIER : SCORE, width, classes, { bias: isEncoder, head: true });
  return list.specs;
}

export interface ClassifierInputs {
  /** [B, T, C] */
  readonly final: Tensor;
  /** [B, C], from a model with a pooler. */
  readonly pooled?: Tensor | undefined;
  /** u32 [B, T], 1 = a real token. */
  readonly mask: Tensor;
}

/** [B, classes] */
export function classLogits(
  { final, pooled, mask }: ClassifierInputs,
  parameter: ParameterLookup,
  pooling: PoolMode,
): Tensor {
  const state = (pooling === 'cls' && pooled) || pool(final, pooling, mask); // [B, C]
  const score = parameter(`${SCORE}.weight`);
  if (score) return linear(state, score);
  const turned = parameter(`${BEFORE}.weight`)
    ? dense(parameter, state, BEFORE, { activation: 'relu' })
    : state;
  return dense(parameter, turned, CLASSIFIER);
}

/** As transformers has it where `num_labels` is 1: the mean squared error. labels f32 [B]. */
export function scoreLoss(
  { labels, ...inputs }: ClassifierInputs & { readonly labels: Tensor },
  parameter: ParameterLookup,
  pooling: PoolMode,
) {
  const logits = classLogits(inputs, parameter, pooling); // [B, 1]
  const losses = square(sub(reshape(logits, labels.shape), labels));
  return { logits, losses, loss: mean(losses) };
}

/** labels i32 [B]. */
export function classLoss(
  { labels, ...inputs }: ClassifierInputs & { readonly labels: Tensor },
  parameter: ParameterLookup,
  pooling: PoolMode,
) {
  const logits = classLogits(inputs, parameter, pooling);
  return { logits, result: crossEntropy(logits, labels) };
}
