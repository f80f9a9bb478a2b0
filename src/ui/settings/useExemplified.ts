import { useEffect, useState } from 'react';
import type { Exemplified } from '../../host/protocol/examples';
import type { RunConfig } from '../../training/run/config';
import type { AugmentationConfig } from '../../training/run/objectiveConfig';
import { useBench, useBenchStore } from '../stores/context';

const WAIT_MS = 250;

/** What objectives and augmentations make of the text; null until it is known, or has no text yet. */
export function useExemplified(
  config: RunConfig | null,
  augmentations: readonly AugmentationConfig[],
): Exemplified | null {
  const bench = useBench();
  const [found, setFound] = useState<Exemplified | null>(null);
  const textId = useBenchStore('texts', ({ texts }) => texts[config?.data.corpus ?? '']?.textId);
  // Compared as text: both are made anew with every change of any setting.
  const wanted = config && JSON.stringify({ config: partOf(config), augmentations });
  useEffect(() => {
    if (wanted === null) return;
    let isCurrent = true;
    const request = JSON.parse(wanted) as Parameters<typeof bench.lab.exemplify>[0];
    const timer = setTimeout(() => {
      bench.lab.exemplify({ ...request, ...(textId !== undefined && { textId }) }).then(
        (examples) => isCurrent && setFound(examples),
        // A text that is still to be imported, or a setting that is wrong at the moment: said elsewhere.
        () => isCurrent && setFound(null),
      );
    }, WAIT_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [bench, wanted, textId]);
  return config && found;
}

/** Steps, rates and sampling do not change what is read. */
const partOf = (config: RunConfig): RunConfig => ({
  ...config,
  training: {
    ...config.training,
    max_steps: 1,
    learning_rate: 1,
    eval_steps: 1,
    warmup_steps: 0,
    weight_decay: 0,
  },
});
