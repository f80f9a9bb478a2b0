// Folders as they come: whole, in shards, in short floats, as a zip; and what is wrong with others.
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { gatherFiles } from '../../src/host/models/modelFiles';
import {
  bf16ToFloat32,
  f16ToFloat32,
  float32ToBf16,
  float32ToF16,
} from '../../src/training/io/safetensors/floats';
import { openFolder, readFolder } from '../../src/training/io/huggingface/modelFolder';
import { readZip } from '../../src/training/io/zipReader';
import { zipFolder } from '../../src/training/io/zipWriter';
import { shardedFolder, tinyFolder, tinyModel } from '../support/tinyModel';

const SHORT = {
  F32: (values: Float32Array<ArrayBuffer>) => values,
  F16: (values: Float32Array<ArrayBuffer>) => f16ToFloat32(float32ToF16(values)),
  BF16: (values: Float32Array<ArrayBuffer>) => bf16ToFloat32(float32ToBf16(values)),
};

const read = async (files: Map<string, Blob>) => readFolder('tiny', await openFolder(files));

describe('a folder that fits together', () => {
  it('gives the model that was written, bit for bit', async () => {
    const { shape, weights } = tinyModel();
    const base = await read(tinyFolder());
    expect(base).toMatchObject({ name: 'tiny', config: shape.model, vocabSize: 300 });
    expect(base.weights).toEqual(weights);
    expect(base.tokenizer.decode(base.tokenizer.encode('héllo'))).toBe('héllo');
  });

  it.each(['F32', 'F16', 'BF16'] as const)('in shards of %s', async (dtype) => {
    const opened = await openFolder(shardedFolder(dtype));
    expect(opened.dtype).toBe(dtype);
    const { weights } = await readFolder('tiny', opened);
    for (const [name, values] of tinyModel().weights)
      expect(weights.get(name)).toEqual(SHORT[dtype](values));
  });
});

describe('a folder that does not', () => {
  const without = (name: string) => {
    const folder = tinyFolder();
    folder.delete(name);
    return folder;
  };
  const cut = async () => {
    const folder = tinyFolder();
    const whole = folder.get('model.safetensors')!;
    return folder.set('model.safetensors', whole.slice(0, whole.size - 4));
  };
  const shardless = () => {
    const folder = shardedFolder('F32');
    folder.delete('model-00002-of-00002.safetensors');
    return folder;
  };
  const withText = (text: string) => tinyFolder().set('model.safetensors', new Blob([text]));
  const indexed = (text: string) =>
    shardedFolder('F32').set('model.safetensors.index.json', new Blob([text]));
  const loneShard = () => {
    const folder = shardless();
    folder.delete('model.safetensors.index.json');
    return folder;
  };
  const changed = async (key: string, value: unknown) => {
    const folder = tinyFolder();
    const config = JSON.parse(await folder.get('config.json')!.text()) as object;
    return folder.set('config.json', new Blob([JSON.stringify({ ...config, [key]: value })]));
  };
  it.each([
    ['no_config', () => without('config.json')],
    ['no_weights', () => without('model.safetensors')],
    ['pickle_only', () => without('model.safetensors').set('pytorch_model.bin', new Blob(['x']))],
    ['no_tokenizer', () => without('tokenizer.json')],
    ['bad_tokenizer', () => tinyFolder().set('tokenizer.json', new Blob(['{"model":{}}']))],
    ['bad_json_file', () => tinyFolder().set('config.json', new Blob(['[1]']))],
    ['offset_past_end', cut],
    ['bad_index', shardless],
    ['text_answer', () => withText('Access to model x/y is restricted.')],
    ['text_answer', () => withText('{"error":"Invalid username or password."}')],
    ['lfs_pointer', () => indexed('version https://git-lfs.github.com/spec/v1\n')],
    ['bad_index', () => indexed('{"weight_map": {"a": "pytorch_model.bin"}}')],
    ['lone_shard', loneShard],
    ['unsupported_family', () => changed('model_type', 'mamba')],
    ['bad_whole', () => changed('n_embd', 'wide')],
    ['wrong_shape', () => changed('vocab_size', 301)],
    ['missing_tensor', () => changed('n_layer', 3)],
    ['header_too_small', () => tinyFolder().set('model.safetensors', new Blob(['x']))],
  ])('%s', async (code, folder) => {
    await expect(openFolder(await folder())).rejects.toMatchObject({ code });
  });
});

describe('zips', () => {
  const same = async (a: ReadonlyMap<string, Blob>, b: ReadonlyMap<string, Blob>) => {
    expect([...a.keys()]).toEqual([...b.keys()]);
    for (const [name, blob] of a)
      expect(new Uint8Array(await blob.arrayBuffer())).toEqual(
        new Uint8Array(await b.get(name)!.arrayBuffer()),
      );
  };

  it('ours are read by others and by us', async () => {
    const zip = await zipFolder('tiny', tinyFolder());
    const others = unzipSync(new Uint8Array(await zip.arrayBuffer()));
    const paths = Object.entries(others).map(([path, data]) => [path, new Blob([data])] as const);
    await same(await readZip(zip), new Map(paths));
    const { name, files } = await gatherFiles([{ path: 'a model.zip', blob: zip }]);
    expect(name).toBe('a model');
    await same(files, tinyFolder());
  });

  it('deflated ones too, from the folder that has a config.json', async () => {
    const list: Record<string, Uint8Array> = { 'readme.md': Uint8Array.of(1) };
    for (const [name, blob] of tinyFolder())
      list[`deep/down/${name}`] = new Uint8Array(await blob.arrayBuffer());
    const zip = new Blob([zipSync(list) as Uint8Array<ArrayBuffer>]);
    const { name, files } = await gatherFiles([{ path: 'up.zip', blob: zip }]);
    expect(name).toBe('up');
    await same(files, tinyFolder());
  });

  it('damaged ones are refused', async () => {
    const bytes = new Uint8Array(await (await zipFolder('tiny', tinyFolder())).arrayBuffer());
    const refused = (changed: Uint8Array<ArrayBuffer>) =>
      expect(readZip(new Blob([changed]))).rejects.toMatchObject({ code: 'bad_zip' });
    await refused(bytes.slice(0, bytes.length >> 1));
    await refused(bytes.with(200, bytes[200]! ^ 1));
    await refused(bytes.slice(0, 4));
  });
});
