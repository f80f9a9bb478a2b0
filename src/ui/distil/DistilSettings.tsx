import { useTranslation } from 'react-i18next';
import type { DistilConfig } from '../../training/objectives/distilConfig';
import { Fields, NumberField } from '../components/Field';
import { useBench, useBenchStore } from '../stores/context';
import styles from './distil.module.css';
import { DISTIL_DEFAULTS } from './distilStore';
import { MoreSettings } from './MoreSettings';
import { TeacherChoice } from './TeacherChoice';
import { useDistilWords } from './useDistilWords';

const MOST_SEEDS = 5;

/** Who teaches, who learns, and how: the defaults are the experiment. */
export function DistilSettings() {
  const { t } = useTranslation();
  const words = useDistilWords();
  const bench = useBench();
  const config = useBenchStore(
    (stores) => stores.distil,
    (distil) => distil.config,
  );
  const change = (changed: Partial<DistilConfig>): void =>
    bench.distil.setState({ config: { ...config, ...changed } });
  const isDefault = JSON.stringify(config) === JSON.stringify(DISTIL_DEFAULTS);
  return (
    <form className={styles.settings} onSubmit={(event) => event.preventDefault()}>
      <Fields>
        <TeacherChoice />
        <NumberField
          {...words('temperature')}
          value={config.temperature}
          min={0.1}
          max={100}
          step={0.1}
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
        <MoreSettings config={config} onChange={change} />
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
