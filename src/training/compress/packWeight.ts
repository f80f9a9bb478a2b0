// Weights packed on the CPU as the kernels pack them (quantize_scale and quantize_pack: min-max, symmetric,
// halves to even), and opened again. A quotient of theirs may differ in its last bits.
import { quantizedLayout, type QuantizedFormat } from '../../gpu/kernels/matmul/quantize';
import type { Floats } from '../parameters';

/** Integers of `format.bits`, several a word, and a scale for each group. */
export interface Packed {
  readonly words: Uint32Array<ArrayBuffer>;
  readonly scales: Floats;
}

/** To even at halves, as WGSL's round. */
function roundEven(value: number): number {
  const near = Math.round(value);
  return near - value === 0.5 && near % 2 !== 0 ? near - 1 : near;
}

/** `visit` gets each weight's place in the floats, in a packed line and among the scales. */
function walk(
  format: QuantizedFormat,
  outputsFirst: boolean,
  visit: (from: number, at: number, group: number) => void,
): void {
  const { rows, cols } = format;
  const { line, groups, groupLength } = quantizedLayout(format);
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      const from = outputsFirst ? row * cols + col : col * rows + row;
      visit(from, row * line + col, row * groups + Math.floor(col / groupLength));
    }
  }
}

/** `outputsFirst`: the weight is [out, in], else [in, out]. */
export function packWeight(
  weight: Float32Array,
  format: QuantizedFormat,
  outputsFirst: boolean,
): Packed {
  const { bits } = format;
  const layout = quantizedLayout(format);
  const top = bits === 8 ? 127 : 7;
  const scales = new Float32Array(layout.scales);
  walk(format, outputsFirst, (from, _at, group) => {
    scales[group] = Math.max(scales[group]!, Math.abs(weight[from]!));
  });
  for (const [group, most] of scales.entries()) scales[group] = most === 0 ? 1 : most / top;
  const words = new Uint32Array(layout.words);
  const each = 32 / bits;
  const mask = 2 ** bits - 1;
  walk(format, outputsFirst, (from, at, group) => {
    const q = roundEven(Math.fround(weight[from]! / scales[group]!));
    const whole = Math.min(top, Math.max(-top, q)) + (bits === 8 ? 0 : 8);
    words[Math.floor(at / each)]! |= (whole & mask) << ((at % each) * bits);
  });
  return { words, scales };
}

/** The weight that a packed one stands for. */
export function unpackWeight(
  { words, scales }: Packed,
  format: QuantizedFormat,
  outputsFirst: boolean,
): Floats {
  const { bits, rows, cols } = format;
  const weight = new Float32Array(rows * cols);
  const each = 32 / bits;
  const unused = 32 - bits;
  walk(format, outputsFirst, (from, at, group) => {
    const word = words[Math.floor(at / each)]!;
    const shift = (at % each) * bits;
    const whole = bits === 8 ? (word << (unused - shift)) >> unused : ((word >>> shift) & 15) - 8;
    weight[from] = whole * scales[group]!;
  });
  return weight;
}
