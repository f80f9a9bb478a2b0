import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { columnsOf } from '../../../kit/table/columns';
import { DataTable } from '../../../kit/table/DataTable';
import { formatPercent } from '../../../kit/format';
import { Help, Section } from '../../../kit/Section';
import { useBenchStore } from '../../../stores/context';
import { ConfusionTable } from '../../study/ConfusionTable';
import { TryClassifier } from '../../study/TryClassifier';
import styles from '../finetune.module.css';

const useLive = () => useBenchStore('finetune', ({ update }) => update?.result.live);

const STARTS = ['reviews', 'reviews_zh', 'finance'] as const;

/** The classifier that was tuned last answers what is typed. */
export function FinetuneTry() {
  const { t } = useTranslation();
  const isOver = useBenchStore('finetune', ({ state }) => state === 'done');
  const set = useBenchStore('finetune', ({ choices }) => choices.set);
  const live = useLive();
  const last = live?.evals.at(-1);
  const isScore = last?.correlation !== undefined;
  // Of several sets the first output layer answers.
  const parts = Object.values(last?.parts ?? {});
  const canAnswer = isScore || [last, ...parts].some((one) => one?.classes !== undefined);
  if (!isOver || !live || !canAnswer || live.arm === null) return null;
  const known = STARTS.find((id) => id === set);
  return (
    <Section
      id="finetune-try"
      title={t(isScore ? 'finetune.try.score' : 'finetune.try.title')}
      help={t('finetune.try.lead')}
    >
      <Try
        key={live.runId}
        runId={live.runId}
        start={known ? t(`finetune.try.start.${known}`) : ''}
        isScore={isScore}
      />
    </Section>
  );
}

function Try(props: { runId: string; start: string; isScore: boolean }) {
  const { runId, start, isScore } = props;
  const [text, setText] = useState(start);
  return <TryClassifier base={{ kind: 'run', runId }} {...{ text, isScore }} onChange={setText} />;
}

/** Which class the run at hand takes for which, and where it was most confidently wrong. */
export function FinetuneClasses() {
  const { t } = useTranslation();
  const last = useLive()?.evals.at(-1);
  if (!last?.classes) return null;
  const { labels, mistakes } = last.classes;
  const rows = mistakes.map((mistake, index) => ({
    ...mistake,
    text: last.mistaken?.[index]?.text ?? '',
  }));
  const column = columnsOf<(typeof rows)[number]>();
  const className = { kind: 'text', format: (label: number) => labels[label] } as const;
  return (
    <div className={styles.pair}>
      <Section id="finetune-confusion" title={t('finetune.confusion.title')}>
        <ConfusionTable classes={last.classes} />
      </Section>
      <Section id="finetune-mistakes" title={t('finetune.errors.title')}>
        {rows.length === 0 ? (
          <Help>{t('finetune.errors.none')}</Help>
        ) : (
          <DataTable
            caption={t('finetune.errors.caption')}
            className={styles.words}
            rows={rows}
            keyOf={({ index }) => String(index)}
            columns={[
              column('text', t('common.text'), { kind: 'text' }),
              column('label', t('finetune.errors.trueLabel'), className),
              column('predicted', t('finetune.errors.predictedLabel'), className),
              column('probability', t('finetune.errors.confidence'), { format: formatPercent }),
            ]}
          />
        )}
      </Section>
    </div>
  );
}
