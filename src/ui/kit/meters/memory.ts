import type { MemoryBreakdown } from '../../../host/protocol/run';

/** Order in pictures and lists; colors are --mem-* in theme.css. */
export const MEMORY_KINDS = [
  'weights',
  'gradients',
  'optimizer',
  'activations',
  'logits',
  'data',
  'workspace',
] as const satisfies readonly (keyof MemoryBreakdown)[];
