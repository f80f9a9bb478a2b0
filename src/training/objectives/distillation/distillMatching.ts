// What a student may copy of its teacher beside the logits: the residual stream, block by block
// (TinyBERT, Jiao et al. 2020), and whom the last layer attends to (MiniLM, Wang et al. 2020).
import { BenchtopError } from '../../../gpu/errors';
import { collect } from '../../autograd';
import type { LanguageOutputs, Model } from '../../models/interfaces';
import type { ParameterLookup } from '../../nn/weights';
import { attentionOp, type AttentionNode } from '../../ops/attention/attention';
import { add, div, sub } from '../../ops/binary';
import { klDivergence } from '../../ops/losses/distillation';
import { linear, matmul } from '../../ops/matmul';
import { permute } from '../../ops/layout/permute';
import { mean } from '../../ops/reduce';
import { reshape } from '../../ops/layout/reshape';
import { slice } from '../../ops/layout/slice';
import { table } from '../../ops/layout/table';
import { scale, square } from '../../ops/unary';
import type { ParameterSpec } from '../../parameters';
import type { Tensor } from '../../tensor';

const nameOf = (block: number): string => `distill.hidden.${block}.weight`;

/** Between streams of different width: one matrix a block, trained with the student, then dropped. */
export function hiddenProjections(
  student: { readonly width: number; readonly blocks: number },
  teacher: { readonly width: number },
): ParameterSpec[] {
  if (student.width === teacher.width) return [];
  return Array.from({ length: student.blocks }, (_, block) => ({
    name: nameOf(block),
    shape: [teacher.width, student.width],
    initial: { normal: student.width ** -0.5 },
    layout: 'linear' as const,
  }));
}

/** The student's own parameters, without what only learning needed. */
export const withoutProjections = <T>(
  weights: ReadonlyMap<string, T>,
  model: Model,
): Map<string, T> => new Map(model.parameters.map(({ name }) => [name, weights.get(name)!]));

/** Mean over blocks of |student − teacher|² / |teacher|²; the student's blocks are spread over the teacher's. */
export function hiddenDistance(
  student: LanguageOutputs,
  teacher: LanguageOutputs,
  parameter: ParameterLookup,
): Tensor {
  const blocks = student.hidden.length - 1;
  const share = (teacher.hidden.length - 1) / blocks;
  const distances = Array.from({ length: blocks }, (_, block) => {
    const want = teacher.hidden[Math.round((block + 1) * share)]!; // [B, T, Ct]
    const own = student.hidden[block + 1]!; // [B, T, Cs]
    const projection = parameter(nameOf(block));
    const got = projection ? linear(own, projection) : own;
    return div(mean(square(sub(got, want))), mean(square(want)));
  });
  return scale(
    distances.reduce((a, b) => add(a, b)),
    1 / blocks,
  );
}

/** KL between what the last layers attend to; heads are cut anew into as many as both widths allow. */
export function attentionDistance(student: LanguageOutputs, teacher: LanguageOutputs): Tensor {
  const [own, want] = [student, teacher].map(({ logits }) => lastAttention(logits));
  const heads = divisorOf(own!.heads, want!.heads);
  return klDivergence(relations(own!, heads), relations(want!, heads), { temperature: 1 });
}

interface QueriesAndKeys {
  readonly heads: number;
  /** [B, T, H·hd] each. */
  readonly q: Tensor;
  readonly k: Tensor;
}

/** @throws BenchtopError no_attention_to_match */
function lastAttention(logits: Tensor): QueriesAndKeys {
  const nodes = collect([logits]).filter(({ op }) => op === (attentionOp as unknown));
  const last = nodes.at(-1) as AttentionNode | undefined;
  if (!last || last.attrs.heads !== last.attrs.kvHeads) {
    const message = 'Attention can be matched where both models attend, with a key for each head.';
    throw new BenchtopError('no_attention_to_match', message);
  }
  const { heads, headDim, batch, keyLen, layout } = last.attrs;
  const width = heads * headDim;
  const { q, k } = last.inputs;
  if (layout === 'packed') {
    return { heads, q: slice(q, 2, 0, width), k: slice(q, 2, width, 2 * width) };
  }
  const flat = (x: Tensor): Tensor =>
    reshape(layout === 'heads' ? permute(x, [0, 2, 1, 3]) : x, [batch, keyLen, width]);
  return { heads, q: flat(q), k: flat(k!) };
}

function divisorOf(a: number, b: number): number {
  return b === 0 ? a : divisorOf(b, a % b);
}

/** Scores q kᵀ / sqrt(d), each place with those before it: [B·heads·T, T]. */
function relations({ q, k }: QueriesAndKeys, heads: number): Tensor {
  const [batch, length, width] = q.shape as [number, number, number];
  const size = width / heads;
  const cut = (x: Tensor): Tensor =>
    permute(reshape(x, [batch, length, heads, size]), [0, 2, 1, 3]); // [B, heads, T, d]
  const scores = scale(matmul(cut(q), cut(k), { transB: true }), size ** -0.5);
  return reshape(add(scores, hideLater(length)), [batch * heads * length, length]);
}

const FAR = -1e9;

function hideLater(length: number): Tensor {
  const values = new Float32Array(length * length);
  for (let i = 0; i < values.length; i++) {
    if (i % length > Math.floor(i / length)) values[i] = FAR;
  }
  return table('later_places', [length, length], values);
}
