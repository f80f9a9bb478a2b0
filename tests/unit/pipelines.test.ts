// What tells one pipeline from another.
import { expect, test } from 'vitest';
import type { Dispatch } from '../../src/gpu/dispatch';
import { pipelineKey } from '../../src/gpu/pipelines';

const base: Dispatch = {
  label: 'one',
  shader: { name: 'same', code: 'fn main() {}', lib: ['const LIB = 1;'] },
  bindings: [],
  params: [1],
  grid: [1, 1, 1],
  flops: 0,
  bytes: 0,
};

test('labels, parameters and grids share a pipeline', () => {
  const other = { ...base, label: 'other', params: [2], grid: [3, 1, 1] as const };
  expect(pipelineKey(other)).toBe(pipelineKey(base));
});

test.each<[string, Partial<Dispatch>]>([
  ['a lib of the same length', { shader: { ...base.shader, lib: ['const LIB = 2;'] } }],
  ['code of the same length', { shader: { ...base.shader, code: 'fn main(){ }' } }],
  ['constants', { constants: { TILE: 4 } }],
  ['element type', { elem: 'f16' }],
  ['entry point', { entry: 'second' }],
  ['overrides', { overrides: { WIDTH: 8 } }],
  ['no uniform', { params: [] }],
])('another pipeline: %s', (_what, change) => {
  expect(pipelineKey({ ...base, ...change })).not.toBe(pipelineKey(base));
});
