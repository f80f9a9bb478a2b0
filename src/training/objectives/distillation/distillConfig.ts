// Everything that decides a distillation beside its teacher: the student, what it reads, how it learns.
import { z } from 'zod';
import { BenchtopError } from '../../../gpu/errors';
import { modelSchema, trainingSchema, type ModelConfig } from '../../run/config';

const positive = z.number().int().positive();
const size = z.number().int().min(0).max(65_536).default(0);
const weight = z.number().min(0).max(1000).default(0);

export const distillSchema = z.object({
  version: z.literal(1),
  /** As the sizes below say where left out. */
  student: modelSchema.optional(),
  /** 0: half the teacher's blocks, two thirds of its width, heads in proportion. */
  student_layers: size,
  student_width: size,
  student_heads: size,
  /** `teacher_layers`: blocks spread over the teacher's, copied; the student then has its width. */
  initial: z.enum(['random', 'teacher_layers']).default('random'),
  /** What students read: the text, or as much that the teacher writes (sequence-level distillation). */
  source: z.enum(['text', 'generated']).default('text'),
  /** Examples of classes without their labels, which only the distilled student can use. */
  unlabeled: z.number().int().min(0).max(100_000).default(0),
  /** Tokens that students read, over and over; the teacher may have seen more. */
  tokens: positive.max(50_000_000).default(16_384),
  /** `auto`: 2, or the 10 of the reference script for a student that is as large as its own. */
  temperature: z.union([z.literal('auto'), z.number().positive().max(100)]).default('auto'),
  /** Share of the hard labels in the loss. */
  alpha: z.number().min(0).max(1).default(0.1),
  /** T² · KL, or plainly −mean Σ softmax(t/T) · log softmax(s/T). */
  form: z.enum(['kl', 'plain']).default('kl'),
  /** Greatest logits of the teacher that count; 0 keeps all. */
  top_k: z.number().int().min(0).max(4096).default(0),
  /** Weights of matching the residual stream and the last layer's attention. */
  hidden: weight,
  attention: weight,
  /** Students start and read in the order of each of these. */
  seeds: z.array(z.number().int()).min(1).max(10).default([1, 2, 3]),
  training: trainingSchema,
});

export type DistillConfig = z.infer<typeof distillSchema>;
/** With the temperature that the student's size asks for. */
export type SettledDistill = DistillConfig & { readonly temperature: number };
export type DistillConfigInput = z.input<typeof distillSchema>;

/** GPT-2's 12 × 768 becomes this, at T = 10; smaller ones lose themselves in unlikely tokens there. */
const LISTING = { n_layer: 6, n_embd: 512 };
export const LISTING_TEMPERATURE = 10;
export const USUAL_TEMPERATURE = 2;

export function temperatureFor(
  { temperature }: Pick<DistillConfig, 'temperature'>,
  student: Pick<ModelConfig, 'n_layer' | 'n_embd'>,
): number {
  if (temperature !== 'auto') return temperature;
  const isLarge = student.n_layer >= LISTING.n_layer && student.n_embd >= LISTING.n_embd;
  return isLarge ? LISTING_TEMPERATURE : USUAL_TEMPERATURE;
}

/** Widths are multiples of it. */
const WIDTH_STEP = 16;
const WIDTH_SHARE = 2 / 3;

type Sizes = Pick<DistillConfig, 'initial' | `student_${'layers' | 'width' | 'heads'}`>;

/** GPT-2's 12 blocks of 768 and 12 heads become 6 of 512 and 8. */
export function studentOf(teacher: ModelConfig, wanted?: Sizes): ModelConfig {
  const n_layer = wanted?.student_layers || Math.ceil(teacher.n_layer / 2);
  const n_embd = wanted?.student_width || usualWidth(teacher, wanted?.initial);
  const size = { ...teacher, n_layer, n_embd, ...decoderOf(teacher, n_layer) };
  const share = n_embd / teacher.n_embd;
  const inner =
    'n_inner' in size && size.n_inner
      ? { n_inner: Math.max(1, Math.round(share * size.n_inner)) }
      : {};
  if (!('n_head' in size)) return { ...size, ...inner } as ModelConfig;
  const n_head = wanted?.student_heads || headsFor(size.n_head * share, n_embd);
  if (size.family === 'gpt') return { ...size, ...inner, n_head, pruned: undefined };
  const groups = 'n_kv_head' in size ? { n_kv_head: headsFor(size.n_kv_head * share, n_head) } : {};
  return { ...size, ...inner, ...groups, n_head } as ModelConfig;
}

/** As much of the decoder as of the encoder. */
function decoderOf(teacher: ModelConfig, n_layer: number) {
  if (!('n_decoder_layer' in teacher)) return {};
  const share = n_layer / teacher.n_layer;
  return { n_decoder_layer: Math.max(1, Math.round(share * teacher.n_decoder_layer)) };
}

function usualWidth({ n_embd }: ModelConfig, initial: Sizes['initial'] = 'random'): number {
  if (initial === 'teacher_layers') return n_embd;
  const steps = Math.max(1, Math.round((WIDTH_SHARE * n_embd) / WIDTH_STEP));
  return Math.min(n_embd, steps * WIDTH_STEP);
}

/**
 * Settings that contradict each other, found before anything is trained.
 * @throws BenchtopError distill_nothing_to_learn | distill_top_k_in_step
 */
export function refuseContradictions({ alpha, hidden, attention, top_k }: DistillConfig): void {
  const isMatched = hidden > 0 || attention > 0;
  if (alpha === 1 && !isMatched) {
    throw new BenchtopError(
      'distill_nothing_to_learn',
      'With hard labels alone the distilled student learns what the other one does: choose alpha below 1.',
    );
  }
  if (top_k > 0 && isMatched) {
    throw new BenchtopError(
      'distill_top_k_in_step',
      'Hidden states and attention need the teacher in every step, where all of its logits are.',
    );
  }
}

/**
 * The same for classifiers.
 * @throws BenchtopError distill_not_for_classes
 */
export function refuseForClasses({ hidden, attention, top_k, source }: DistillConfig): void {
  if (hidden === 0 && attention === 0 && top_k === 0 && source === 'text') return;
  throw new BenchtopError(
    'distill_not_for_classes',
    'A classifier is distilled by its class probabilities alone: no hidden states, attention, top-k logits or generated texts.',
  );
}

/**
 * The same for masked tokens, corrupted spans and answers.
 * @throws BenchtopError distill_not_for_objectives
 */
export function refuseForObjectives({ hidden, attention, top_k, source }: DistillConfig): void {
  if (hidden === 0 && attention === 0 && top_k === 0 && source === 'text') return;
  throw new BenchtopError(
    'distill_not_for_objectives',
    'Encoders and encoder-decoders are distilled by their logits alone: no hidden states, attention, top-k logits or generated texts.',
  );
}

/** The greatest number up to `most` that divides `whole`. */
function headsFor(most: number, whole: number): number {
  let heads = Math.max(1, Math.floor(most + 1e-9));
  while (whole % heads !== 0) heads--;
  return heads;
}
