// The recipe "from general text to a finance writer": general base, fine-tuned on finance, distilled, INT8.
import type { DistillConfigInput } from '../training/objectives/distillation/distillConfig';
import type { RunConfigInput } from '../training/run/config';
import type { FinetuneSize } from './finetune';

export type WriterLanguage = 'zh' | 'en';

/** `num_return_sequences` and `max_length` of the listing. */
export const LISTING_SEQUENCES = 3;
export const LISTING_MAX_LENGTH = 100;

/** Of each language: a general text, a text of finance, and how a report of the latter begins. */
export const WRITER_TEXTS = {
  zh: {
    general: 'everyday_zh',
    domain: 'finance_zh',
    tokenizer: { kind: 'char' },
    prompt: '根据最新财报，公司本季度营收增长',
    names: ['General Chinese base', 'Finance writer'],
  },
  en: {
    general: 'story',
    domain: 'finance_briefs',
    tokenizer: { kind: 'bpe', vocab_size: 768 },
    prompt: "According to the latest report, the company's revenue this quarter grew by",
    names: ['General English base', 'Finance writer'],
  },
} as const;

const SIZES = {
  small: {
    model: { n_layer: 2, n_head: 4, n_embd: 96, n_positions: 96, initializer_range: 0.06 },
    batch: 8,
    steps: { general: 600, domain: 500, student: 400 },
    rates: { general: 4e-3, domain: 4e-3, student: 5e-3 },
    chars: { general: 400_000, domain: 300_000 },
    tokens: 12_288,
  },
  large: {
    model: { n_layer: 6, n_head: 8, n_embd: 256, n_positions: 128, initializer_range: 0.04 },
    batch: 16,
    steps: { general: 1200, domain: 1000, student: 600 },
    rates: { general: 1.5e-3, domain: 1e-3, student: 2e-3 },
    chars: { general: 1_500_000, domain: 1_000_000 },
    tokens: 32_768,
  },
} as const;

export interface WriterExperiment {
  readonly general: RunConfigInput;
  readonly domain: RunConfigInput;
  readonly distill: DistillConfigInput;
  readonly prompt: string;
}

export function financeWriter(language: WriterLanguage, size: FinetuneSize): WriterExperiment {
  const texts = WRITER_TEXTS[language];
  const { model, batch, steps, rates, chars, tokens } = SIZES[size];
  const training = (of: 'general' | 'domain' | 'student') => ({
    per_device_train_batch_size: batch,
    max_steps: steps[of],
    learning_rate: rates[of],
    min_learning_rate: rates[of] / 10,
    warmup_steps: 20,
    eval_steps: Math.ceil(steps[of] / 4),
    eval_windows: 48,
  });
  const run = (of: 'general' | 'domain', name: string): RunConfigInput => ({
    version: 1,
    name,
    model: { family: 'gpt', ...model },
    tokenizer: texts.tokenizer,
    data: { corpus: texts[of], size_chars: chars[of] },
    training: training(of),
    // Its own samples are not looked at.
    sample: { every_steps: 1_000_000, max_new_tokens: 1, prompt: texts.prompt },
  });
  return {
    general: run('general', texts.names[0]),
    domain: run('domain', texts.names[1]),
    distill: { version: 1, tokens, alpha: 0.1, training: training('student') },
    prompt: texts.prompt,
  };
}
