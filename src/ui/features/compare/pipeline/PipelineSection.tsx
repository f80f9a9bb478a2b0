import { ArrowLeft, ArrowRight, Play, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { pipelineVariants } from '../../../../host/studies/compress/spec';
import type { Stage, StageKind } from '../../../../host/protocol/variant';
import { Button } from '../../../kit/Button';
import { ErrorText } from '../../../kit/ErrorText';
import { Help } from '../../../kit/Section';
import { InlineSelect } from '../../../kit/Field';
import { runComparison } from '../../study/comparisonActions';
import { useBench, useBenchStore } from '../../../stores/context';
import { useCanCompare, useHasComparedText } from '../../study/CompareButton';
import styles from './pipeline.module.css';
import {
  changeStages,
  MOST_STAGES,
  moved,
  NEW_STAGES,
  obstacleOf,
  withStage,
} from './pipelineStore';
import { StageSettings } from './StageSettings';
import { useVariantName } from '../../study/useVariantName';

/** Stages in the user's order; one press makes them and shows what each gained and cost. */
export function PipelineSection() {
  const { t } = useTranslation();
  const bench = useBench();
  const nameOf = useVariantName();
  const canCompare = useCanCompare();
  const hasText = useHasComparedText();
  const stages = useBenchStore('pipeline', (pipeline) => pipeline.stages);
  if (!canCompare) return null;
  const obstacle = stages.length > 0 ? obstacleOf(stages) : null;
  return (
    <details className={styles.pipeline} data-testid="pipeline">
      <summary>
        <strong>{t('pipeline.title')}</strong> {stages.length > 0 && nameOf({ stages })}
      </summary>
      <Help>{t('pipeline.help')}</Help>
      <ol className={styles.stages}>
        {stages.map((stage, index) => (
          <StageCard key={`${index} ${stage.kind}`} {...{ stage, index }} count={stages.length} />
        ))}
      </ol>
      <ErrorText error={obstacle} />
      <div className={styles.go}>
        <Button
          look="signal"
          icon={<Play size={14} aria-hidden />}
          testId="pipeline-start"
          isDisabled={!hasText || obstacle !== null || stages.length === 0}
          onPress={() => void runComparison(bench, pipelineVariants(stages))}
        >
          {t('pipeline.run')}
        </Button>
        {stages.length < MOST_STAGES && <AddStage />}
      </div>
    </details>
  );
}

function StageCard({ stage, index, count }: { stage: Stage; index: number; count: number }) {
  const { t } = useTranslation();
  const { pipeline } = useBench();
  const name = t(`pipeline.stage.${stage.kind}`);
  const key = (
    does: 'earlier' | 'later' | 'remove',
    Icon: typeof X,
    next: (stages: readonly Stage[]) => readonly Stage[],
  ) => (
    <Button
      look="quiet"
      size="small"
      icon={<Icon size={14} aria-hidden />}
      label={t(`pipeline.${does}`, { name })}
      onPress={() => changeStages(pipeline, next)}
    />
  );
  return (
    <li className={styles.stage} data-testid="pipeline-stage">
      <header>
        <h3>
          <span aria-hidden>{index + 1}</span> {name}
        </h3>
        {index > 0 && key('earlier', ArrowLeft, (stages) => moved(stages, index, index - 1))}
        {index < count - 1 && key('later', ArrowRight, (stages) => moved(stages, index, index + 1))}
        {key('remove', X, (stages) => stages.toSpliced(index, 1))}
      </header>
      <StageSettings
        stage={stage}
        onChange={(next) => changeStages(pipeline, (stages) => stages.with(index, next))}
      />
      <small>{t(`pipeline.about.${stage.kind}`)}</small>
    </li>
  );
}

function AddStage() {
  const { t } = useTranslation();
  const { pipeline } = useBench();
  const kinds = Object.keys(NEW_STAGES) as StageKind[];
  return (
    <InlineSelect
      label={t('pipeline.add')}
      testId="pipeline-add"
      value=""
      options={[
        { value: '', name: t('pipeline.choose') },
        ...kinds.map((kind) => ({ value: kind, name: t(`pipeline.stage.${kind}`) })),
      ]}
      onChange={(kind) =>
        kind && changeStages(pipeline, (stages) => withStage(stages, NEW_STAGES[kind]))
      }
    />
  );
}
