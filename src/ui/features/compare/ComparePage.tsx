import { useTranslation } from 'react-i18next';
import { Page } from '../../kit/Page';
import { Link } from 'wouter';
import { BatchTable } from './BatchTable';
import { CompareButton, useCanCompare, useComparedModel } from '../study/CompareButton';
import { CompareEstimate } from '../study/CompareEstimate';
import study from '../study/study.module.css';
import { useModelText } from '../study/text/modelText';
import { useFoundSubject, usePlannedSubject } from '../study/useSubject';
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

/** Of what is shown; before that, of what would be compared. */
function useCompareSubject(): string | undefined {
  const method = useBenchStore('compare', ({ update }) => update?.result.method);
  const text = useBenchStore('compare', ({ options }) => options.text);
  const found = useFoundSubject();
  const model = useComparedModel();
  const kind = useModelText(model)?.reads;
  const planned = usePlannedSubject({ model, chosen: text, ...(kind && { kind }) });
  return method ? found(method.runName, method.trainedSteps, method.text) : planned;
}

/** The trained model in smaller forms, side by side; fills while they are made. */
export default function ComparePage() {
  const { t } = useTranslation();
  const nameOf = useVariantName();
  const { state, update } = useBenchStore('compare', (compare) => compare);
  const result = update?.result;
  const piece = update?.progress.piece;
  const canCompare = useCanCompare();
  const subject = useCompareSubject();
  const writes = useModelText(useComparedModel())?.writes ?? true;
  const toRun = useRunAddress();
  const rows = result?.rows ?? [];
  const { evalTasks = [], objective } = result?.method ?? {};
  return (
    <Page title={t('compare.title')} subject={subject} lead={t('compare.lead')}>
      {state !== 'idle' && (
        <StudyProgress
          kind="compare"
          title={t('compare.title')}
          piece={piece ? [nameOf(piece)] : []}
          keeps={t('compare.resultsSaved')}
        />
      )}
      {state !== 'idle' && <ParetoPlot {...{ rows, evalTasks, objective }} />}
      {state === 'idle' && (
        <p className={styles.empty}>
          {t(canCompare ? 'compare.ready' : 'compare.empty')}{' '}
          <Link href={toRun}>{t('compare.toRun')}</Link>
        </p>
      )}
      {state !== 'running' && <CompareText />}
      {state !== 'running' && (
        <div className={study.go}>
          <CompareButton isFirst={state === 'idle'} />
          {canCompare && <CompareEstimate kind="compare" />}
        </div>
      )}
      {state !== 'running' && <CompareOptions />}
      {state !== 'running' && writes && <EvalTaskChoice />}
      <PipelineSection />
      {state === 'idle' && <Rounding />}
      <PipelineResult rows={rows} />
      {result && rows.length > 0 && (
        <>
          <CompareTable rows={rows} />
          <BatchTable rows={rows} />
          <EvalTaskTable rows={rows} evalTasks={evalTasks} />
          <LayerBars rows={rows} />
          <Texts rows={rows} method={result.method} />
          <PositionTable rows={rows} objective={objective} />
          <Method result={result} />
        </>
      )}
      <PruningSection />
    </Page>
  );
}
