// Adapters go out and come in as PEFT's folders; several over one base, each merged when it is asked for.
import { describe, expect, it } from 'vitest';
import { folderBlobs } from '../../src/training/io/exportFolder';
import { readAdapter, withAdapter, writeAdapter } from '../../src/training/io/peft/peftAdapter';
import { SafetensorsFile } from '../../src/training/io/safetensors/safetensors';
import { floatTensor, writeSafetensors } from '../../src/training/io/safetensors/safetensorsWriter';
import { parametersOf } from '../../src/training/models/model';
import { tinyAdapter, tinyModel } from '../support/tinyModel';

const { shape, weights } = tinyModel();
const specs = parametersOf(shape.model, shape.vocabSize);
const C_ATTN = 'transformer.h.1.attn.c_attn';
const factor = (which: 'A' | 'B', module = C_ATTN) =>
  `base_model.model.${module}.lora_${which}.weight`;

const adapter = (seed: number) => tinyAdapter(seed).adapter;

const folder = (seed = 1) => folderBlobs(writeAdapter(tinyAdapter(seed)));
const model = { specs, config: shape.model };

async function changed(change: (config: Record<string, unknown>) => void) {
  const files = folder();
  const config = JSON.parse(await files.get('adapter_config.json')!.text()) as object;
  const edited: Record<string, unknown> = { ...config };
  change(edited);
  return files.set('adapter_config.json', new Blob([JSON.stringify(edited)]));
}

async function renamed(rename: (name: string) => string | null, files = folder()) {
  const blob = files.get('adapter_model.safetensors')!;
  const file = new SafetensorsFile(new Uint8Array(await blob.arrayBuffer()));
  const tensors = file.names.flatMap((name) => {
    const to = rename(name);
    return to === null
      ? []
      : [[to, floatTensor(file.entry(name).shape, file.floats(name))] as const];
  });
  return files.set('adapter_model.safetensors', new Blob(writeSafetensors(new Map(tensors))));
}

