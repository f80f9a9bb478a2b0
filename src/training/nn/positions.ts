// Where a token stands, as tables: rotary angles (Su et al. 2021), sines (Vaswani et al. 2017) and
// the slopes of ALiBi (Press et al. 2022). Made on the CPU: WGSL's sin and cos are coarse.
import { ropeTables, type RopeTables, type Rotation } from '../ops/attention/rope';
import { table } from '../ops/layout/table';
import type { Tensor } from '../tensor';

/** cos and sin [positions, headDim]. */
export function rotaryTables(positions: number, rotation: Rotation): RopeTables {
  const { cos, sin } = ropeTables(positions, rotation);
  const shape = [positions, 2 * rotation.frequencies.length];
  return { cos: table('rope_cos', shape, cos), sin: table('rope_sin', shape, sin) };
}

/** [positions, width]: sines at even indices, cosines at odd ones. */
export function sinusoidalTable(positions: number, width: number): Tensor {
  const values = new Float32Array(positions * width);
  for (let p = 0; p < positions; p++) {
    for (let i = 0; i < width; i++) {
      const angle = p / 10_000 ** ((2 * Math.floor(i / 2)) / width);
      values[p * width + i] = i % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    }
  }
  return table('sinusoidal_positions', [positions, width], values);
}

/** [heads]: 2^(-8/n), 2^(-16/n), … for n heads, a power of two; other counts take every other slope of 2n. */
export function alibiSlopes(heads: number): Tensor {
  const power = 2 ** Math.floor(Math.log2(heads));
  const slopes = Array.from({ length: heads }, (_, head) =>
    head < power
      ? 2 ** ((-8 * (head + 1)) / power)
      : 2 ** ((-4 * (2 * (head - power) + 1)) / power),
  );
  return table('alibi_slopes', [heads], Float32Array.from(slopes));
}
