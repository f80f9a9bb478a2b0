import { useBenchStore } from '../../../stores/context';
import { ObjectiveExamples } from './ObjectiveExamples';
import { useExemplified } from '../../../settings/useExemplified';

const NO_AUGMENTATIONS = [] as const;

/** The examples of the run that would start now; causal language modelling needs none. */
export function ExamplesBefore({ experimentId }: { experimentId: string }) {
  const config = useBenchStore('drafts', ({ drafts }) => drafts[experimentId]?.config ?? null);
  const found = useExemplified(config?.objectives ? config : null, NO_AUGMENTATIONS);
  return <ObjectiveExamples examples={found?.objectives ?? []} />;
}
