import { useBenchStore } from '../../stores/context';
import type { DistillChoices, DistillTask } from './distillStore';

/** What is distilled, and how. */
export function useDistillChoices(): DistillChoices & { readonly task: DistillTask } {
  const { task, choices } = useBenchStore('distill', (distill) => distill);
  return { task, ...choices[task] };
}
