// What is said of a value in config.json that cannot be.
import { describe, expect, it } from 'vitest';
import {
  fromHuggingFaceConfig,
  readHuggingFaceConfig,
} from '../../src/training/io/huggingface/huggingface';
import { LLAMA } from '../support/configBases';

describe('sentences about values', () => {
  it.each<[object, string]>([
    [
      { num_hidden_layers: '2' },
      'config.json: num_hidden_layers is 2; it must be a whole number above 0.',
    ],
    [
      { rms_norm_eps: '1e-5' },
      'config.json: rms_norm_eps is 1e-5; it must be a number of at least 0.',
    ],
    [
      { tie_word_embeddings: null },
      'config.json: tie_word_embeddings is null; it must be true or false.',
    ],
    [
      { num_key_value_heads: 3 },
      `config.json: num_attention_heads = ${String(LLAMA.num_attention_heads)} is no multiple of num_key_value_heads = 3.`,
    ],
  ])('%j', (more, sentence) => {
    expect(() => fromHuggingFaceConfig({ ...LLAMA, ...more })).toThrow(sentence);
  });

  it('ids beyond the vocabulary are told', () => {
    const { shape, remarks } = readHuggingFaceConfig({
      ...LLAMA,
      eos_token_id: [2, 9_999],
      pad_token_id: LLAMA.vocab_size,
    });
    expect(shape.specialIds).toMatchObject({ eos: [2] });
    const rows = Number(LLAMA.vocab_size);
    expect(remarks).toEqual([
      {
        code: 'id_without_row',
        fields: { file: 'config.json', key: 'pad_token_id', id: String(rows), rows },
      },
      {
        code: 'id_without_row',
        fields: { file: 'config.json', key: 'eos_token_id', id: '9999', rows },
      },
    ]);
  });
});
