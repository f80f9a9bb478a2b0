// Mutations of config.json: each is refused, or read with the meaning that transformers gives it. What that
// is stands in configMeaning.ts, written from its classes and not from our reader.
import { BenchtopError } from '../../src/gpu/errors';
import { readHuggingFaceConfig } from '../../src/training/io/huggingface/huggingface';
import { parseJsonObject } from '../../src/training/io/jsonFile';
import { BASES, KNOWN_KEYS } from './configBases';
import { meaningInTransformers, meaningOfModel } from './configMeaning';
import type { FormatCheck } from './check';

type Json = Record<string, unknown>;

/** Values that a field of any kind may get, by accident or on purpose. */
const VALUES: readonly unknown[] = [
  0,
  1,
  2,
  3,
  4,
  8,
  12,
  16,
  64,
  -1,
  0.5,
  0.1,
  1e-5,
  1e-12,
  1e5,
  1e9,
  2 ** 31,
  1e300,
  true,
  false,
  null,
  '',
  'true',
  'gelu',
  'gelu_new',
  'gelu_fast',
  'quick_gelu',
  'relu',
  'silu',
  'swish',
  'gated-gelu',
  'gated-silu',
  'gelu_pytorch_tanh',
  'absolute',
  'relative_key',
  'default',
  [],
  {},
  [1, 2],
  ['full_attention'],
  ['sliding_attention'],
  ['sliding_attention', 'full_attention'],
  [1, 0],
  { type: null },
  { rope_type: 'default' },
  { rope_type: 'linear', factor: 2 },
  { rope_theta: 5000 },
  { rope_type: 'yarn', factor: 4 },
  { type: 'yarn', factor: 4, original_max_position_embeddings: 8, beta_fast: 16, truncate: false },
  { rope_type: 'yarn', factor: 4, mscale: 1, mscale_all_dim: 0.5, attention_factor: null },
  { rope_type: 'dynamic', factor: 2.5, rope_theta: 10_000 },
  { rope_type: 'llama3', factor: 8, low_freq_factor: 1, high_freq_factor: 4 },
  { rope_type: 'longrope', short_factor: [1, 1.5], long_factor: [2, 3], factor: 4 },
  { partial_rotary_factor: 0.5 },
  { full_attention: { rope_type: 'default' } },
  { full_attention: { rope_type: 'linear', factor: 8 }, sliding_attention: { rope_theta: 500 } },
  { 0: 'a', 1: 'b' },
  { 1: 'a', 2: 'b' },
  { 0: 'a', 1: 'a' },
  { 0: 'a' },
  ['GPT2ForSequenceClassification'],
  ['BertForSequenceClassification'],
  ['T5EncoderModel'],
  { quant_method: 'fp8' },
];

/** Mulberry32: the same mutations for the same seed, everywhere. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

function mutated(base: Json, random: (below: number) => number): Json {
  const config = structuredClone(base);
  const pick = <T>(list: readonly T[]): T => list[random(list.length)]!;
  for (let change = random(3); change >= 0; change--) {
    const keys = KNOWN_KEYS[String(base.model_type)]!;
    const key = random(5) === 0 ? pick(Object.keys(config)) : pick(keys);
    if (key === 'model_type') continue;
    const kind = random(6);
    if (kind === 0) delete config[key];
    else if (kind === 1) config[`${key}_${random(100)}`] = pick(VALUES);
    else if (kind === 2 && typeof config[key] === 'number')
      config[key] = config[key] * pick([2, 3, 0.5, 1, -1]);
    else config[key] = structuredClone(pick(VALUES));
  }
  return config;
}

/** Without `count`: 2,000 for each of the ten kinds of model. */
export const configs: FormatCheck = ({ seed, count = 20_000 }) => {
  const random = randomFrom(seed);
  const differences: string[] = [];
  const reasons = new Map<string, number>();
  let agreed = 0;
  for (let index = 0; index < count; index++) {
    const config = mutated(BASES[index % BASES.length]!, random);
    const { reason, difference } = outcomeOf(config);
    if (difference !== undefined) differences.push(`${difference}: ${JSON.stringify(config)}`);
    else if (reason === undefined) agreed += 1;
    else reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const refused = count - agreed - differences.length;
  return Promise.resolve({ agreed, refused, bothFailed: 0, differences, reasons });
};

interface Outcome {
  readonly reason?: string;
  readonly difference?: string;
}

function outcomeOf(config: Json): Outcome {
  try {
    const values = parseJsonObject(JSON.stringify(config), 'config.json');
    const { shape, remarks } = readHuggingFaceConfig(values);
    const want = JSON.stringify(meaningInTransformers(config));
    const got = JSON.stringify(meaningOfModel(shape));
    if (want !== got) return { difference: `transformers reads ${want}, the lab ${got}` };
    const reported = remarks.find(({ code }) => code === 'unknown_fields')?.fields.keys ?? '';
    const isReported = Object.keys(config).every(
      (key) => !/_\d+$/.test(key) || String(reported).includes(key),
    );
    return isReported ? {} : { difference: 'a field that is not known was not told' };
  } catch (thrown) {
    if (!(thrown instanceof BenchtopError)) return { difference: `an untyped ${String(thrown)}` };
    return { reason: `${thrown.code} ${String(thrown.fields.key ?? '')}`.trim() };
  }
}
