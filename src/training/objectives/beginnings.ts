// Windows of a text as a model takes them that was trained with a beginning token: each starts with it. A
// corpus is laid out anew, block by block, so that the GPU can go on gathering windows by their start.
import { laidOut, type TextData } from './source';

type Tokens = Int32Array<ArrayBuffer>;

/**
 * Blocks of `lead` and the next tokens, each `seqLen` + 1 long; what is left over at the end falls away,
 * unless there is no whole block: then the text is repeated.
 */
export function inBlocks(tokens: Int32Array, lead: readonly number[], seqLen: number): Tokens {
  const size = seqLen + 1;
  const each = Math.max(1, size - lead.length);
  const count = Math.max(1, Math.floor(tokens.length / each));
  const blocks = new Int32Array(count * size);
  for (let block = 0; block < count; block++) {
    for (let position = 0; position < size; position++) {
      const own = position - lead.length;
      blocks[block * size + position] =
        own < 0 ? lead[position]! : (tokens[(block * each + own) % tokens.length] ?? 0);
    }
  }
  return blocks;
}

/** Starts of at most so many blocks, spread evenly over all. */
export function blockStarts(length: number, size: number, wanted: number): Int32Array<ArrayBuffer> {
  const blocks = Math.max(1, Math.floor(length / size));
  const count = Math.min(wanted, blocks);
  return Int32Array.from({ length: count }, (_, i) => Math.floor((i * blocks) / count) * size);
}

/** The same text for causal language modelling by such a model; unchanged where `lead` is empty. */
export function withBeginnings(data: TextData, lead: readonly number[], seqLen: number): TextData {
  if (lead.length === 0) return data;
  const split = (name: 'train' | 'validation') =>
    laidOut(
      data.sources.map((source) => {
        const { from, to } = source[name];
        return inBlocks(data[name].subarray(from, to), lead, seqLen);
      }),
    );
  const [train, validation] = [split('train'), split('validation')];
  const sources = data.sources.map((source, index) => ({
    ...source,
    train: train.ranges[index]!,
    validation: validation.ranges[index]!,
  }));
  return {
    ...data,
    train: train.tokens,
    validation: validation.tokens,
    sources,
    block: seqLen + 1,
  };
}
