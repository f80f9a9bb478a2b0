import { Gauge } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evaluated } from '../../../host/protocol/models';
import { isRegression } from '../../../training/data/examples/examples';
import { EXAMPLE_SETS, type ExampleSet } from '../../../training/data/examples/exampleSets';
import type { BaseRef } from '../../../training/models/baseModel';
import { ConfusionTable } from '../study/ConfusionTable';
import { SelectField } from '../../kit/Field';
import { Button } from '../../kit/Button';
import { ProgressBar } from '../../kit/ProgressBar';
import { TryClassifier } from '../study/TryClassifier';
import data from '../../kit/panel.module.css';
import { formatPercent } from '../../kit/format';
import { useBench } from '../../stores/context';
import { attempt } from './modelActions';
import styles from './models.module.css';

/** A model that classifies: what it says of a text, and how often it is right. */
export function ClassifierPanel({ base, labels }: { base: BaseRef; labels: readonly string[] }) {
  const { t } = useTranslation();
  const isScore = isRegression({ labels });
  return (
    <div className={styles.write} data-testid="model-classifier">
      <h3>{t(isScore ? 'models.tryScoreTitle' : 'models.tryTitle')}</h3>
      <TryClassifier base={base} start={t('models.tryStart')} isScore={isScore} />
      {!isScore && <Measure base={base} sets={setsOf(labels)} />}
    </div>
  );
}

/** The built-in datasets that have the same classes. */
const setsOf = (labels: readonly string[]): readonly ExampleSet[] =>
  EXAMPLE_SETS.filter(
    (set) => set.labels.length > 0 && String(set.labels.toSorted()) === String(labels.toSorted()),
  );

function Measure({ base, sets }: { base: BaseRef; sets: readonly ExampleSet[] }) {
  const { t } = useTranslation();
  const bench = useBench();
  const [setId, setSet] = useState(sets[0]?.id ?? '');
  const [share, setShare] = useState<number | null>(null);
  const [found, setFound] = useState<Evaluated | null>(null);
  if (sets.length === 0) return <p className={styles.empty}>{t('models.noSet')}</p>;
  const measure = async () => {
    setShare(0);
    setFound(null);
    const onProgress = (done: number, total: number) => setShare(done / total);
    await attempt(bench, async () =>
      setFound(await bench.lab.models.evaluate({ base, set: setId }, onProgress)),
    );
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
      {found && <Measured found={found} />}
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
