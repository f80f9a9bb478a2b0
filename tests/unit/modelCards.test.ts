// Cards of models: the configs of their repositories are read, and the parameters are as many as the card says.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findModelCard, MODEL_CARDS, weightBytes } from '../../src/experiments/cards/modelCards';
import { Bases } from '../../src/host/lab/bases';
import { ModelHub } from '../../src/host/models/modelHub';
import { ModelLibrary } from '../../src/host/models/modelLibrary';
import { MemoryStorage } from '../../src/host/storage/memoryStorage';
import type { LoadedEntry } from '../../src/host/storage/loadedModels';
import { readHuggingFaceConfig } from '../../src/training/io/huggingface/huggingface';
import { parametersOf } from '../../src/training/models/model';
import { sizeOf } from '../../src/training/tensor';
import { asBuffers, openHub, type Hub } from '../support/loopbackHub';
import { gpt2Folder, tinyModel } from '../support/tinyModel';

/** The sizes in the config.json of each repository. */
const GPT2 = { model_type: 'gpt2', vocab_size: 50257, n_positions: 1024, n_embd: 768, n_head: 12 };
const ROPE = { hidden_act: 'silu', rms_norm_eps: 1e-6, tie_word_embeddings: true };
const BERT = {
  model_type: 'bert',
  architectures: ['BertForMaskedLM'],
  hidden_size: 768,
  num_hidden_layers: 12,
  num_attention_heads: 12,
  intermediate_size: 3072,
  hidden_act: 'gelu',
  max_position_embeddings: 512,
  type_vocab_size: 2,
};
const DISTILBERT = {
  model_type: 'distilbert',
  vocab_size: 30522,
  dim: 768,
  n_layers: 6,
  n_heads: 12,
  hidden_dim: 3072,
  activation: 'gelu',
  max_position_embeddings: 512,
};
const CONFIGS: Readonly<Record<string, Record<string, unknown>>> = {
  gpt2: { ...GPT2, n_layer: 12 },
  distilgpt2: { ...GPT2, n_layer: 6 },
  'smollm2-135m': {
    ...ROPE,
    model_type: 'llama',
    vocab_size: 49152,
    hidden_size: 576,
    intermediate_size: 1536,
    num_hidden_layers: 30,
    num_attention_heads: 9,
    num_key_value_heads: 3,
    max_position_embeddings: 8192,
    rope_theta: 100000,
  },
  'qwen2.5-0.5b': {
    ...ROPE,
    model_type: 'qwen2',
    vocab_size: 151936,
    hidden_size: 896,
    intermediate_size: 4864,
    num_hidden_layers: 24,
    num_attention_heads: 14,
    num_key_value_heads: 2,
    max_position_embeddings: 32768,
    rope_theta: 1000000,
  },
  'qwen3-0.6b': {
    ...ROPE,
    model_type: 'qwen3',
    vocab_size: 151936,
    hidden_size: 1024,
    intermediate_size: 3072,
    num_hidden_layers: 28,
    num_attention_heads: 16,
    num_key_value_heads: 8,
    head_dim: 128,
    max_position_embeddings: 40960,
    rope_theta: 1000000,
  },
  'tinyllama-1.1b': {
    ...ROPE,
    tie_word_embeddings: false,
    model_type: 'llama',
    vocab_size: 32000,
    hidden_size: 2048,
    intermediate_size: 5632,
    num_hidden_layers: 22,
    num_attention_heads: 32,
    num_key_value_heads: 4,
    max_position_embeddings: 2048,
  },
  'bert-base-uncased': { ...BERT, vocab_size: 30522 },
  'bert-base-chinese': { ...BERT, vocab_size: 21128 },
  'distilbert-base-uncased': DISTILBERT,
  'distilbert-sst2': {
    ...DISTILBERT,
    architectures: ['DistilBertForSequenceClassification'],
    id2label: { '0': 'NEGATIVE', '1': 'POSITIVE' },
  },
  't5-small': {
    model_type: 't5',
    vocab_size: 32128,
    d_model: 512,
    d_kv: 64,
    d_ff: 2048,
    num_layers: 6,
    num_heads: 8,
    n_positions: 512,
    feed_forward_proj: 'relu',
    relative_attention_num_buckets: 32,
    is_encoder_decoder: true,
  },
};

test.each(MODEL_CARDS)('$id: the reader takes its config, and counts its parameters', (card) => {
  const { model, vocabSize } = readHuggingFaceConfig(CONFIGS[card.id]!).shape;
  const specs = parametersOf(model, vocabSize);
  const count = specs.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  // A classifier has its output layer in place of the one that fills masks.
  const tolerance = card.kind === 'classifier' ? 1e-3 * count : 0;
  expect(Math.abs(count - card.parameters)).toBeLessThanOrEqual(tolerance);
  expect(model.n_positions).toBe(card.context);
  // The hub's files hold 2 or 4 bytes a parameter; Qwen3 has its output layer twice.
  const bytes = card.sizeBytes / card.parameters;
  expect(bytes > 1.9 && bytes < 4.6).toBe(true);
});

describe('a card', () => {
  let hub: Hub;
  beforeAll(async () => {
    const { repository } = findModelCard('distilgpt2')!;
    const models = new Map([[repository, await asBuffers(gpt2Folder())]]);
    hub = await openHub({ models, datasets: new Map() });
  });
  afterAll(() => hub.close());

  test('is imported by its repository', async () => {
    const lab = {
      bases: new Bases(),
      context: () => Promise.reject(new Error('There is no GPU here.')),
      exported: () => Promise.resolve(tinyModel()),
      adapter: () => Promise.reject(new Error('none')),
      variant: () => Promise.reject(new Error('none')),
    };
    const storage = new MemoryStorage<LoadedEntry>();
    const library = new ModelLibrary(lab, storage, new ModelHub({ address: hub.address }));
    const { repository } = findModelCard('distilgpt2')!;
    const model = await library.download(repository, () => undefined);
    expect(model).toMatchObject({ source: { kind: 'hub', name: repository }, writes: true });
  });

  test('is found by either name, and says what its weights take', () => {
    expect(findModelCard('openai-community/gpt2')).toBe(findModelCard('gpt2'));
    expect(new Set(MODEL_CARDS.map(({ id }) => id)).size).toBe(MODEL_CARDS.length);
    expect(weightBytes({ parameters: 10 })).toEqual({ run: 40, train: 160 });
  });
});
