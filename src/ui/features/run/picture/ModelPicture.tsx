import { memo, useDeferredValue, useState } from 'react';
import { Play, Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { LabErrorData } from '../../../../host/protocol/error';
import type { RunPlan } from '../../../../host/protocol/run';
import { Button } from '../../../kit/Button';
import { useSteadyHeight } from '../../../kit/useSteadyHeight';
import { useErrorWords } from '../../../kit/useErrorWords';
import { formatBytes, formatCompact } from '../../../kit/format';
import { usePlan } from '../../../settings/useKeepPlan';
import { useBenchStore } from '../../../stores/context';
import { problemsOf } from '../../../stores/drafts';
import type { RunConfig } from '../../../../training/run/config';
import { rowsOf } from './anatomy';
import styles from './ModelPicture.module.css';
import { ComponentRow } from './ComponentRow';
import { useFlow } from './useFlow';
import { flowOf, useSentence } from './words';

/** The model of the settings, component by component: shapes, parameters, work, exact memory. */
export default function ModelPicture({ experimentId }: { experimentId: string }) {
  const answer = usePlan(experimentId);
  const draft = useBenchStore('drafts', (state) => state.drafts[experimentId]);
  // Drawn in slices, behind what is more urgent: a run may be on the same page.
  const { plan, error } = useDeferredValue(answer);
  const shown = useDeferredValue(draft);
  if (!plan || !shown) return null;
  const isSound = Object.keys(problemsOf(shown)).length === 0 && !error;
  return <Picture {...{ plan, error, isSound }} config={shown.config} />;
}

export const Picture = memo(function Picture(props: {
  plan: RunPlan;
  error: LabErrorData | null;
  config: Pick<RunConfig, 'model' | 'training'>;
  isSound: boolean;
}) {
  const { plan, error, config, isSound } = props;
  const { t } = useTranslation();
  const words = useErrorWords();
  const sentenceOf = useSentence();
  const say = useSteadyHeight<HTMLParagraphElement>();
  /** The row that is pointed at, and the one whose weights are shown. */
  const [active, setActive] = useState<string | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const { model, training } = config;
  const rows = rowsOf(plan, model);
  const flow = useFlow(rows.filter(({ kind }) => kind !== 'run').map(({ key }) => key));
  const shown = rows.find(({ key }) => key === (flow.at ?? active));
  const sum = (of: (row: (typeof rows)[number]) => number): number =>
    rows.reduce((total, row) => total + of(row), 0);
  const most = {
    parameters: Math.max(1, ...rows.map(({ parameters }) => parameters)),
    flops: Math.max(1, ...rows.map(({ forwardFlops }) => forwardFlops)),
    bytes: Math.max(1, ...rows.map(({ memoryBytes }) => memoryBytes)),
  };
  const perToken = (flops: number): string => formatCompact(flops / plan.tokensPerStep);
  return (
    <section
      className={styles.picture}
      aria-labelledby="picture-title"
      data-testid="picture"
      data-sound={isSound}
    >
      <h2 id="picture-title">
        {t('picture.title')} <small>{t(`settings.choice.${model.family}`)}</small>
      </h2>
      <p className={styles.lead}>{error ? words(error) : t('picture.lead')}</p>
      <div className={styles.play}>
        <Button
          size="small"
          icon={
            flow.at === null ? <Play size={13} aria-hidden /> : <Square size={13} aria-hidden />
          }
          testId="picture-flow"
          onPress={flow.toggle}
        >
          {t(flow.at === null ? 'picture.play' : 'picture.playStop')}
        </Button>
      </div>
      <div className={styles.columns} aria-hidden>
        <span>
          {t('picture.tokens', {
            batch: training.per_device_train_batch_size,
            length: model.n_positions,
          })}
        </span>
        <span>{t('common.parameters')}</span>
        <span>{t('compare.metric.flops')}</span>
        <span>{t('run.memory')}</span>
      </div>
      <ol className={styles.rows} onPointerLeave={() => setActive(null)}>
        {rows.map((row) => (
          <ComponentRow
            key={row.key}
            {...{ row, model, plan, most }}
            isOpen={open === row.key}
            isFlowing={flow.at === row.key}
            onActive={() => setActive(row.key)}
            onPress={() => setOpen(open === row.key ? null : row.key)}
          />
        ))}
      </ol>
      <div className={styles.total}>
        <span>{t('picture.total')}</span>
        <b data-testid="picture-parameters" data-value={plan.parameters}>
          {formatCompact(plan.parameters)}
        </b>
        <b>{perToken(sum(({ forwardFlops }) => forwardFlops))}</b>
        <b data-testid="picture-bytes" data-value={plan.totalBytes}>
          {formatBytes(plan.totalBytes)}
        </b>
      </div>
      <p ref={say} className={styles.say} data-testid="picture-say">
        {flow.at !== null && shown && (
          <code className={styles.shape}>{flowOf(shown, model, plan.vocabSize)}</code>
        )}
        {shown ? sentenceOf(shown, model, plan.vocabSize) : t('picture.hint')}{' '}
        {!shown && t('picture.training', { flops: perToken(plan.flopsPerStep) })}
      </p>
    </section>
  );
});