describe('out and in', () => {
  it('names, shapes and numbers are the same', async () => {
    const read = await readAdapter(folder(), model);
    expect(read.lora).toEqual({
      r: 3,
      lora_alpha: 6,
      use_rslora: false,
      use_dora: false,
      target_modules: ['c_attn', 'c_fc'],
    });
    expect(read.weights).toEqual(adapter(1).weights);
    expect([...read.weights.keys()]).toContain(factor('A'));
  });

  it('the names of a live PEFT model, and a rank-stabilised scale', async () => {
    const files = await renamed((name) => name.replace('.weight', '.default.weight'));
    expect((await readAdapter(files, model)).weights).toEqual(adapter(1).weights);
    const stable = await changed((config) => (config.use_rslora = true));
    const { lora, modules } = await readAdapter(stable, model);
    expect(lora).toMatchObject({ lora_alpha: 6, use_rslora: true });
    expect(modules![0]!.scale).toBeCloseTo(6 / Math.sqrt(3), 12);
  });

  it('DoRA and rsLoRA with the magnitudes in PEFT’s names, live ones too', async () => {
    const trained = tinyAdapter(1, { use_dora: true, use_rslora: true });
    const files = folderBlobs(writeAdapter(trained));
    const config = JSON.parse(await files.get('adapter_config.json')!.text()) as object;
    expect(config).toMatchObject({ use_dora: true, use_rslora: true });
    const read = await readAdapter(files, model);
    expect(read.weights).toEqual(trained.adapter.weights);
    expect(read.weights.get(`base_model.model.${C_ATTN}.lora_magnitude_vector`)).toHaveLength(24);
    const live = await renamed((name) => name.replace('_vector', '_vector.default.weight'), files);
    expect((await readAdapter(live, model)).weights).toEqual(trained.adapter.weights);
    // What was read is merged as what was trained.
    const merged = withAdapter(weights, specs, read);
    expect(merged).toEqual(withAdapter(weights, specs, trained.adapter));
    expect(merged).not.toEqual(withAdapter(weights, specs, await readAdapter(folder(), model)));
    const without = await renamed((name) => (name.includes('magnitude') ? null : name), files);
    await expect(readAdapter(without, model)).rejects.toMatchObject({
      code: 'adapter_lacks_tensor',
    });
  });

  it.each([
    ['unsupported_field', () => changed((config) => (config.peft_type = 'IA3'))],
    ['foreign_tensor', () => changed((config) => (config.target_modules = '(c_+)+$'))],
    ['unsupported_field', () => changed((config) => (config.target_modules = '(c_attn'))],
    ['unsupported_field', () => changed((config) => (config.modules_to_save = 'score'))],
    ['unknown_field', () => changed((config) => (config.use_new_thing = true))],
    ['adapter_lacks_tensor', () => changed((config) => (config.modules_to_save = ['score']))],
    ['wrong_shape', () => changed((config) => (config.rank_pattern = { c_attn: 2 }))],
    ['foreign_tensor', () => changed((config) => (config.exclude_modules = ['c_fc']))],
    ['foreign_tensor', () => changed((config) => (config.layers_to_transform = [0]))],
    ['wrong_shape', () => changed((config) => (config.r = 4))],
    ['foreign_tensor', () => changed((config) => (config.target_modules = ['c_attn']))],
    ['adapter_lacks_tensor', () => renamed((name) => (name === factor('B') ? null : name))],
  ])('%s', async (code, files) => {
    await expect(readAdapter(await files(), model)).rejects.toMatchObject({ code });
  });

  it('an output layer goes along, with the names of its classes', async () => {
    const labels = ['bad', 'good'];
    const head = Float32Array.from({ length: 16 }, (_, i) => i / 8);
    const classifier = {
      labels,
      pooling: 'last',
      weights: new Map([['score.weight', head]]),
    } as const;
    const trained = tinyAdapter(1);
    const files = folderBlobs(
      writeAdapter({ ...trained, adapter: { ...trained.adapter, classifier } }),
    );
    const config = JSON.parse(await files.get('adapter_config.json')!.text()) as object;
    expect(config).toMatchObject({ modules_to_save: ['score'], task_type: 'SEQ_CLS' });
    expect((await readAdapter(files, model)).classifier).toEqual(classifier);
    files.delete('adapter_labels.json');
    const nameless = await readAdapter(files, model);
    expect(nameless.classifier?.labels).toEqual(['LABEL_0', 'LABEL_1']);
    expect(nameless.weights).toEqual(trained.adapter.weights);
  });

  it('no_lora', async () => {
    const files = folder();
    files.delete('adapter_model.safetensors');
    await expect(readAdapter(files, model)).rejects.toMatchObject({ code: 'no_lora' });
  });
});

describe('over a base', () => {
  it('W + (alpha / r) · B A in float64, layers that it leaves out untouched', async () => {
    const name = `${C_ATTN}.weight`;
    const merged = withAdapter(weights, specs, await readAdapter(folder(), model));
    const [a, b] = [adapter(1).weights.get(factor('A'))!, adapter(1).weights.get(factor('B'))!];
    const [from, to] = [8, 24];
    const want = Float32Array.from(weights.get(name)!, (value, at) => {
      const [i, o] = [Math.floor(at / to), at % to];
      let sum = 0;
      for (let k = 0; k < 3; k++) sum += b[o * 3 + k]! * a[k * from + i]!;
      return value + 2 * sum;
    });
    expect(merged.get(name)).toEqual(want);
    const other = 'transformer.h.1.attn.c_proj.weight';
    expect(merged.get(other)).toBe(weights.get(other));
    expect([...merged.keys()]).toEqual([...weights.keys()]);
  });

  it('one that adapts a single layer leaves the others alone; adapters are switched freely', async () => {
    const single = await renamed((name) => (name.includes(C_ATTN) ? name : null));
    const one = withAdapter(weights, specs, await readAdapter(single, model));
    expect(one.get(`${C_ATTN}.weight`)).not.toEqual(weights.get(`${C_ATTN}.weight`));
    const first = 'transformer.h.0.attn.c_attn.weight';
    expect(one.get(first)).toBe(weights.get(first));
    const two = withAdapter(weights, specs, await readAdapter(folder(2), model));
    expect(two.get(first)).not.toEqual(weights.get(first));
    expect(weights).toEqual(tinyModel().weights);
  });
});
