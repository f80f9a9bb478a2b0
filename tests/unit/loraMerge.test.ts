// Adapters merged on the CPU: PyTorch's cases of `adapted_linear`, and where DoRA begins.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { SafetensorsFile } from '../../src/training/io/safetensors/safetensors';
import { adapterNames, type LoraConfig } from '../../src/training/nn/lora';
import { mergeLora, startOfLora } from '../../src/training/nn/loraMerge';
import type { ParameterSpec } from '../../src/training/parameters';
import { expectClose } from '../kernels/reference';

const OPS = path.join(import.meta.dirname, '../fixtures/ops');
const NAMES = readdirSync(OPS).flatMap(
  (file) => /^(adapted_linear__.*)\.json$/.exec(file)?.[1] ?? [],
);

function opened(name: string) {
  const file = new SafetensorsFile(
    new Uint8Array(readFileSync(path.join(OPS, `${name}.safetensors`))),
  );
  const { params } = JSON.parse(readFileSync(path.join(OPS, `${name}.json`), 'utf8')) as {
    params: Omit<LoraConfig, 'lora_alpha'> & {
      alpha: number;
      layout: 'linear' | 'conv1d';
    };
  };
  const spec: ParameterSpec = {
    name: 'layer.weight',
    shape: file.entry('in.w').shape,
    layout: params.layout,
    initial: { constant: 0 },
  };
  const { alpha, layout: _layout, ...variant } = params;
  const lora = { ...variant, lora_alpha: alpha, target_modules: ['layer'] };
  return { file, spec, lora };
}

describe.each(NAMES)('%s', (name) => {
  const { file, spec, lora } = opened(name);
  const names = adapterNames(spec.name);
  const weights = new Map([
    [spec.name, file.floats('in.w')],
    [names.a, file.floats('in.a')],
    [names.b, file.floats('in.b')],
    ...(lora.use_dora ? [[names.magnitude, file.floats('in.m')] as const] : []),
  ]);

  it('is merged as PEFT merges it', () => {
    const merged = mergeLora(weights, [spec], lora).get(spec.name)!;
    expectClose(merged, file.floats('out.merged'));
  });

  it('begins as the model', () => {
    const starts = startOfLora(weights, [spec], lora);
    expect([...starts.keys()]).toEqual(lora.use_dora ? [names.magnitude] : []);
    const b = new Float32Array(weights.get(names.b)!.length);
    const begun = new Map([...weights, ...starts, [names.b, b] as const]);
    expectClose(mergeLora(begun, [spec], lora).get(spec.name)!, weights.get(spec.name)!);
  });
});
