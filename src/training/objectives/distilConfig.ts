// Everything that decides a distillation beside its teacher: the student, what it reads, how it learns.
import { z } from 'zod';
import { modelSchema, trainingSchema, type ModelConfig } from '../run/config';

const positive = z.number().int().positive();
const weight = z.number().min(0).max(1000).default(0);

export const distilSchema = z.object({
  version: z.literal(1),
  /** Half the teacher's blocks at two thirds of its width where left out. */
  student: modelSchema.optional(),
  /** `teacher_layers`: blocks spread over the teacher's, copied; needs its width. */
  initial: z.enum(['random', 'teacher_layers']).default('random'),
  /** What students read: the text, or as much that the teacher writes (sequence-level distillation). */
  source: z.enum(['text', 'generated']).default('text'),
  /** Tokens that students read, over and over; the teacher may have seen more. */
  tokens: positive.max(50_000_000).default(16_384),
  temperature: z.number().positive().max(100).default(2),
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

export type DistilConfig = z.infer<typeof distilSchema>;
export type DistilConfigInput = z.input<typeof distilSchema>;

/** Widths are multiples of it. */
const WIDTH_STEP = 16;
const WIDTH_SHARE = 2 / 3;

/** GPT-2's 12 blocks of 768 and 12 heads become 6 of 512 and 8. */
export function studentOf(teacher: ModelConfig): ModelConfig {
  const n_layer = Math.ceil(teacher.n_layer / 2);
  const steps = Math.max(1, Math.round((WIDTH_SHARE * teacher.n_embd) / WIDTH_STEP));
  const n_embd = Math.min(teacher.n_embd, steps * WIDTH_STEP);
  const size = { ...teacher, n_layer, n_embd };
  const share = n_embd / teacher.n_embd;
  const inner = 'n_inner' in size ? { n_inner: Math.max(1, Math.round(share * size.n_inner)) } : {};
  if (!('n_head' in size)) return { ...size, ...inner } as ModelConfig;
  const n_head = headsFor(size.n_head * share, n_embd);
  if (size.family === 'gpt') return { ...size, n_head, pruned: undefined };
  const groups =
    size.family === 'llama' ? { n_kv_head: headsFor(size.n_kv_head * share, n_head) } : {};
  return { ...size, ...inner, ...groups, n_head } as ModelConfig;
}

/** The greatest number up to `most` that divides `whole`. */
function headsFor(most: number, whole: number): number {
  let heads = Math.max(1, Math.floor(most + 1e-9));
  while (whole % heads !== 0) heads--;
  return heads;
}
