// Rotary positions for contexts longer than a model was first trained for: the frequencies of each kind in
// transformers' ROPE_INIT_FUNCTIONS (version 5), rounded to float32 where its tensors are.
import { ShapeError } from '../../gpu/errors';
import { plainRotation, turnOf, type Rotation } from '../ops/attention/rope';
import type { RopeScaling } from '../run/modelConfig';

type Kind<K extends RopeScaling['rope_type']> = Extract<RopeScaling, { rope_type: K }>;

export interface RotarySettings {
  readonly headDim: number;
  readonly theta: number;
  readonly scaling?: RopeScaling | undefined;
  /** Tokens of the sequences at hand. */
  readonly length: number;
}

const { fround } = Math;

export function rotationOf(settings: RotarySettings): Rotation {
  const { headDim, theta, scaling } = settings;
  const plain = plainRotation(headDim, theta);
  switch (scaling?.rope_type) {
    case undefined:
      return plain;
    case 'linear':
      return mapped(plain, (frequency) => frequency / scaling.factor);
    case 'dynamic':
      return plainRotation(headDim, stretchedTheta(settings, scaling));
    case 'yarn':
      return yarn(plain, settings, scaling);
    case 'longrope':
      return longrope(plain, settings, scaling);
    case 'llama3':
      return mapped(plain, (frequency) => llama3(frequency, scaling));
  }
}

const mapped = (
  { frequencies }: Rotation,
  map: (frequency: number, index: number) => number,
  scale = 1,
): Rotation => ({ frequencies: frequencies.map(map), scale });

/** NTK-aware scaling (bloc97, emozilla): the base grows with the part of a sequence beyond the original length. */
function stretchedTheta(
  { theta, headDim, length }: RotarySettings,
  { factor, original_max_position_embeddings: original }: Kind<'dynamic'>,
): number {
  if (length <= original) return theta;
  const growth = (factor * length) / original - (factor - 1);
  return theta * growth ** (headDim / (headDim - 2));
}

/** Frequencies that turn often within the original context stay, slow ones are divided (Peng et al. 2023). */
function yarn(
  plain: Rotation,
  { headDim, theta }: RotarySettings,
  scaling: Kind<'yarn'>,
): Rotation {
  const { factor, beta_fast, beta_slow, truncate, attention_factor } = scaling;
  /** Which pair turns so many times. */
  const pairOf = (turns: number): number => {
    const positions = scaling.original_max_position_embeddings / (turns * 2 * Math.PI);
    return (headDim * Math.log(positions)) / (2 * Math.log(theta));
  };
  const low = Math.max(truncate ? Math.floor(pairOf(beta_fast)) : pairOf(beta_fast), 0);
  const end = truncate ? Math.ceil(pairOf(beta_slow)) : pairOf(beta_slow);
  const high = Math.min(end, headDim - 1);
  // As there: a ramp of no width would be divided by zero.
  const width = (low === high ? high + 0.001 : high) - low;
  const blend = (frequency: number, i: number): number => {
    const ramp = fround(fround(i - fround(low)) / fround(width));
    const extrapolated = fround(1 - Math.min(1, Math.max(0, ramp)));
    const divided = fround(1 / fround(factor * turnOf(i, headDim, theta)));
    return fround(divided * fround(1 - extrapolated)) + fround(frequency * extrapolated);
  };
  return mapped(plain, blend, attention_factor);
}

/** Ding et al. 2024. @throws ShapeError */
function longrope(
  plain: Rotation,
  { headDim, theta, length }: RotarySettings,
  scaling: Kind<'longrope'>,
): Rotation {
  const isLong = length > scaling.original_max_position_embeddings;
  const factors = isLong ? scaling.long_factor : scaling.short_factor;
  if (factors.length !== headDim / 2) {
    throw new ShapeError({
      op: 'rope',
      node: isLong ? 'long_factor' : 'short_factor',
      expected: `${headDim / 2} factors, one for each pair of a head's ${headDim} numbers`,
      got: `${factors.length}`,
      remedy: 'Give the lists of longrope half as many factors as a head is wide.',
    });
  }
  const frequencyOf = (_: number, i: number): number =>
    1 / fround(fround(factors[i]!) * turnOf(i, headDim, theta));
  return mapped(plain, frequencyOf, scaling.attention_factor);
}

/** Long waves are divided, short ones stay, those between are blended (Dubey et al. 2024). */
function llama3(frequency: number, scaling: Kind<'llama3'>): number {
  const { factor, low_freq_factor: low, high_freq_factor: high } = scaling;
  const length = scaling.original_max_position_embeddings;
  const wave = fround((2 * Math.PI) / frequency);
  if (wave > length / low) return frequency / factor;
  if (wave < length / high) return frequency;
  const smooth = fround(fround(fround(length / wave) - low) / fround(high - low));
  const divided = fround(fround(fround(1 - smooth) * frequency) / factor);
  return divided + fround(smooth * frequency);
}

/** Up to this length one table serves every position; a longer sequence turns otherwise as a whole. */
export const fixedLength = (context: number, scaling?: RopeScaling): number =>
  scaling?.rope_type === 'longrope' || scaling?.rope_type === 'dynamic'
    ? Math.min(context, scaling.original_max_position_embeddings)
    : context;
