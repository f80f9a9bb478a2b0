import type { Exemplified } from '../../host/protocol/examples';
import type { RunConfig } from '../../training/run/config';
import type { AugmentationConfig } from '../../training/run/objectiveConfig';
import { broughtText } from '../../training/run/texts/textSchedule';
import { useBench, useBenchStore } from '../stores/context';
import { useAnswer } from '../stores/useAnswer';

/** What objectives and augmentations make of the text; null until it is known, or has no text yet. */
export function useExemplified(
  config: RunConfig | null,
  augmentations: readonly AugmentationConfig[],
): Exemplified | null {
  const bench = useBench();
  const textId = useBenchStore(
    'texts',
    ({ texts }) => texts[(config && broughtText(config)) ?? '']?.textId,
  );
  const request = config && { config: relevantConfig(config), augmentations };
  const found = useAnswer(request && JSON.stringify([request, textId]), () =>
    bench.lab.exemplify({ ...request!, ...(textId !== undefined && { textId }) }),
  );
  // A text that is still to be imported, or a setting that is wrong at the moment: said elsewhere.
  return config && found && 'objectives' in found ? found : null;
}

/** Steps, rates and sampling do not change what is read. */
const relevantConfig = (config: RunConfig): RunConfig => ({
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
