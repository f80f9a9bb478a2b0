// Which weights go: masks of magnitude (L1), a tensor by itself or several together, N of every M, on
// a gradual schedule. A mask is one bit a weight, the first in the low bit; 1 = kept.
// torch.nn.utils.prune's rules: round(amount · count) weights go, halves to even.

export type PruneMask = Uint32Array<ArrayBuffer>;

const ALL = 0xffff_ffff;

const maskWords = (count: number): number => Math.ceil(count / 32);

export const inMask = (mask: PruneMask, i: number): boolean =>
  ((mask[i >>> 5]! >>> (i & 31)) & 1) === 1;

const drop = (mask: PruneMask, i: number): void => {
  mask[i >>> 5]! &= ~(1 << (i & 31));
};

export function countInMask(mask: PruneMask, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) if (inMask(mask, i)) sum++;
  return sum;
}

/** Python's round. */
function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

/** The smallest |w| of each tensor by itself go; 0 ≤ amount ≤ 1. */
export const pruneEach = (tensors: readonly Float32Array[], amount: number): PruneMask[] =>
  tensors.flatMap((tensor) => pruneTogether([tensor], amount));

/** The smallest |w| of all tensors together go. Of equal ones, the first. */
export function pruneTogether(tensors: readonly Float32Array[], amount: number): PruneMask[] {
  const total = tensors.reduce((sum, { length }) => sum + length, 0);
  const { bound, atBound } = orderStatistic(tensors, roundHalfEven(amount * total));
  let ties = atBound;
  return tensors.map((tensor) => {
    const mask = new Uint32Array(maskWords(tensor.length)).fill(ALL);
    for (const [i, bits] of magnitudes(tensor).entries()) {
      if (bits < bound || (bits === bound && ties-- > 0)) drop(mask, i);
    }
    return mask;
  });
}

/** |w| as its bits: unsigned integers in the order of the magnitudes. */
function magnitudes(tensor: Float32Array): Uint32Array {
  const bits = new Uint32Array(tensor.buffer, tensor.byteOffset, tensor.length).slice();
  for (let i = 0; i < bits.length; i++) bits[i]! &= 0x7fff_ffff;
  return bits;
}

/**
 * Exactly `count` magnitudes are below `bound`, or equal to it and among the first `atBound` of
 * those. Two passes of counting, by high and low halves of the bits: no sorting.
 */
function orderStatistic(
  tensors: readonly Float32Array[],
  count: number,
): { bound: number; atBound: number } {
  if (count === 0) return { bound: 0, atBound: 0 };
  const find = (wanted: number, bin: (bits: number) => number): { at: number; left: number } => {
    const histogram = new Float64Array(65_536);
    for (const tensor of tensors) {
      for (const bits of magnitudes(tensor)) {
        const at = bin(bits);
        if (at >= 0) histogram[at]!++;
      }
    }
    let left = wanted;
    let at = 0;
    while (left > histogram[at]!) left -= histogram[at++]!;
    return { at, left };
  };
  const high = find(count, (bits) => bits >>> 16);
  const low = find(high.left, (bits) => (bits >>> 16 === high.at ? bits & 0xffff : -1));
  return { bound: high.at * 65_536 + low.at, atBound: low.left };
}

/**
 * N:M: of every `of` neighbors along the inputs of an output, the `keep` greatest stay (Mishra et
 * al. 2021). `strides` as for a packed weight: element (row, col) of [outputs, inputs].
 */
export function pruneNOfM(
  weight: Float32Array,
  { rows, cols }: { readonly rows: number; readonly cols: number },
  strides: { readonly row: number; readonly col: number },
  { keep, of }: { readonly keep: number; readonly of: number } = { keep: 2, of: 4 },
): PruneMask {
  const mask = new Uint32Array(maskWords(weight.length)).fill(ALL);
  for (let row = 0; row < rows; row++) {
    for (let first = 0; first < cols; first += of) {
      const length = Math.min(of, cols - first);
      const order = Array.from(
        { length },
        (_, j) => row * strides.row + (first + j) * strides.col,
      ).sort((a, b) => Math.abs(weight[b]!) - Math.abs(weight[a]!));
      for (const index of order.slice(keep)) drop(mask, index);
    }
  }
  return mask;
}

/**
 * Share pruned at a step: from 0 to `amount` along a cubic, quick at first (Zhu and Gupta 2017), in
 * updates `every` so many steps, from step `begin` to `end`.
 */
export function prunedShareAt(
  step: number,
  plan: {
    readonly amount: number;
    readonly begin: number;
    readonly end: number;
    readonly every: number;
  },
): number {
  const { amount, begin, end, every } = plan;
  if (step < begin) return 0;
  if (step >= end) return amount;
  const at = begin + Math.floor((step - begin) / every) * every;
  return amount * (1 - (1 - (at - begin) / (end - begin)) ** 3);
}
