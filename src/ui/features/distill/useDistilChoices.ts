import { useBenchStore } from '../../stores/context';
import type { DistilChoices, DistilTask } from './distilStore';

/** What is distilled, and how. */
export function useDistilChoices(): DistilChoices & { readonly task: DistilTask } {
  const { task, choices } = useBenchStore(
    (stores) => stores.distil,
    (distil) => distil,
  );
  return { task, ...choices[task] };
}
