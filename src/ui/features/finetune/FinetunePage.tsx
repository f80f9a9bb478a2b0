import { Target } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { Button } from '../../kit/Button';
import { Page } from '../../kit/Page';
import { useBench, useBenchStore } from '../../stores/context';
import { BeforeAfter } from './BeforeAfter';
import { Confusion } from './Confusion';
import { ExamplePreview } from './ExamplePreview';
import { Mistakes } from './Mistakes';
import { OwnExamples } from './OwnExamples';
import styles from './finetune.module.css';
import { FinetuneArguments, useArguments } from './FinetuneArguments';
import { FinetuneLive } from './FinetuneLive';
import { FinetunePlan } from './FinetunePlan';
import { FinetuneProgress } from './FinetuneProgress';
import { FinetuneResults } from './FinetuneResults';
import { isOwn } from '../../../host/studies/finetune/request';
import { FinetuneSettings } from './FinetuneSettings';
import { FinetuneTry } from './FinetuneTry';
import { changeFinetuning, startFinetuning } from './finetuneActions';

/** From a model that has read a lot to one that does a task. */
export default function FinetunePage() {
  const { t } = useTranslation();
  const state = useBenchStore('finetune', (finetune) => finetune.state);
  useBaseOfAddress();
  return (
    <Page title={t('finetune.title')} lead={t('finetune.lead')}>
      {state !== 'running' && (
        <>
          <FinetuneSettings />
          <OwnExamples />
          <FinetuneArguments />
          <Start />
        </>
      )}
      <FinetuneProgress />
      <FinetuneResults />
      <FinetuneTry />
      <FinetuneLive />
      <div className={styles.pair}>
        <Confusion />
        <Mistakes />
      </div>
      <BeforeAfter />
      {state !== 'running' && <ExamplePreview />}
    </Page>
  );
}

/** `?base=loaded:ID`, as the pages of models and of saved runs link here. */
function useBaseOfAddress(): void {
  const bench = useBench();
  const [search] = useSearchParams();
  const wanted = search.get('base');
  useEffect(() => {
    const [kind, ...rest] = wanted?.split(':') ?? [];
    const id = rest.join(':');
    if (kind === 'loaded' || kind === 'kept') changeFinetuning(bench, { base: { kind, id } });
    if (kind === 'run') changeFinetuning(bench, { base: { kind, runId: id } });
  }, [bench, wanted]);
}

function Start() {
  const { t } = useTranslation();
  const bench = useBench();
  const isIdle = useBenchStore('finetune', (finetune) => finetune.state === 'idle');
  const runs = useBenchStore('finetune', ({ choices }) => choices.runs);
  const isMissing = useBenchStore(
    'finetune',
    ({ choices, imported }) => isOwn(choices) && !imported?.found,
  );
  const isReady = useBenchStore('device', ({ device }) => device.status === 'ready');
  const read = useArguments();
  return (
    <div className={styles.go}>
      <Button
        look="signal"
        size="large"
        icon={<Target size={17} aria-hidden />}
        testId="finetune-start"
        isDisabled={!isReady || read === null || isMissing}
        onPress={() => void startFinetuning(bench)}
      >
        {t(isIdle ? 'finetune.start' : 'finetune.restart')}
      </Button>
      <div>
        <p className={styles.help}>{t(`finetune.startHelp.${isMissing ? 'missing' : runs}`)}</p>
        <FinetunePlan />
      </div>
    </div>
  );
}
