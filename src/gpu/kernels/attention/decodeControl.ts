// The small buffer that changes from token to token while a model decodes.
/** Positions of its 4-byte members. */
const DECODE_LAYOUT = {
  /** u32: positions already in the cache; the first new token stands there. */
  past: 0,
  /** u32: sequence of the cache that batch row 0 belongs to. */
  sequence: 1,
  /** u32: column of the sampled tokens that this step fills. */
  slot: 2,
  /** u32; 0 keeps all. */
  topK: 3,
  /** f32; 0 is greedy. */
  temperature: 4,
  /** f32; 1 keeps all. */
  topP: 5,
  /** f32; 1 is none. */
  repetitionPenalty: 6,
  /** f32 from here on: a number in [0, 1) for each sequence. */
  uniforms: 8,
} as const;

export interface DecodeValues {
  readonly past: number;
  readonly sequence?: number;
  readonly slot?: number;
  readonly topK?: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly repetitionPenalty?: number;
  readonly uniforms?: ArrayLike<number>;
}

/** Bytes of the control of so many sequences. */
export const decodeControlBytes = (sequences: number): number =>
  4 * (DECODE_LAYOUT.uniforms + sequences);

export function packDecodeControl(values: DecodeValues, sequences: number): ArrayBuffer {
  const { past, sequence = 0, slot = 0, topK = 0, uniforms = [] } = values;
  const { temperature = 0, topP = 1, repetitionPenalty = 1 } = values;
  const view = new DataView(new ArrayBuffer(decodeControlBytes(sequences)));
  const setCount = (member: number, value: number) => view.setUint32(member * 4, value, true);
  const setFloat = (member: number, value: number) => view.setFloat32(member * 4, value, true);
  setCount(DECODE_LAYOUT.past, past);
  setCount(DECODE_LAYOUT.sequence, sequence);
  setCount(DECODE_LAYOUT.slot, slot);
  setCount(DECODE_LAYOUT.topK, topK);
  setFloat(DECODE_LAYOUT.temperature, temperature);
  setFloat(DECODE_LAYOUT.topP, topP);
  setFloat(DECODE_LAYOUT.repetitionPenalty, repetitionPenalty);
  for (let b = 0; b < sequences; b++) setFloat(DECODE_LAYOUT.uniforms + b, uniforms[b] ?? 0);
  return view.buffer;
}
