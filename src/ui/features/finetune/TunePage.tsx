import { Target } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { KeyButton } from '../../kit/KeyButton';
import { Page } from '../../kit/Page';
import { useBench, useBenchStore } from '../../stores/context';
import { BeforeAfter } from './BeforeAfter';
import { Confusion } from './Confusion';
import { ExamplePreview } from './ExamplePreview';
import { Mistakes } from './Mistakes';
import { OwnExamples } from './OwnExamples';
import styles from './tune.module.css';
import { TuneArguments, useArguments } from './TuneArguments';
import { TuneLive } from './TuneLive';
import { TunePlan } from './TunePlan';
import { TuneProgress } from './TuneProgress';
import { TuneResults } from './TuneResults';
import { isOwn } from './tuneRequest';
import { TuneSettings } from './TuneSettings';
import { TuneTry } from './TuneTry';
import { changeTuning, startTuning } from './tuneActions';

/** From a model that has read a lot to one that does a task. */
export default function TunePage() {
  const { t } = useTranslation();
  const state = useBenchStore(
    (stores) => stores.tune,
    (tune) => tune.state,
  );
  useBaseOfAddress();
  return (
    <Page title={t('tune.title')} lead={t('tune.lead')}>
      {state !== 'running' && (
        <>
          <TuneSettings />
          <OwnExamples />
          <TuneArguments />
          <Start />
        </>
      )}
      <TuneProgress />
      <TuneResults />
      <TuneTry />
      <TuneLive />
      <div className={styles.pair}>
        <Confusion />
        <Mistakes />
      </div>
      <BeforeAfter />
      {state !== 'running' && <ExamplePreview />}
    </Page>
  );
}

/** `?base=loaded:ID`, as the pages of models and of kept runs link here. */
function useBaseOfAddress(): void {
  const bench = useBench();
  const [search] = useSearchParams();
  const wanted = search.get('base');
  useEffect(() => {
    const [kind, ...rest] = wanted?.split(':') ?? [];
    const id = rest.join(':');
    if (kind === 'loaded' || kind === 'kept') changeTuning(bench, { base: { kind, id } });
    if (kind === 'run') changeTuning(bench, { base: { kind, runId: id } });
  }, [bench, wanted]);
}

function Start() {
  const { t } = useTranslation();
  const bench = useBench();
  const isIdle = useBenchStore(
    (stores) => stores.tune,
    (tune) => tune.state === 'idle',
  );
  const runs = useBenchStore(
    (stores) => stores.tune,
    ({ choices }) => choices.runs,
  );
  const isMissing = useBenchStore(
    (stores) => stores.tune,
    ({ choices, brought }) => isOwn(choices) && !brought?.found,
  );
  const isReady = useBenchStore(
    (stores) => stores.device,
    ({ device }) => device.status === 'ready',
  );
  const read = useArguments();
  return (
    <div className={styles.go}>
      <KeyButton
        look="signal"
        size="large"
        icon={<Target size={17} aria-hidden />}
        testId="tune-start"
        isDisabled={!isReady || read === null || isMissing}
        onPress={() => void startTuning(bench)}
      >
        {t(isIdle ? 'tune.key' : 'tune.again')}
      </KeyButton>
      <div>
        <p className={styles.help}>{t(`tune.keyHelp.${isMissing ? 'missing' : runs}`)}</p>
        <TunePlan />
      </div>
    </div>
  );
}
