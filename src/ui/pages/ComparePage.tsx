import { useTranslation } from 'react-i18next';
import { Page } from '../components/Page';
import { Link } from 'wouter';
import { BatchTable } from '../compare/BatchTable';
import { CompareKey, useCanCompare } from '../compare/CompareKey';
import { CompareOptions } from '../compare/CompareOptions';
import { CompareProgress } from '../compare/CompareProgress';
import { CompareTable } from '../compare/CompareTable';
import { Method } from '../compare/Method';
import { PipelineResult } from '../compare/PipelineResult';
import { PipelineSection } from '../compare/PipelineSection';
import { ParetoPlot } from '../compare/ParetoPlot';
import { SweepSection } from '../compare/SweepSection';
import { LayerBars } from '../compare/LayerBars';
import { SuiteChoice } from '../compare/SuiteChoice';
import { SuiteTable } from '../compare/SuiteTable';
import { Places, Texts } from '../compare/Texts';
import styles from '../compare/compare.module.css';
import { Rounding } from '../pictures/Rounding';
import { useBenchStore } from '../stores/context';

/** The trained model in smaller forms, side by side; fills while they are made. */
export default function ComparePage() {
  const { t } = useTranslation();
  const state = useBenchStore(
    (bench) => bench.comparison,
    (comparison) => comparison.state,
  );
  const result = useBenchStore(
    (bench) => bench.comparison,
    (comparison) => comparison.update?.result ?? null,
  );
  const canCompare = useCanCompare();
  const rows = result?.rows ?? [];
  const suites = result?.method.suites ?? [];
  return (
    <Page title={t('compare.title')} lead={t('compare.lead')} className={styles.page}>
      <CompareProgress />
      {state === 'idle' && (
        <p className={styles.empty}>
          {t(canCompare ? 'compare.ready' : 'compare.empty')}{' '}
          <Link href="/">{t('compare.toRun')}</Link>
        </p>
      )}
      {state !== 'running' && <CompareKey isFirst={state === 'idle'} />}
      {state !== 'running' && <CompareOptions />}
      {state !== 'running' && <SuiteChoice />}
      <PipelineSection />
      {state === 'idle' && <Rounding />}
      <PipelineResult rows={rows} />
      {state !== 'idle' && <ParetoPlot rows={rows} suites={suites} />}
      {result && rows.length > 0 && (
        <>
          <CompareTable rows={rows} />
          <BatchTable rows={rows} />
          <SuiteTable rows={rows} suites={suites} />
          <LayerBars rows={rows} />
          <Texts rows={rows} method={result.method} />
          <Places rows={rows} />
          <Method result={result} />
        </>
      )}
      <SweepSection />
    </Page>
  );
}
