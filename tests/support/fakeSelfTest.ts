// Rows of a self-test and of the autotuner as a GPU would give them: nearly all pass.
import type { SelfTestRow, AutotuneRow } from '../../src/host/protocol/lab';

const SHAPES = ['1 × 96 × 64 NN', '33 × 65 × 67 NT', '130 × 68 × 36 TN', '130 × 68 × 36 TT'];
const VARIANTS: Record<string, readonly string[]> = {
  matmul: ['tiled', 'register 4×4', 'workgroup 64×64', 'subgroup', 'f16'],
  layernorm_forward: ['lanes'],
  cross_entropy: ['lanes'],
  permute: ['tiled'],
};

export function fakeSelfTestRows(): SelfTestRow[] {
  return Object.entries(VARIANTS).flatMap(([name, variants]) =>
    SHAPES.flatMap((shape, at) =>
      variants.map((variant, index): SelfTestRow => {
        const tolerance = variant === 'f16' ? 5e-3 : 1e-5;
        const failed = variant === 'subgroup' && at === 2;
        const worstError = failed ? 0.031 : tolerance * 0.07 * (index + at);
        return { name, variant, shape, tolerance, worstError, passed: !failed };
      }),
    ),
  );
}

export function fakeFinetuning(): AutotuneRow[] {
  return [128, 512, 2048].map((n, index): AutotuneRow => {
    const shape = { m: 2048, n, k: 128, batch: 1, transA: false, transB: index === 1 };
    return {
      shapeClass: `2048 ${n}`,
      shape: { ...shape, strideA: 0, strideB: 0, strideOut: 0 },
      variant: 'workgroup 64×64',
      measured: {
        'workgroup 64×64': 0.04 * (index + 1),
        'register 8×16': 0.07 * (index + 1),
        subgroup: index === 2 ? null : 0.05 * (index + 1),
      },
    };
  });
}
