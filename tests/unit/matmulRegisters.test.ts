// A GPU with few registers for a lane gets no tile that spills them.
import { expect, test } from 'vitest';
import type { KernelLimits, MatmulShape } from '../../src/gpu/dispatch';
import { dequantVariants } from '../../src/gpu/kernels/matmul/int8Matmul';
import { chooseMatmul, matmulVariants } from '../../src/gpu/kernels/matmul/matmul';

const wide: KernelLimits = {
  maxInvocations: 1024,
  maxWorkgroupStorageBytes: 32_768,
  maxBindingBytes: 2 ** 31,
  maxBufferBytes: 2 ** 31,
  f16: true,
  subgroupSize: 8,
  software: false,
  dot4: true,
};
const narrow = { ...wide, laneRegisters: 64 };
const large: MatmulShape = {
  m: 4096,
  n: 4096,
  k: 1024,
  transA: false,
  transB: false,
  batch: 1,
  strideA: 0,
  strideB: 0,
  strideOut: 0,
};
const LARGE_TILES = ['register_8x4', 'register_16x4', 'workgroup_128'];

test('large tiles are for GPUs that can hold them', () => {
  expect(chooseMatmul(wide, large)).toBe('workgroup_128');
  expect(chooseMatmul(narrow, large)).toBe('workgroup_64');
  const left = matmulVariants(wide, large).filter(
    (name) => !matmulVariants(narrow, large).includes(name),
  );
  expect(left).toEqual(LARGE_TILES);
});

test('so are those of packed weights', () => {
  const format = { bits: 8, rows: 4096, cols: 1024, group: 0, asymmetric: false } as const;
  expect(dequantVariants(wide, 4096, format)).toEqual(expect.arrayContaining(LARGE_TILES));
  for (const name of LARGE_TILES) expect(dequantVariants(narrow, 4096, format)).not.toContain(name);
});
