import { useTranslation } from 'react-i18next';
import { CLASS_SETS, type ClassSet } from '../../../experiments/distil';
import type { DistilConfig } from '../../../training/objectives/distilConfig';
import { Fields, NumberField, SelectField } from '../../kit/Field';
import { Segments } from '../../kit/Segments';
import { useBench, useBenchStore } from '../../stores/context';
import styles from './distil.module.css';
import { changeDistil } from './distilActions';
import { DISTIL_DEFAULTS, DISTIL_TASKS } from './distilStore';
import { MoreSettings } from './MoreSettings';
import { TeacherChoice } from './TeacherChoice';
import { TemperatureChoice } from './TemperatureChoice';
import { useDistilChoices } from './useDistilChoices';
import { useDistilWords } from './useDistilWords';

const MOST_SEEDS = 5;

/** Who teaches, who learns, and how: the defaults are the experiment. */
export function DistilSettings() {
  const { t } = useTranslation();
  const words = useDistilWords();
  const bench = useBench();
  const { task, config } = useDistilChoices();
  const change = (changed: Partial<DistilConfig>): void =>
    changeDistil(bench, { config: { ...config, ...changed } });
  const isDefault = JSON.stringify(config) === JSON.stringify(DISTIL_DEFAULTS[task]);
  return (
    <form className={styles.settings} onSubmit={(event) => event.preventDefault()}>
      <Segments
        label={t('distil.task')}
        value={task}
        segments={DISTIL_TASKS.map((id) => ({
          id,
          label: t(`distil.tasks.${id}`),
          content: t(`distil.tasks.${id}`),
        }))}
        onChange={(chosen) => bench.distil.setState({ task: chosen })}
      />
      <Fields>
        {task === 'classify' && <SetChoice />}
        <TeacherChoice />
        <TemperatureChoice
          value={config.temperature}
          onChange={(temperature) => change({ temperature })}
        />
        <NumberField
          {...words('alpha')}
          value={config.alpha}
          min={0}
          max={1}
          step={0.05}
          onChange={(alpha) => change({ alpha })}
        />
        <NumberField
          {...words('seeds')}
          value={config.seeds.length}
          min={1}
          max={MOST_SEEDS}
          onChange={(count) => change({ seeds: Array.from({ length: count }, (_, i) => i + 1) })}
        />
      </Fields>
      <details className={styles.more}>
        <summary>{t('distil.more')}</summary>
        <MoreSettings task={task} config={config} onChange={change} />
        {!isDefault && (
          <button
            type="button"
            className={styles.reset}
            onClick={() => changeDistil(bench, { config: DISTIL_DEFAULTS[task] })}
          >
            {t('distil.reset')}
          </button>
        )}
      </details>
    </form>
  );
}

/** What a classifier tells apart. */
function SetChoice() {
  const { t } = useTranslation();
  const bench = useBench();
  const set = useBenchStore(
    (stores) => stores.distil,
    (distil) => distil.set,
  );
  return (
    <SelectField
      label={t('distil.field.set')}
      help={t('distil.help.set')}
      testId="distil-set"
      value={set}
      options={(Object.keys(CLASS_SETS) as ClassSet[]).map((value) => ({
        value,
        name: t(`tune.set.${value}`),
      }))}
      onChange={(chosen) => bench.distil.setState({ set: chosen })}
    />
  );
}
