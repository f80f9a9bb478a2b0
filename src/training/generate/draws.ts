// The numbers that sampling compares with cumulative probabilities.
import { hash32 } from '../initial';

/** In [0, 1), exact in f32: a function of the seed, the count of tokens so far and the sequence. */
export const uniformDraw = (seed: number, draw: number, sequence: number): number =>
  (hash32(draw, hash32(sequence + 1, seed >>> 0)) >>> 8) / 2 ** 24;
