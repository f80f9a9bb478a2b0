// A block of the original Transformer's encoder (Vaswani et al. 2017): the norms stand behind the
// sums. BERT and DistilBERT differ in names only.
import { dropoutAt } from '../ops/dropout';
import type { Tensor } from '../tensor';
import { attend, type AttentionNames } from './attention';
import type { ResidualStream } from './residual';
import { dense, type ParameterLookup } from './weights';

export interface PostNormNames {
  readonly attention: AttentionNames;
  readonly attentionNorm: string;
  readonly inner: string;
  readonly outer: string;
  readonly outerNorm: string;
}

export interface PostNormBlock {
  readonly names: PostNormNames;
  readonly heads: number;
  readonly activation: 'gelu_tanh' | 'gelu_erf';
  /** u32 [B, T] */
  readonly keyMask?: Tensor | undefined;
  readonly dropout: number;
  /** First of three numbers for places of dropout. */
  readonly firstDropout: number;
}

export function postNormBlock(
  parameter: ParameterLookup,
  stream: ResidualStream,
  { names, heads, activation, keyMask, dropout, firstDropout }: PostNormBlock,
): void {
  const drop = (site: number) => dropoutAt(dropout, firstDropout + site);
  const mixed = attend(parameter, stream.value, {
    names: names.attention,
    heads,
    causal: false,
    keyMask,
    dropout: drop(0),
  });
  stream.add(mixed, drop(1));
  stream.normalize(names.attentionNorm);
  const inner = dense(parameter, stream.value, names.inner, { activation }); // [B, T, n_inner]
  stream.add(dense(parameter, inner, names.outer), drop(2));
  stream.normalize(names.outerNorm);
}
