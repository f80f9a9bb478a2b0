// Ids of special tokens in config.json and generation_config.json.
import { describe, expect, it } from 'vitest';
import type { ConfigValues, ModelShape } from '../../src/training/io/huggingface/config';
import {
  fromHuggingFaceConfig,
  toHuggingFaceConfig,
} from '../../src/training/io/huggingface/huggingface';
import { readGenerationConfig } from '../../src/training/io/huggingface/special';
import { BERT, DISTILBERT, GPT2, LLAMA, LLAMAS, T5, refuses } from '../support/configBases';

describe('special ids', () => {
  it.each([
    [{}, undefined],
    [
      { bos_token_id: 1, eos_token_id: 2, pad_token_id: 0 },
      { bos: 1, eos: [2], pad: 0 },
    ],
    [{ eos_token_id: [2, 3, 2] }, { eos: [2, 3] }],
    [{ pad_token_id: -1, eos_token_id: 999 }, undefined],
  ])('%j', (more, ids) => {
    const config = { ...GPT2, bos_token_id: null, eos_token_id: null, ...more };
    const shape = fromHuggingFaceConfig(config);
    expect(shape.specialIds).toEqual(ids);
    expect(fromHuggingFaceConfig(toHuggingFaceConfig(shape)).specialIds).toEqual(ids);
  });

  it('that config.json does not name are those of the class', () => {
    expect(fromHuggingFaceConfig(LLAMA).specialIds).toEqual({ bos: 1, eos: [2] });
    expect(fromHuggingFaceConfig(T5).specialIds).toEqual({ eos: [1], pad: 0 });
    const ids = LLAMAS.map((config) => fromHuggingFaceConfig(config).specialIds);
    const llama = { bos: 1, eos: [2] };
    const gemma = { bos: 2, eos: [1], pad: 0 };
    expect(ids).toEqual([llama, undefined, undefined, llama, undefined, gemma]);
  });

  it.each([...LLAMAS, BERT, DISTILBERT, T5])('go out with every family: $model_type', (config) => {
    const ids = { bos_token_id: 5, eos_token_id: [6, 7], pad_token_id: 8 };
    const shape = fromHuggingFaceConfig({ ...config, ...ids });
    expect(toHuggingFaceConfig(shape)).toMatchObject(ids);
  });

  it.each([
    [{ eos_token_id: 'two' }, 'unsupported_field'],
    [{ eos_token_id: [1, 'x'] }, 'unsupported_field'],
    [{ pad_token_id: 0.5 }, 'unsupported_field'],
  ])('%j is refused', (more, code) => refuses({ ...GPT2, ...more }, code));
});

describe('generation_config.json', () => {
  const shapeOf = (specialIds?: ModelShape['specialIds'], json: ConfigValues = GPT2) => ({
    ...fromHuggingFaceConfig(json),
    vocabSize: 64,
    specialIds,
  });
  it('says with what the decoder of a T5 begins, and forces no token behind that', () => {
    const shape = shapeOf(undefined, T5);
    expect(readGenerationConfig({ decoder_start_token_id: 5 }, shape).decoderStart).toBe(5);
    expect(readGenerationConfig({ forced_bos_token_id: null }, shape).remarks).toEqual([]);
    expect(() => readGenerationConfig({ forced_bos_token_id: 7 }, shape)).toThrow(
      'generation_config.json: forced_bos_token_id = 7 is not supported. The first token behind the start token cannot be forced: remove the field.',
    );
    expect(readGenerationConfig({ forced_bos_token_id: 7 }, shapeOf()).remarks).toEqual([]);
  });
  const config = { bos: 1, eos: [2], pad: 0 };
  it.each([
    [{}, { bos: 1, eos: [2], pad: 0 }],
    [{ eos_token_id: [14] }, { bos: 1, eos: [14], pad: 0 }],
    [
      { eos_token_id: [2, 14], pad_token_id: 3 },
      { bos: 1, eos: [2, 14], pad: 3 },
    ],
  ])('%j', (values, specialIds) => {
    expect(readGenerationConfig(values, shapeOf(config))).toEqual({
      specialIds,
      stopStrings: [],
      decoderStart: undefined,
      remarks: [],
    });
  });
  it('names the texts that end a text, and what is not known', () => {
    const values = { stop_strings: ['###'], mystery: 1, temperature: 0.5 };
    expect(readGenerationConfig(values, shapeOf())).toEqual({
      specialIds: undefined,
      stopStrings: ['###'],
      decoderStart: undefined,
      remarks: [
        { code: 'unknown_fields', fields: { file: 'generation_config.json', keys: 'mystery' } },
      ],
    });
  });
  it('is refused where an id is none', () => {
    expect(() => readGenerationConfig({ eos_token_id: '</s>' }, shapeOf())).toThrow(
      expect.objectContaining({ code: 'unsupported_field' }),
    );
  });
});
