import type { VariantSpecInput } from '../../../host/protocol/variant';
import type { BaseRef } from '../../../training/models/baseModel';
import { OfAnother } from '../study/OfAnother';
import { CompareEstimate } from '../study/CompareEstimate';
import { Help } from '../../kit/Section';
import study from '../study/study.module.css';
import { useIsAbout } from '../study/useIsAbout';
import type { CompareKind } from './compareKind';
import { OtherModels } from './OtherModels';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { BatchTable } from './BatchTable';
import { CompareButton, useCanCompare, useComparedModel } from '../study/CompareButton';
import { useModelText } from '../study/text/modelText';
import { StudyProgress } from '../study/StudyProgress';
import { useVariantName } from '../study/useVariantName';
import { CompareOptions } from './CompareOptions';
import { CompareText } from './CompareText';
import { CompareTable } from './CompareTable';
import { Method } from './Method';
import { PipelineResult } from './pipeline/PipelineResult';
import { PipelineSection } from './pipeline/PipelineSection';
import { ParetoPlot } from './ParetoPlot';
import { PruningSection } from './pruning/PruningSection';
import { LayerBars } from './LayerBars';
import { EvalTaskChoice } from './EvalTaskChoice';
import { EvalTaskTable } from './EvalTaskTable';
import { PositionTable, Texts } from './Texts';
import styles from './compare.module.css';
import { Rounding } from '../../pictures/Rounding';
import { useBenchStore } from '../../stores/context';
import { useRunAddress } from '../../stores/addresses';

const AS_IT_IS: VariantSpecInput[] = [{ id: 'fp32', stages: [] }];

/** What is lined up, and the figures that fill while it is made. */
export function CompareStudy({ base, kind }: { base?: BaseRef; kind?: CompareKind }) {
  const { t } = useTranslation();
  const state = useBenchStore('compare', (compare) => compare.state);
  const others = useBenchStore('compare', ({ options }) => options.others);
  const isOwn = useIsAbout('compare', base);
  const canCompare = useCanCompare();
  const toRun = useRunAddress();
  const writes = useModelText(useComparedModel())?.writes ?? true;
  const isIdle = state === 'idle' || !isOwn;
  const makesForms = kind !== 'models';
  return (
    <>
      {state !== 'idle' && (isOwn ? <Progress /> : <OfAnother kind="compare" tab="compress" />)}
      {isOwn && state !== 'idle' && <Plot />}
      {isIdle && !base && (
        <p className={styles.empty}>
          {t(canCompare ? 'compare.ready' : 'compare.empty')}{' '}
          <Link href={toRun}>{t('compare.toRun')}</Link>
        </p>
      )}
      {state !== 'running' && (
        <>
          {kind === 'models' && <OtherModels />}
          <CompareText />
          <div className={study.go}>
            <CompareButton
              isFirst={isIdle}
              {...(!makesForms && { variants: AS_IT_IS })}
              isDisabled={!makesForms && others.length === 0}
            />
            {canCompare && <CompareEstimate kind="compare" />}
            {!makesForms && others.length === 0 && <Help>{t('compare.needsOther')}</Help>}
          </div>
          <CompareOptions kind={kind} />
          {writes && <EvalTaskChoice />}
        </>
      )}
      {makesForms && <PipelineSection />}
      {isIdle && makesForms && <Rounding />}
      {isOwn && <CompareFound />}
      {makesForms && <PruningSection />}
    </>
  );
}

function Progress() {
  const { t } = useTranslation();
  const nameOf = useVariantName();
  const piece = useBenchStore('compare', ({ update }) => update?.progress.piece);
  return (
    <StudyProgress
      kind="compare"
      title={t('compare.title')}
      piece={piece ? [nameOf(piece)] : []}
      keeps={t('compare.resultsSaved')}
    />
  );
}

function Plot() {
  const result = useBenchStore('compare', ({ update }) => update?.result);
  const { evalTasks = [], objective } = result?.method ?? {};
  return <ParetoPlot {...{ rows: result?.rows ?? [], evalTasks, objective }} />;
}

function CompareFound() {
  const result = useBenchStore('compare', ({ update }) => update?.result);
  const rows = result?.rows ?? [];
  const { evalTasks = [], objective } = result?.method ?? {};
  return (
    <>
      <PipelineResult rows={rows} />
      {result && rows.length > 0 && (
        <>
          <CompareTable rows={rows} choices={result.method.choices} />
          <BatchTable rows={rows} />
          <EvalTaskTable rows={rows} evalTasks={evalTasks} />
          <LayerBars rows={rows} />
          <Texts rows={rows} method={result.method} />
          <PositionTable rows={rows} objective={objective} />
          <Method result={result} />
        </>
      )}
    </>
  );
}
