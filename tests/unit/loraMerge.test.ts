// Adapters merged on the CPU: PyTorch's cases of `adapted_linear`, and where DoRA begins.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { SafetensorsFile } from '../../src/training/io/safetensors/safetensors';
import { adapterNames, type LoraConfig } from '../../src/training/nn/lora';
import { mergeLora, startOfLora } from '../../src/training/nn/loraMerge';
import { PackedBase } from '../../src/training/compress/packedBase';
import type { Floats, ParameterSpec } from '../../src/training/parameters';
import type { Quantization } from '../../src/training/run/finetuningConfig';
import { expectClose } from '../kernels/reference';

const OPS = path.join(import.meta.dirname, '../fixtures/ops');
const NAMES = readdirSync(OPS).flatMap(
  (file) => /^(adapted_linear__.*)\.json$/.exec(file)?.[1] ?? [],
);

function rounded(w: Floats, spec: ParameterSpec, quantization: Quantization): Floats {
  const base = new PackedBase([spec], quantization);
  return base.open(base.pack(new Map([[spec.name, w]]))).get(spec.name)!;
}

function opened(name: string) {
  const file = new SafetensorsFile(
    new Uint8Array(readFileSync(path.join(OPS, `${name}.safetensors`))),
  );
  const { params } = JSON.parse(readFileSync(path.join(OPS, `${name}.json`), 'utf8')) as {
    params: Omit<LoraConfig, 'lora_alpha'> & {
      alpha: number;
      layout: 'linear' | 'conv1d';
      quantization: Quantization | null;
    };
  };
  const spec: ParameterSpec = {
    name: 'layer.weight',
    shape: file.entry('in.w').shape,
    layout: params.layout,
    initial: { constant: 0 },
  };
  const { alpha, quantization, ...variant } = params;
  const lora = { ...variant, lora_alpha: alpha, target_modules: ['layer'] };
  const w = file.floats('in.w');
  return { file, spec, lora, base: quantization ? rounded(w, spec, quantization) : w };
}

describe.each(NAMES)('%s', (name) => {
  const { file, spec, lora, base } = opened(name);
  const names = adapterNames(spec.name);
  const weights = new Map([
    [spec.name, base],
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
