import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { Page } from '../../kit/Page';
import { useBench, useBenchStore } from '../../stores/context';
import { ExamplePreview } from './ExamplePreview';
import { FinetuneAnswers } from './FinetuneAnswers';
import { OwnExamples } from './OwnExamples';
import { FinetuneAugmentations } from './FinetuneAugmentations';
import { FinetuneArguments } from './FinetuneArguments';
import { BeforeAfter, FinetuneLive } from './FinetuneLive';
import styles from './finetune.module.css';
import { FinetuneCurves } from './FinetuneCurves';
import { FinetuneProgress } from './FinetuneProgress';
import { FinetuneResults } from './FinetuneResults';
import { FinetuneSettings } from './FinetuneSettings';
import { FinetuneSetResults } from './FinetuneSetResults';
import { FinetuneSets } from './FinetuneSets';
import { FinetuneTexts } from './FinetuneTexts';
import { FinetuneTextResults } from './FinetuneTextResults';
import { FinetuneStart } from './FinetuneStart';
import { changeFinetuning } from './finetuneActions';
import { FinetuneClasses, FinetuneTry } from './FinetuneClasses';

/** From a model that has read a lot to one that does a task. */
export default function FinetunePage() {
  const { t } = useTranslation();
  const state = useBenchStore('finetune', (finetune) => finetune.state);
  useBaseOfAddress();
  return (
    <Page title={t('finetune.title')} lead={t('finetune.lead')} className={styles.page}>
      {state !== 'running' && (
        <>
          <FinetuneSettings />
          <FinetuneSets />
          <OwnExamples />
          <FinetuneTexts />
          <FinetuneAugmentations />
          <FinetuneArguments />
          <FinetuneStart />
        </>
      )}
      <FinetuneProgress />
      <FinetuneResults />
      <FinetuneTextResults />
      <FinetuneSetResults />
      <FinetuneCurves />
      <FinetuneAnswers />
      <FinetuneTry />
      <FinetuneLive />
      <FinetuneClasses />
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
    if (kind === 'loaded' || kind === 'kept' || kind === 'ready')
      changeFinetuning(bench, { base: { kind, id } });
    if (kind === 'run') changeFinetuning(bench, { base: { kind, runId: id } });
  }, [bench, wanted]);
}
