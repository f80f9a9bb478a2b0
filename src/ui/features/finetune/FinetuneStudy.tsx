import type { BaseRef } from '../../../training/models/baseModel';
import { useBenchStore } from '../../stores/context';
import { OfAnother } from '../study/OfAnother';
import { useIsAbout } from '../study/useIsAbout';
import { ExamplePreview } from './setup/ExamplePreview';
import { FinetuneAnswers } from './results/FinetuneAnswers';
import { OwnExamples } from './setup/OwnExamples';
import { FinetuneAugmentations } from './setup/FinetuneAugmentations';
import { FinetuneArguments } from './setup/FinetuneArguments';
import { BeforeAfter, FinetuneLive } from './results/FinetuneLive';
import { FinetuneCurves } from './results/FinetuneCurves';
import { FinetuneProgress } from './results/FinetuneProgress';
import { FinetuneResults } from './results/FinetuneResults';
import { FinetuneSettings } from './setup/FinetuneSettings';
import { FinetuneSetResults } from './results/FinetuneSetResults';
import { FinetuneSets } from './setup/FinetuneSets';
import { FinetuneTexts } from './setup/FinetuneTexts';
import { FinetuneTextResults } from './results/FinetuneTextResults';
import { FinetuneStart } from './setup/FinetuneStart';
import { FinetuneClasses, FinetuneTry } from './results/FinetuneClasses';

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
