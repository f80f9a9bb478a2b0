import { useTranslation } from 'react-i18next';
import {
  LISTING_TEMPERATURE,
  type DistillConfig,
} from '../../../training/objectives/distillation/distillConfig';
import { fillsMasks } from '../../../training/models/families';
import type { RunConfig } from '../../../training/run/config';
import { Fields, NumberField, SelectField } from '../../kit/Field';
import { Segments } from '../../kit/Segments';
import { useBench } from '../../stores/context';
import { BaseChoice, type Suits } from '../study/BaseChoice';
import styles from './distill.module.css';
import study from '../study/study.module.css';
import { changeDistill } from './distillActions';
import { DISTILL_DEFAULTS, DISTILL_TASKS, type DistillTask } from './distillStore';
import { SettingNumber, useDistill, useDistillWords } from './fields';
import { Listings } from './Listings';
import { MoreSettings } from './MoreSettings';
import { ReadText, SetChoice } from './ReadText';

const MOST_SEEDS = 5;

/** Who teaches, unless that is the model at hand, who learns, and how: the defaults are the experiment. */
export function DistillSettings({ hasTeacher }: { hasTeacher: boolean }) {
  const { t } = useTranslation();
  const words = useDistillWords();
  const bench = useBench();
  const { task, config, change } = useDistill();
  const isDefault = JSON.stringify(config) === JSON.stringify(DISTILL_DEFAULTS[task]);
  return (
    <form className={study.settings} onSubmit={(event) => event.preventDefault()}>
      {!hasTeacher && (
        <Segments
          label={t('common.task')}
          value={task}
          segments={DISTILL_TASKS.map((id) => ({ id, label: t(`distill.tasks.${id}`) }))}
          onChange={(chosen) => bench.distill.setState({ task: chosen })}
        />
      )}
      <Fields>
        {!hasTeacher && <TeacherChoice />}
        {task === 'classify' ? <SetChoice /> : <ReadText />}
        <TemperatureChoice />
        <SettingNumber id="alpha" />
        <NumberField
          {...words('seeds')}
          value={config.seeds.length}
          min={1}
          max={MOST_SEEDS}
          onChange={(count) => change({ seeds: Array.from({ length: count }, (_, i) => i + 1) })}
        />
      </Fields>
      {task === 'language' && <Listings />}
      <details className={styles.more}>
        <summary>{t('distill.more')}</summary>
        <MoreSettings />
        {!isDefault && (
          <button
            type="button"
            className={study.reset}
            onClick={() => changeDistill(bench, { config: DISTILL_DEFAULTS[task] })}
          >
            {t('common.reset')}
          </button>
        )}
      </details>
    </form>
  );
}

const isClassifying = (objectives: RunConfig['objectives']): boolean =>
  objectives?.some(({ kind }) => kind === 'classify') ?? false;

const TEACHERS: Record<DistillTask, Suits> = {
  language: {
    run: ({ objectives }) => !isClassifying(objectives),
    loaded: ({ writes, config }) => writes || fillsMasks(config),
  },
  classify: {
    run: ({ objectives }) => isClassifying(objectives),
    // A saved run has its model, not its output layer.
    saved: false,
    loaded: ({ labels }) => labels !== undefined,
  },
};

/** A teacher that is there, or one that is trained first. */
function TeacherChoice() {
  const { t } = useTranslation();
  const bench = useBench();
  const { task, teacher } = useDistill();
  return (
    <BaseChoice
      label={t('distill.row.teacher')}
      help={t(`distill.teacherHelp.${task}${teacher ? 'Chosen' : 'First'}`)}
      testId="distill-teacher"
      none={t('distill.trainFirst')}
      value={teacher}
      suits={TEACHERS[task]}
      onChange={(chosen) => changeDistill(bench, { teacher: chosen, text: null })}
    />
  );
}

const FIRST = { auto: 'auto', listing: LISTING_TEMPERATURE, own: 2 } as const;
type Kind = keyof typeof FIRST;
const KINDS = Object.keys(FIRST) as Kind[];

const kindOf = (temperature: DistillConfig['temperature']): Kind => {
  if (temperature === 'auto') return 'auto';
  return temperature === LISTING_TEMPERATURE ? 'listing' : 'own';
};

/** By the student's size, the reference script's, or any other. */
function TemperatureChoice() {
  const { t } = useTranslation();
  const { config, change } = useDistill();
  const kind = kindOf(config.temperature);
  return (
    <>
      <SelectField
        label={t('distill.field.temperature')}
        help={t(`distill.temperatureHelp.${kind}`)}
        testId="distill-temperature"
        value={kind}
        options={KINDS.map((id) => ({ value: id, name: t(`distill.temperature.${id}`) }))}
        onChange={(chosen) => change({ temperature: FIRST[chosen] })}
      />
      {kind === 'own' && (
        <NumberField
          label={t('distill.field.own_temperature')}
          value={Number(config.temperature)}
          min={0.1}
          max={100}
          step="any"
          onChange={(temperature) => change({ temperature })}
        />
      )}
    </>
  );
}
