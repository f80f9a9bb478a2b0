import { isOwn, learnsText, setOf } from '../../../../host/studies/finetune/request';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Example } from '../../../../training/data/examples/examples';
import { examplesOfSet } from '../../../../training/data/examples/exampleSets';
import { DataTable } from '../../../kit/table/DataTable';
import { Section } from '../../../kit/Section';
import { useBenchStore } from '../../../stores/context';
import { excerpt } from '../excerpt';
import styles from '../finetune.module.css';

const SHOWN = 6;

/** The first examples of the chosen set. */
export function ExamplePreview() {
  const { t } = useTranslation();
  const chosen = useBenchStore('finetune', ({ choices }) => choices.set);
  const own = useBenchStore('finetune', ({ imported }) => imported?.found ?? null);
  const shown = useMemo(() => {
    if (learnsText({ set: chosen })) return null;
    if (isOwn({ set: chosen })) return own && { labels: own.labels, train: own.examples };
    const set = setOf({ set: chosen });
    return examplesOfSet(set, { set: set.id, train: SHOWN, validation: 1, seed: 1 }, 1);
  }, [chosen, own]);
  if (!shown) return null;
  const { labels, train } = shown;
  const isAnswer = labels.length === 0;
  const isPair = train.some(({ rejected }) => rejected !== undefined);
  const rejected = {
    id: 'rejected',
    header: t('finetune.examples.rejected'),
    kind: 'text',
    value: (example: Example) => example.rejected,
    cell: (example: Example) => excerpt(example.rejected ?? ''),
  } as const;
  return (
    <Section id="finetune-examples" title={t('finetune.examples.title')}>
      <DataTable
        caption={t('finetune.examples.caption')}
        className={styles.words}
        rows={train.slice(0, SHOWN)}
        keyOf={(_example, index) => String(index)}
        columns={[
          {
            id: 'text',
            header: t(isAnswer ? 'setting.prompt.label' : 'common.text'),
            kind: 'text',
            value: ({ text }) => text,
            cell: ({ text, second }) => excerpt(isAnswer || !second ? text : `${text}\n${second}`),
          },
          {
            id: 'label',
            header: t(`finetune.examples.${isPair ? 'chosen' : isAnswer ? 'answer' : 'label'}`),
            kind: 'text',
            value: ({ second, label, score }) => score ?? (isAnswer ? second : labels[label]),
            cell: ({ second, label, score }) =>
              score ?? (isAnswer ? excerpt(second ?? '') : labels[label]),
          },
          ...(isPair ? [rejected] : []),
        ]}
      />
    </Section>
  );
}
