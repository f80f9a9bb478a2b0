import { useTranslation } from 'react-i18next';
import { useBench, useBenchStore } from '../stores/context';
import styles from './distil.module.css';
import { Choice, Count } from './DistilFields';
import { TeacherChoice } from './TeacherChoice';
import { DISTIL_DEFAULTS } from './distilStore';
import type { DistilConfig } from '../../training/objectives/distilConfig';

const MOST_SEEDS = 5;

/** Who teaches, who learns, and how: the defaults are the experiment. */
export function DistilSettings() {
  const { t } = useTranslation();
  const bench = useBench();
  const config = useBenchStore(
    (stores) => stores.distil,
    (distil) => distil.config,
  );
  const change = (changed: Partial<DistilConfig>): void =>
    bench.distil.setState({ config: { ...config, ...changed } });
  const changeTraining = (changed: Partial<DistilConfig['training']>): void =>
    change({ training: { ...config.training, ...changed } });
  const isDefault = JSON.stringify(config) === JSON.stringify(DISTIL_DEFAULTS);
  const { training } = config;
  const number = (
    id: 'temperature' | 'alpha' | 'tokens' | 'top_k' | 'hidden' | 'attention',
    range: { min: number; max: number; step?: number },
  ) => (
    <Count id={id} value={config[id]} {...range} onChange={(value) => change({ [id]: value })} />
  );
  return (
    <form className={styles.settings} onSubmit={(event) => event.preventDefault()}>
      <div className={styles.fields}>
        <TeacherChoice />
        {number('temperature', { min: 0.1, max: 100, step: 0.1 })}
        {number('alpha', { min: 0, max: 1, step: 0.05 })}
        <Count
          id="seeds"
          value={config.seeds.length}
          min={1}
          max={MOST_SEEDS}
          onChange={(count) => change({ seeds: Array.from({ length: count }, (_, i) => i + 1) })}
        />
      </div>
      <details className={styles.more}>
        <summary>{t('distil.more')}</summary>
        <div className={styles.fields}>
          {number('tokens', { min: 256, max: 50_000_000 })}
          <Count
            id="steps"
            value={training.max_steps}
            min={1}
            max={1_000_000}
            onChange={(max_steps) => changeTraining({ max_steps })}
          />
          <Count
            id="rate"
            value={training.learning_rate}
            min={1e-6}
            max={1}
            step={1e-6}
            onChange={(rate) =>
              changeTraining({ learning_rate: rate, min_learning_rate: rate / 10 })
            }
          />
          <Choice
            id="form"
            value={config.form}
            options={['kl', 'plain']}
            onChange={(form) => change({ form })}
          />
          <Choice
            id="source"
            value={config.source}
            options={['text', 'generated']}
            onChange={(source) => change({ source })}
          />
          <Choice
            id="initial"
            value={config.initial}
            options={['random', 'teacher_layers']}
            onChange={(initial) => change({ initial })}
          />
          {number('top_k', { min: 0, max: 4096 })}
          {number('hidden', { min: 0, max: 1000, step: 0.1 })}
          {number('attention', { min: 0, max: 1000, step: 0.1 })}
        </div>
        {!isDefault && (
          <button
            type="button"
            className={styles.reset}
            onClick={() => bench.distil.setState({ config: DISTIL_DEFAULTS })}
          >
            {t('distil.reset')}
          </button>
        )}
      </details>
    </form>
  );
}
