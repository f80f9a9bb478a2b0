import { useTranslation } from 'react-i18next';
import type { Experiment } from '../../../experiments/experiment';
import { useLanguage } from '../../i18n/useLanguage';
import { useBenchStore } from '../../stores/context';
import { ExamplesBefore } from './examples/ExamplesBefore';
import { ExperimentFacts } from './ExperimentFacts';
import { GpuLine } from './GpuLine';
import styles from './Intro.module.css';
import { MissingGpu } from '../../device/MissingGpu';
import { ReadingFigure } from '../../kit/ReadingFigure';
import { TextImport } from './TextImport';
import { TrainButton } from './TrainButton';
import { useObstacle } from '../../device/useObstacle';

/** Before a run: what this is, what it will read, and the one key that starts it. */
export function Intro(props: { experiment: Experiment; isFirstVisit: boolean }) {
  const { experiment, isFirstVisit } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <article className={styles.intro}>
      <h1 className={isFirstVisit ? styles.headline : styles.title}>
        {isFirstVisit ? t('intro.headline') : experiment.title[language]}
      </h1>
      <p className={styles.lead}>{isFirstVisit ? t('intro.lead') : experiment.about[language]}</p>{' '}
      <MissingGpu />
      <TextImport experimentId={experiment.id} />
      <div className={styles.start}>
        <TrainButton experimentId={experiment.id} isFirstVisit={isFirstVisit} />
        <Model experiment={experiment} />
      </div>{' '}
      <GpuLine />
      {isFirstVisit ? (
        <>
          <ReadingFigure />
          <ol className={styles.steps}>
            <li>{t('intro.step1')}</li>
            <li>{t('intro.step2')}</li>
            <li>{t('intro.step3')}</li>
          </ol>
        </>
      ) : (
        <>
          <ExperimentFacts experiment={experiment} />
          <ExamplesBefore experimentId={experiment.id} />
        </>
      )}
    </article>
  );
}

/** What will be trained, beside the key that does it. */
function Model({ experiment }: { experiment: Experiment }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const obstacle = useObstacle(experiment.id);
  const draft = useBenchStore('drafts', (state) => state.drafts[experiment.id]);
  if (!draft || obstacle !== null) return null;
  const { n_layer: layers, n_embd: width } = draft.config.model;
  return (
    <p className={styles.model}>
      {experiment.title[language]},{' '}
      {draft.autoSize ? t('intro.sizedLater') : t('intro.sizes', { layers, width })}
    </p>
  );
}
