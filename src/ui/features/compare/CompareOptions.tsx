import { useTranslation } from 'react-i18next';
import { BaseChoice } from '../study/BaseChoice';
import { useComparedModel } from '../study/CompareButton';
import { useModelText } from '../study/text/modelText';
import { Fields, NumberField, SelectField } from '../../kit/Field';
import { useBench, useBenchStore } from '../../stores/context';
import type { CompareOptions as Options } from '../study/comparison';
import type { CompareKind } from './compareKind';
import styles from './CompareOptions.module.css';
import { OtherFields } from './OtherModels';

const MOST_WATTS = 2000;
const TOGETHER = ['automatic', 'one', 'eight'] as const;

/** What the next comparison measures, and, where no model is at hand, of which models. */
export function CompareOptions({ kind }: { kind: CompareKind | undefined }) {
  const { t } = useTranslation();
  const { compare } = useBench();
  const { base, together, watts } = useBenchStore('compare', ({ options }) => options);
  const writes = useModelText(useComparedModel())?.writes ?? true;
  const change = (changed: Partial<Options>): void =>
    compare.setState(({ options }) => ({ options: { ...options, ...changed } }));
  return (
    <details className={styles.options} data-testid="compare-options">
      <summary>{t('compare.options.title')}</summary>
      <Fields>
        {kind === undefined && (
          <>
            <BaseChoice
              label={t('compare.options.reference')}
              help={t('compare.options.referenceHelp')}
              testId="compare-reference"
              none={t('compare.options.run')}
              value={base}
              onChange={(chosen) => change({ base: chosen, text: null })}
            />
            <OtherFields />
          </>
        )}
        {writes && (
          <SelectField
            label={t('setting.batch.label')}
            help={t('compare.options.batchSizeHelp')}
            testId="compare-together"
            value={together}
            options={TOGETHER.map((value) => ({ value, name: t(`compare.options.${value}`) }))}
            onChange={(chosen) => change({ together: chosen })}
          />
        )}
        <NumberField
          label={t('compare.options.watts')}
          help={t('compare.options.wattsHelp')}
          testId="compare-watts"
          unit="W"
          value={watts}
          min={0}
          max={MOST_WATTS}
          onChange={(value) => change({ watts: value })}
        />
      </Fields>
    </details>
  );
}
