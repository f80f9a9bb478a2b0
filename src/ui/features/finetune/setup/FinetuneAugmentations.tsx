import { useTranslation } from 'react-i18next';
import type { AugmentationConfig } from '../../../../training/run/objectiveConfig';
import {
  configOf,
  FINETUNE_DEFAULTS,
  isPreference,
  learnsText,
} from '../../../../host/studies/finetune/request';
import { Help } from '../../../kit/Section';
import { AugmentationsControl } from '../../../settings/controls/AugmentationsControl';
import { useBench, useBenchStore } from '../../../stores/context';
import { sizeOf } from '../../study/study';
import { changeFinetuning } from '../finetuneActions';
import { familyOf } from '../finetuneSources';
import styles from '../finetune.module.css';

/** What is changed of the inputs in training, with what it makes of a few sentences. */
export function FinetuneAugmentations() {
  const { t } = useTranslation();
  const bench = useBench();
  const choices = useBenchStore('finetune', (finetune) => finetune.choices);
  const found = useBenchStore('finetune', ({ imported }) => imported?.found ?? null);
  const family = familyOf(bench);
  // Pairs are compared as they are; the objective of a text is that of its base, which has to be known.
  if (isPreference(choices, found) || (learnsText(choices) && !family)) return null;
  // Shown on the text that a model made here would read, whatever is being typed as its arguments.
  const { json } = FINETUNE_DEFAULTS;
  const plain = { ...choices, base: null, augmentations: [], json };
  const config = configOf(plain, choices.method, sizeOf(bench), found, family);
  const { examples: _examples, ...data } = config.data;
  const { objectives: _objectives, ...shown } = config;
  const names = choices.augmentations.map(({ kind }) => t(`examples.augmentation.${kind}`));
  return (
    <details className={styles.more} data-testid="finetune-augmentations">
      <summary>
        {t('setting.augmentations.label')}
        <span>{names.join(', ') || t('settings.choice.none')}</span>
      </summary>
      <Help>{t('finetune.augmentations')}</Help>
      <div className={styles.list}>
        <AugmentationsControl
          config={{ ...shown, data }}
          value={JSON.stringify(choices.augmentations)}
          onChange={(value) =>
            changeFinetuning(bench, {
              augmentations: JSON.parse(String(value)) as AugmentationConfig[],
            })
          }
        />
      </div>
    </details>
  );
}
