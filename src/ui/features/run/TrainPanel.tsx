import { FolderOpen, SlidersHorizontal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { findExperiment } from '../../../experiments/all';
import { Button } from '../../kit/Button';
import { Help } from '../../kit/Section';
import { useBench } from '../../stores/context';
import { experimentAddress } from '../../stores/addresses';
import type { ModelRecord } from '../../stores/models/record';
import { openSavedRun } from '../../stores/savedRunActions';
import RunPanel from './RunPanel';
import styles from './TrainPanel.module.css';

/** Of a run: its curves and samples, and the keys with which it goes on. Others were trained elsewhere. */
export default function TrainPanel({ model }: { model: ModelRecord }) {
  const { base, saved, experimentId } = model;
  const { t } = useTranslation();
  const experiment = findExperiment(experimentId);
  if (base.kind !== 'run' && !saved) return null;
  return (
    <section className={styles.train} aria-label={t('models.continue')}>
      {base.kind === 'run' ? (
        <div className={styles.run}>
          <RunPanel isPart />
        </div>
      ) : (
        <Continue model={model} />
      )}
      {experiment && (
        <Link href={experimentAddress(experiment.id)} className={styles.settings}>
          <SlidersHorizontal size={14} aria-hidden /> {t('models.settings')}
        </Link>
      )}
    </section>
  );
}

/** Opens a saved run where it was. */
function Continue({ model: { saved, steps } }: { model: ModelRecord }) {
  const { t } = useTranslation();
  const bench = useBench();
  if (!saved) return null;
  return (
    <div className={styles.continue}>
      <Button
        look="signal"
        icon={<FolderOpen size={15} aria-hidden />}
        testId="saved-run-open"
        onPress={() => void openSavedRun(bench, saved)}
      >
        {t('models.continue')}
      </Button>
      <Help>{t('models.continueHelp', { step: steps, all: saved.maxSteps })}</Help>
    </div>
  );
}
