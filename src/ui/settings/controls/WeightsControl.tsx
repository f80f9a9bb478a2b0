import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useObjectiveName } from '../useObjectiveName';
import { formatSetting } from '../../kit/format';
import styles from './AugmentationsControl.module.css';
import type { ListProps } from '../settings';
import type { ObjectiveWeight } from '../objectives';
import { NumberChoice } from './SmallChoice';

const WEIGHTS = [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 10];

/** How much each of several objectives counts in the sum. */
export function WeightsControl({ value, onChange }: ListProps) {
  const { t } = useTranslation();
  const objectiveName = useObjectiveName();
  const weights = JSON.parse(value) as ObjectiveWeight[];
  return (
    <div className={styles.weights}>
      {weights.map((one, index) => (
        <Fragment key={one.name}>
          <span>{objectiveName(one.name)}</span>
          <NumberChoice
            label={t('examples.weight', { name: objectiveName(one.name) })}
            value={one.weight}
            among={WEIGHTS}
            words={formatSetting}
            onChange={(weight) => onChange(JSON.stringify(weights.with(index, { ...one, weight })))}
          />
        </Fragment>
      ))}
    </div>
  );
}
