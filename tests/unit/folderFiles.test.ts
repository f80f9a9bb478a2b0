// Files of a folder that are something else than their names say, and what becomes of the ends of texts.
import { describe, expect, it } from 'vitest';
import { exportFolder, folderBlobs } from '../../src/training/io/exportFolder';
import { openFolder, readFolder } from '../../src/training/io/huggingface/modelFolder';
import { openHeader } from '../../src/training/io/huggingface/weightFiles';
import { ByteTokenizer } from '../../src/training/tokenizers/byte';
import { tinyFolder, tinyModel } from '../support/tinyModel';

const utf16 = (text: string): Blob =>
  new Blob([Uint8Array.of(0xff, 0xfe), new Uint16Array(Array.from(text, (c) => c.charCodeAt(0)))]);
const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 5\n`;
const PAGE = '<!DOCTYPE html><html><head><title>404</title></head><body>Not Found</body></html>';
const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

describe('files that are something else', () => {
  it.each<[string, string, Blob | string, object]>([
    ['lfs_pointer', 'model.safetensors', POINTER, { file: 'model.safetensors' }],
    ['lfs_pointer', 'config.json', POINTER, { file: 'config.json' }],
    ['lfs_pointer', 'tokenizer.json', POINTER, { file: 'tokenizer.json' }],
    ['web_page', 'model.safetensors', PAGE, {}],
    ['web_page', 'config.json', `\n ${PAGE}`, {}],
    ['other_format', 'model.safetensors', 'GGUF\u0003\0\0\0\0\0\0\0', { format: 'GGUF' }],
    ['other_format', 'model.safetensors', 'PK\u0003\u0004 and so on', {}],
    ['json_encoding', 'config.json', '\uFEFF{}', { file: 'config.json' }],
    ['json_encoding', 'config.json', utf16('{}'), { encoding: 'UTF-16' }],
    ['json_encoding', 'config.json', new Blob([Uint8Array.of(0x7b, 0xff, 0x7d)]), {}],
    ['bad_json_file', 'config.json', '[{"model_type":"gpt2"}]', { reason: 'json_array' }],
    ['bad_json_file', 'config.json', 'null', { reason: 'json_value', value: 'null' }],
    ['bad_json_file', 'config.json', '{"n_layer": 2', {}],
    ['bad_json_file', 'config.json', '', {}],
    ['bad_json_file', 'generation_config.json', '[]', { file: 'generation_config.json' }],
    ['json_not_a_number', 'config.json', '{"x": [1, NaN]}', { key: '"x"', value: 'NaN' }],
    ['json_not_a_number', 'config.json', '{"x": "NaN", "y": -Infinity}', { value: '-Infinity' }],
    ['json_too_deep', 'config.json', nested(10_000), { file: 'config.json' }],
    ['json_too_deep', 'config.json', '['.repeat(1_000_000), {}],
    ['json_too_deep', 'generation_config.json', nested(10_000), {}],
    ['bad_index', 'model.safetensors.index.json', nested(10_000), {}],
  ])('%s: %s', async (code, name, content, fields) => {
    const folder = tinyFolder().set(name, content instanceof Blob ? content : new Blob([content]));
    if (name === 'model.safetensors.index.json') folder.delete('model.safetensors');
    await expect(openFolder(folder)).rejects.toMatchObject({ code, fields });
  });

  it('NaN in a string is text', async () => {
    const folder = tinyFolder();
    const config = JSON.parse(await folder.get('config.json')!.text()) as object;
    const text = JSON.stringify({ ...config, _name_or_path: 'NaN "Infinity" \\' });
    await openFolder(folder.set('config.json', new Blob([text])));
  });

  it('one token more than rows says how many and what to do', async () => {
    const folder = folderBlobs(exportFolder(tinyModel(255)));
    await expect(openFolder(folder)).rejects.toMatchObject({
      code: 'vocabulary_too_large',
      fields: { tokens: 256, rows: 255, extra: 1 },
    });
  });
});

describe('ends of texts', () => {
  const changed = async (config: object, generation?: object) => {
    const folder = tinyFolder();
    const before = JSON.parse(await folder.get('config.json')!.text()) as object;
    folder.set('config.json', new Blob([JSON.stringify({ ...before, ...config })]));
    folder.delete('generation_config.json');
    if (generation) folder.set('generation_config.json', new Blob([JSON.stringify(generation)]));
    return folder;
  };
  const [A, B] = [65, 66];

  it.each<[string, object, object | undefined, string[]]>([
    ['in config.json alone', { eos_token_id: A }, undefined, ['A']],
    ['in generation_config.json alone', {}, { eos_token_id: [B] }, ['B']],
    ['in both', { eos_token_id: A }, { eos_token_id: [A, B] }, ['A', 'B']],
    ['of which generation_config.json wins', { eos_token_id: A }, { eos_token_id: B }, ['B']],
    ['of which it names none', { eos_token_id: A }, { temperature: 1 }, ['A']],
    ['with texts', { eos_token_id: A }, { stop_strings: ['\n\n'] }, ['A', '\n\n']],
    ['nowhere', {}, undefined, []],
    ['beyond the tokenizer', { eos_token_id: 299 }, undefined, []],
  ])('%s', async (_where, config, generation, ends) => {
    const opened = await openFolder(await changed(config, generation));
    expect(opened.ends).toEqual(ends);
  });

  it('only the tokenizer names one: transformers would go on, and so do we', async () => {
    const folder = await changed({ eos_token_id: null, bos_token_id: null });
    const file = JSON.parse(await folder.get('tokenizer_config.json')!.text()) as object;
    folder.set('tokenizer_config.json', new Blob([JSON.stringify({ ...file, eos_token: 'A' })]));
    const opened = await openFolder(folder);
    expect(opened.tokenizer.special?.eos).toBe(A);
    expect(opened.ends).toEqual([]);
    expect(opened.shape.specialIds?.eos).toEqual([A]);
  });

  it('go out with the model, and come back', async () => {
    const ids = { bos_token_id: 1, pad_token_id: 0 };
    const folder = await changed({ ...ids, eos_token_id: A }, { eos_token_id: [A, B] });
    const base = await readFolder('tiny', await openFolder(folder));
    expect(base.specialIds).toEqual({ bos: 1, eos: [A, B], pad: 0 });
    const { config: model, vocabSize, tokenizer, weights, specialIds } = base;
    const { generation } = tinyModel();
    const shape = { model, vocabSize, specialIds };
    const out = folderBlobs(exportFolder({ shape, tokenizer, weights, generation }));
    const want = { ...ids, eos_token_id: [A, B] };
    for (const name of ['config.json', 'generation_config.json'])
      expect(JSON.parse(await out.get(name)!.text())).toMatchObject(want);
    expect((await openFolder(out)).ends).toEqual(['A', 'B']);
  });

  it('that only the tokenizer names are those of the exported model', async () => {
    const special = { bos: 2, eos: A, pad: 3, all: new Set([2, 3, A]) };
    const tokenizer = Object.assign(new ByteTokenizer(), { special });
    const out = folderBlobs(exportFolder({ ...tinyModel(), tokenizer }));
    for (const name of ['config.json', 'generation_config.json'])
      expect(JSON.parse(await out.get(name)!.text())).toMatchObject({
        bos_token_id: 2,
        eos_token_id: A,
        pad_token_id: 3,
      });
    expect(JSON.parse(await out.get('tokenizer_config.json')!.text())).toMatchObject({
      eos_token: 'A',
    });
    expect((await openFolder(out)).ends).toEqual(['A']);
  });

  it('a classifier of a decoder carries its padding token', () => {
    const { shape, ...rest } = tinyModel();
    const classifier = { labels: ['a', 'b'], pooling: 'last' } as const;
    const weights = new Map([...rest.weights, ['score.weight', new Float32Array(16)]]);
    const exported = {
      ...rest,
      weights,
      shape: { ...shape, classifier, specialIds: { eos: [], pad: 7 } },
    };
    const [text] = exportFolder(exported).get('config.json')!;
    expect(JSON.parse(new TextDecoder().decode(text))).toMatchObject({
      architectures: ['GPT2ForSequenceClassification'],
      pad_token_id: 7,
    });
  });
});

it('a header whose length begins like another format is a header', async () => {
  // 0x0280 and 0x0480: the first two bytes of a pickle of protocol 2 and 4.
  for (const length of [0x0280, 0x0480]) {
    const header = '{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'.padEnd(length);
    const size = new DataView(new ArrayBuffer(8));
    size.setUint32(0, length, true);
    const file = new Blob([size.buffer, header, new Uint8Array(4)]);
    const { tensors } = await openHeader(file);
    expect([...tensors.keys()]).toEqual(['x']);
  }
});
