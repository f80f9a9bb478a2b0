import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { usePartWords } from '../usePartWords';
import { formatSetting } from '../../kit/format';
import { useBench } from '../../stores/context';
import styles from './AugmentationsControl.module.css';
import type { ControlProps } from './controlProps';
import type { WeightsSetting } from '../settings';
import type { ObjectiveWeight } from '../objectives';
import { numberOptions, SmallChoice } from './SmallChoice';

const WEIGHTS = [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 10];

/** How much each of several objectives counts in the sum. */
export function WeightsControl(props: ControlProps<WeightsSetting>) {
  const { setting, experimentId, label, value, describedBy } = props;
  const { t } = useTranslation();
  const bench = useBench();
  const partWords = usePartWords();
  const weights = JSON.parse(String(value)) as ObjectiveWeight[];
  const write = (index: number, weight: number): void =>
    bench.drafts
      .getState()
      .set(
        experimentId,
        setting,
        JSON.stringify(weights.map((one, i) => (i === index ? { ...one, weight } : one))),
      );
  return (
    <div role="group" aria-label={label} aria-describedby={describedBy}>
      <p className={styles.label}>{label}</p>
      <div className={styles.weights}>
        {weights.map(({ name, weight }, index) => (
          <Fragment key={name}>
            <span>{partWords(name)}</span>
            <SmallChoice
              label={t('examples.weight', { name: partWords(name) })}
              value={String(weight)}
              options={numberOptions(WEIGHTS, weight, formatSetting)}
              onChange={(chosen) => write(index, Number(chosen))}
            />
          </Fragment>
        ))}
      </div>
    </div>
  );
}
