import { Play } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import type { Experiment } from '../../../experiments/experiment';
import { findReady } from '../../../experiments/ready/ready';
import { useLanguage } from '../../i18n/useLanguage';
import { Button } from '../../kit/Button';
import { Glossed } from '../../kit/glossary/Glossed';
import { TrainEstimate } from '../../settings/duration/TrainEstimate';
import { useExemplified } from '../../settings/useExemplified';
import { useBench, useBenchStore } from '../../stores/context';
import { experimentAddress } from '../../stores/addresses';
import { modelAddress } from '../../stores/models/address';
import { startRun } from '../../stores/runActions';
import { ObjectiveExamples } from './examples/ObjectiveExamples';
import { DeviceLine } from './DeviceLine';
import { ExperimentFacts } from './ExperimentFacts';
import styles from './Intro.module.css';
import { MissingGpu } from '../../device/MissingGpu';
import { TextImport } from '../../sources/TextImport';
import { broughtText } from '../../../training/run/texts/textSchedule';
import { useObstacle } from '../../device/useObstacle';

/** Before a run: what this is, what it will read, and the one key that starts it. */
export function Intro({ experiment }: { experiment: Experiment }) {
  const language = useLanguage();
  return (
    <article className={styles.intro}>
      <h1 className={styles.title}>{experiment.title[language]}</h1>
      <p className={styles.lead}>
        <Glossed>{experiment.about[language]}</Glossed>
      </p>
      <MissingGpu />
      <ImportOf experimentId={experiment.id} />
      <div className={styles.start}>
        <TrainButton experimentId={experiment.id} />
        <Model experiment={experiment} />
      </div>
      <Ready id={experiment.id} />
      <DeviceLine />
      <ExperimentFacts experiment={experiment} />
      <ExamplesBefore experimentId={experiment.id} />
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

/** The model that was trained on this before, which has its name. */
function Ready({ id }: { id: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const found = findReady(id);
  if (!found) return null;
  return (
    <p className={styles.ready} data-testid="intro-ready">
      {t('intro.ready')}{' '}
      <Link href={modelAddress({ kind: 'ready', id })}>{found.title[language]}</Link>
    </p>
  );
}

/** The one key. Where it cannot be pressed, it says why. */
function TrainButton({ experimentId }: { experimentId: string }) {
  const { t } = useTranslation();
  const bench = useBench();
  const [, navigate] = useLocation();
  const whyId = useId();
  const obstacle = useObstacle(experimentId);
  return (
    <>
      <Button
        look="signal"
        size="large"
        icon={<Play size={17} fill="currentColor" aria-hidden />}
        testId="train"
        isDisabled={obstacle !== null}
        describedBy={obstacle ? whyId : undefined}
        onPress={() => {
          void startRun(bench, experimentId).then(
            (how) => how === 'begins' && navigate(experimentAddress(experimentId)),
          );
        }}
      >
        {t('intro.startThis')}
      </Button>
      {!obstacle && <TrainEstimate experimentId={experimentId} />}
      {obstacle && (
        <p id={whyId} className={styles.why}>
          {obstacle}
        </p>
      )}
    </>
  );
}

const NO_AUGMENTATIONS = [] as const;

/** The examples of the run that would start now; causal language modelling needs none. */
function ExamplesBefore({ experimentId }: { experimentId: string }) {
  const config = useBenchStore('drafts', ({ drafts }) => drafts[experimentId]?.config ?? null);
  const found = useExemplified(config?.objectives ? config : null, NO_AUGMENTATIONS);
  return <ObjectiveExamples examples={found?.objectives ?? []} />;
}

/** The text that the settings name, where it has to be brought. */
function ImportOf({ experimentId }: { experimentId: string }) {
  const config = useBenchStore('drafts', (state) => state.drafts[experimentId]?.config);
  return <TextImport corpus={config && broughtText(config)} />;
}
