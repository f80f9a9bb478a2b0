import type { BaseRef } from '../../../training/models/baseModel';
import { useBenchStore } from '../../stores/context';
import { OfAnother } from '../study/OfAnother';
import { useIsAbout } from '../study/useIsAbout';
import { ExamplePreview } from './ExamplePreview';
import { FinetuneAnswers } from './FinetuneAnswers';
import { OwnExamples } from './OwnExamples';
import { FinetuneAugmentations } from './FinetuneAugmentations';
import { FinetuneArguments } from './FinetuneArguments';
import { BeforeAfter, FinetuneLive } from './FinetuneLive';
import { FinetuneCurves } from './FinetuneCurves';
import { FinetuneProgress } from './FinetuneProgress';
import { FinetuneResults } from './FinetuneResults';
import { FinetuneSettings } from './FinetuneSettings';
import { FinetuneSetResults } from './FinetuneSetResults';
import { FinetuneSets } from './FinetuneSets';
import { FinetuneTexts } from './FinetuneTexts';
import { FinetuneTextResults } from './FinetuneTextResults';
import { FinetuneStart } from './FinetuneStart';
import { FinetuneClasses, FinetuneTry } from './FinetuneClasses';

/** What is learned, how, and what came of it; from a base that is chosen here, or of the model at hand. */
export function FinetuneStudy({ base }: { base?: BaseRef }) {
  const state = useBenchStore('finetune', (finetune) => finetune.state);
  const isOwn = useIsAbout('finetune', base);
  return (
    <>
      {state !== 'running' && (
        <>
          <FinetuneSettings hasBase={base !== undefined} />
          <FinetuneSets />
          <OwnExamples />
          <FinetuneTexts />
          <FinetuneAugmentations />
          <FinetuneArguments />
          <FinetuneStart />
        </>
      )}
      {isOwn ? <Found /> : <OfAnother kind="finetune" tab="train" />}
      {state !== 'running' && <ExamplePreview />}
    </>
  );
}

function Found() {
  return (
    <>
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
    </>
  );
}
