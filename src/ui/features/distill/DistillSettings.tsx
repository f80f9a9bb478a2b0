import { useTranslation } from 'react-i18next';
import { CLASS_SETS, type ClassSet } from '../../../experiments/distill';
import type { DistillConfig } from '../../../training/objectives/distillation/distillConfig';
import { Fields, NumberField, SelectField } from '../../kit/Field';
import { Segments } from '../../kit/Segments';
import { useBench, useBenchStore } from '../../stores/context';
import styles from './distill.module.css';
import { changeDistill } from './distillActions';
import { DISTILL_DEFAULTS, DISTILL_TASKS } from './distillStore';
import { MoreSettings } from './MoreSettings';
import { TeacherChoice } from './TeacherChoice';
import { TemperatureChoice } from './TemperatureChoice';
import { useDistillChoices } from './useDistillChoices';
import { useDistillWords } from './useDistillWords';

const MOST_SEEDS = 5;

/** Who teaches, who learns, and how: the defaults are the experiment. */
export function DistillSettings() {
  const { t } = useTranslation();
  const words = useDistillWords();
  const bench = useBench();
  const { task, config } = useDistillChoices();
  const change = (changed: Partial<DistillConfig>): void =>
    changeDistill(bench, { config: { ...config, ...changed } });
  const isDefault = JSON.stringify(config) === JSON.stringify(DISTILL_DEFAULTS[task]);
  return (
    <form className={styles.settings} onSubmit={(event) => event.preventDefault()}>
      <Segments
        label={t('common.task')}
        value={task}
        segments={DISTILL_TASKS.map((id) => ({
          id,
          label: t(`distill.tasks.${id}`),
          content: t(`distill.tasks.${id}`),
        }))}
        onChange={(chosen) => bench.distill.setState({ task: chosen })}
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
        <summary>{t('distill.more')}</summary>
        <MoreSettings task={task} config={config} onChange={change} />
        {!isDefault && (
          <button
            type="button"
            className={styles.reset}
            onClick={() => changeDistill(bench, { config: DISTILL_DEFAULTS[task] })}
          >
            {t('common.reset')}
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
  const set = useBenchStore('distill', (distill) => distill.set);
  return (
    <SelectField
      label={t('finetune.field.set')}
      help={t('distill.help.set')}
      testId="distill-set"
      value={set}
      options={(Object.keys(CLASS_SETS) as ClassSet[]).map((value) => ({
        value,
        name: t(`finetune.set.${value}`),
      }))}
      onChange={(chosen) => bench.distill.setState({ set: chosen })}
    />
  );
}
