import { Gauge } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toErrorData } from '../../../host/lab/labError';
import type { LabErrorData } from '../../../host/protocol/error';
import type { Evaluated } from '../../../host/protocol/models';
import { EXAMPLE_SETS, type ExampleSet } from '../../../training/data/examples/exampleSets';
import type { BaseRef } from '../../../training/models/baseModel';
import { Button } from '../../kit/Button';
import { ErrorText } from '../../kit/ErrorText';
import { SelectField } from '../../kit/Field';
import { formatPercent } from '../../kit/format';
import data from '../../kit/panel.module.css';
import { ProgressBar } from '../../kit/meters/ProgressBar';
import { useBench } from '../../stores/context';
import { ConfusionTable } from '../study/ConfusionTable';
import styles from './playground.module.css';

/** The built-in datasets that have the same classes. */
const setsOf = (labels: readonly string[]): readonly ExampleSet[] =>
  EXAMPLE_SETS.filter(
    (set) => set.labels.length > 0 && String(set.labels.toSorted()) === String(labels.toSorted()),
  );

/** How many held-out examples of a built-in dataset a classifier gets right. */
export function Measure({ base, labels }: { base: BaseRef; labels: readonly string[] }) {
  const { t } = useTranslation();
  const bench = useBench();
  const sets = setsOf(labels);
  const [setId, setSet] = useState(sets[0]?.id ?? '');
  const [share, setShare] = useState<number | null>(null);
  const [found, setFound] = useState<Evaluated | LabErrorData | null>(null);
  if (sets.length === 0) return <p className={styles.quiet}>{t('models.noSet')}</p>;
  const measure = async () => {
    setShare(0);
    setFound(null);
    const onProgress = (done: number, total: number) => setShare(done / total);
    setFound(await bench.lab.models.evaluate({ base, set: setId }, onProgress).catch(toErrorData));
    setShare(null);
  };
  return (
    <>
      <div className={data.field}>
        <SelectField
          label={t('models.measureOn')}
          value={setId}
          options={sets.map(({ id }) => ({ value: id, name: t(`finetune.set.${id}`) }))}
          onChange={(value) => {
            setSet(value);
            setFound(null);
          }}
        />
        <Button
          icon={<Gauge size={15} aria-hidden />}
          testId="model-measure"
          isDisabled={share !== null}
          onPress={() => void measure()}
        >
          {t('models.measure')}
        </Button>
      </div>
      {share !== null && <ProgressBar label={t('models.measure')} share={share} />}
      {found && ('code' in found ? <ErrorText error={found} /> : <Measured found={found} />)}
    </>
  );
}

function Measured({ found: { accuracy, examples, classes } }: { found: Evaluated }) {
  const { t } = useTranslation();
  return (
    <div>
      <p data-testid="model-measured">
        {t('models.measured', {
          right: formatPercent(accuracy),
          n: examples,
          f1: classes.macroF1.toFixed(3),
        })}
      </p>
      <ConfusionTable classes={classes} />
    </div>
  );
}
